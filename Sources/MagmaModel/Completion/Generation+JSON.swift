extension Generation {
    /// The answer in the shape of an OpenAI or LiteLLM chat completion, with `provider_specific_fields` for the rest.
    public var json: JSON {
        var message: JSON.Object = ["role": "assistant", "content": content.isEmpty ? .null : .string(content)]
        if let reasoning { message["reasoning_content"] = .string(reasoning) }
        if let refusal { message["refusal"] = .string(refusal) }
        if !toolCalls.isEmpty { message["tool_calls"] = .array(toolCalls.map(\.json)) }
        // What the provider wants back in the next turn, and what has no field here.
        let kept = self.message.json
        for name in ["thinking_blocks", "reasoning_details"] { message[name] = kept[name] }
        if let fields = kept[Reasoning.originPlace.member] { message[Reasoning.originPlace.member] = fields }
        for (name, value) in self.message.extra where message[name] == nil { message[name] = value }
        var choice: JSON.Object = [
            "index": 0,
            "message": .object(message),
            "finish_reason": finishReason.map { .string($0.kind.rawValue) } ?? .null,
        ]
        if let logprobs { choice["logprobs"] = logprobs }
        if let raw = finishReason?.raw { choice["provider_specific_fields"] = ["finish_reason": .string(raw)] }
        var object: JSON.Object = [
            "id": .string(id),
            "object": "chat.completion",
            "created": created.map { .int(Int64($0)) } ?? .null,
            "model": .string(model),
            "choices": [.object(choice)],
            "usage": usage.map(\.json) ?? .null,
        ]
        if let cost, var counts = object["usage"]?.objectValue {
            // The place that gateways which say it have for it.
            counts["cost"] = cost.total.json
            object["usage"] = .object(counts)
        }
        if let serviceTier { object["service_tier"] = .string(serviceTier) }
        if isFromCache { object["cache_hit"] = true }
        if !warnings.isEmpty { object["warnings"] = .array(warnings.map { .string($0.description) }) }
        return .object(object)
    }
}

extension ToolCall {
    /// The call in OpenAI's shape.
    public var json: JSON {
        var object: JSON.Object = ["id": .string(id), "type": .string(type)]
        if type == "custom" {
            object["custom"] = ["name": .string(name), "input": .string(arguments)]
        } else {
            object["function"] = ["name": .string(name), "arguments": .string(arguments)]
        }
        object.add(extra)
        return .object(object)
    }
}

extension Usage {
    /// The counts in OpenAI's shape. What the provider did not say is left out.
    public var json: JSON {
        func number(_ value: Int) -> JSON { .int(Int64(value)) }
        var object: JSON.Object = [:]
        if let input { object["prompt_tokens"] = number(input) }
        if let output { object["completion_tokens"] = number(output) }
        if let total { object["total_tokens"] = number(total) }
        var prompt: JSON.Object = [:]
        if let cachedInput { prompt["cached_tokens"] = number(cachedInput) }
        if let cacheWrite { prompt["cache_write_tokens"] = number(cacheWrite) }
        if !prompt.isEmpty { object["prompt_tokens_details"] = .object(prompt) }
        if let reasoning { object["completion_tokens_details"] = ["reasoning_tokens": number(reasoning)] }
        return .object(object)
    }
}

extension ModelError {
    /// The error in OpenAI's shape, with what is known of the request.
    public var json: JSON {
        var object: JSON.Object = ["code": .string(code.rawValue), "message": .string(message)]
        if let provider { object["provider"] = .string(provider) }
        if let model { object["model"] = .string(model) }
        if let status { object["status"] = .int(Int64(status)) }
        if let providerCode { object["provider_code"] = .string(providerCode) }
        if let requestID { object["request_id"] = .string(requestID) }
        if let retryAfter { object["retry_after_s"] = .double(retryAfter / .seconds(1)) }
        if !attempts.isEmpty { object["attempts"] = .int(Int64(attempts.count)) }
        return ["error": .object(object)]
    }
}
