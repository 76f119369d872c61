internal import MagmaModel

/// OpenAI's Chat Completions.
struct FakeChatCompletions: FakeWire {
    let streamType = "text/event-stream"
    let endingEvents = 3

    func question(_ body: JSON, uri: String) -> FakeQuestion {
        var question = FakeQuestion()
        // IBM watsonx has other words for the two.
        question.model = (body["model"] ?? body["model_id"])?.stringValue ?? ""
        question.isStreaming = body["stream"] == true || uri.contains("/chat_stream")
        question.maxTokens = (body["max_completion_tokens"] ?? body["max_tokens"])?.intValue
        question.offer(body["tools"]) { ($0["function"]?["name"], $0["function"]?["parameters"]) }
        for message in body["messages"]?.arrayValue ?? [] {
            let text = message["content"]?.contentText ?? ""
            question.count(text)
            question.toolResult = message["role"] == "tool" ? text : nil
            if message["role"] == "user" { question.text = text }
        }
        return question
    }

    func whole(_ answer: FakeAnswer) -> JSON {
        var message: JSON.Object = ["role": "assistant", "content": .string(answer.text)]
        if let call = answer.call {
            message["tool_calls"] = [Self.toolCall(call, arguments: call.arguments.serialized())]
        }
        return [
            "id": "chatcmpl-fake", "object": "chat.completion", "created": 1_700_000_000,
            "model": .string(answer.model),
            "choices": [["index": 0, "message": .object(message), "finish_reason": Self.reason(answer)]],
            "usage": Self.usage(answer),
        ]
    }

    func stream(_ answer: FakeAnswer) -> [[UInt8]] {
        func chunk(_ delta: JSON, reason: JSON = .null) -> [UInt8] { Self.chunk(delta, reason: reason, answer.model) }
        var events = [chunk(["role": "assistant", "content": ""])]
        events += answer.pieces.map { chunk(["content": .string($0)]) }
        if let call = answer.call {
            events.append(chunk(["tool_calls": [Self.toolCall(call, arguments: "")]]))
            for piece in FakePieces.halves(call.arguments.serialized()) {
                events.append(chunk(["tool_calls": [["index": 0, "function": ["arguments": .string(piece)]]]]))
            }
        }
        events.append(chunk([:], reason: Self.reason(answer)))
        events.append(
            FakeEvents.event(
                nil,
                [
                    "id": "chatcmpl-fake", "object": "chat.completion.chunk", "model": .string(answer.model),
                    "choices": [],
                    "usage": Self.usage(answer),
                ]
            ))
        return events + [Array("data: [DONE]\n\n".utf8)]
    }

    func failure(_ failure: FakeFailure) -> JSON {
        let code: JSON =
            switch failure.kind {
            case .wrongKey: "invalid_api_key"
            case .unknownModel: "model_not_found"
            case .tooLong: "context_length_exceeded"
            case .rateLimited: "rate_limit_exceeded"
            case .overloaded: "server_is_overloaded"
            case .broken: "server_error"
            case .badRequest: .null
            }
        let type: JSON = failure.status >= 500 ? "server_error" : "invalid_request_error"
        return ["error": ["message": .string(failure.message), "type": type, "code": code]]
    }

    private static func chunk(_ delta: JSON, reason: JSON, _ model: String) -> [UInt8] {
        FakeEvents.event(
            nil,
            [
                "id": "chatcmpl-fake", "object": "chat.completion.chunk", "created": 1_700_000_000,
                "model": .string(model),
                "choices": [["index": 0, "delta": delta, "finish_reason": reason]],
            ]
        )
    }

    private static func toolCall(_ call: (name: String, arguments: JSON), arguments: String) -> JSON {
        [
            "index": 0, "id": .string(FakeAnswer.callID), "type": "function",
            "function": ["name": .string(call.name), "arguments": .string(arguments)],
        ]
    }

    private static func reason(_ answer: FakeAnswer) -> JSON {
        answer.call != nil ? "tool_calls" : answer.isCutShort ? "length" : "stop"
    }

    private static func usage(_ answer: FakeAnswer) -> JSON {
        [
            "prompt_tokens": .int(Int64(answer.input)), "completion_tokens": .int(Int64(answer.output)),
            "total_tokens": .int(Int64(answer.input + answer.output)),
        ]
    }
}

/// Pieces of a text, as streams break it.
enum FakePieces {
    /// Words, each with the space before it.
    static func words(_ text: String) -> [String] {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        return words.enumerated().map { $0.offset == 0 ? String($0.element) : " \($0.element)" }
    }

    static func halves(_ text: String) -> [String] {
        let middle = text.index(text.startIndex, offsetBy: text.count / 2)
        return [String(text[..<middle]), String(text[middle...])]
    }
}
