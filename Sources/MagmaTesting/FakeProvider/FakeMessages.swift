internal import MagmaModel

/// Anthropic's Messages.
struct FakeMessages: FakeWire {
    let streamType = "text/event-stream"
    let endingEvents = 2

    func question(_ body: JSON, uri: String) -> FakeQuestion {
        var question = FakeQuestion()
        question.model = body["model"]?.stringValue ?? ""
        question.isStreaming = body["stream"] == true
        question.maxTokens = body["max_tokens"]?.intValue
        question.offer(body["tools"]) { ($0["name"], $0["input_schema"]) }
        question.count(body["system"]?.contentText ?? "")
        for message in body["messages"]?.arrayValue ?? [] {
            let content = message["content"] ?? .null
            let text = content.contentText
            question.count(text)
            question.toolResult = nil
            for block in content.arrayValue ?? [] where block["type"] == "tool_result" {
                question.toolResult = block["content"]?.contentText ?? ""
            }
            if message["role"] == "user", question.toolResult == nil { question.text = text }
        }
        return question
    }

    func whole(_ answer: FakeAnswer) -> JSON {
        var content: [JSON] = answer.pieces.isEmpty ? [] : [["type": "text", "text": .string(answer.text)]]
        if let call = answer.call { content.append(Self.toolUse(call.name, input: call.arguments)) }
        return [
            "id": "msg_fake", "type": "message", "role": "assistant", "model": .string(answer.model),
            "content": .array(content),
            "stop_reason": Self.reason(answer), "stop_sequence": .null, "usage": Self.usage(answer),
        ]
    }

    func stream(_ answer: FakeAnswer) -> [[UInt8]] {
        var events: [JSON] = [
            [
                "type": "message_start",
                "message": [
                    "id": "msg_fake", "type": "message", "role": "assistant", "model": .string(answer.model),
                    "content": [],
                    "stop_reason": .null, "usage": ["input_tokens": .int(Int64(answer.input)), "output_tokens": 1],
                ],
            ]
        ]
        func block(_ start: JSON, _ deltas: [JSON]) {
            events.append(["type": "content_block_start", "index": 0, "content_block": start])
            events += deltas.map { ["type": "content_block_delta", "index": 0, "delta": $0] }
            events.append(["type": "content_block_stop", "index": 0])
        }
        if let call = answer.call {
            let pieces = FakePieces.halves(call.arguments.serialized())
            block(
                Self.toolUse(call.name, input: [:]),
                pieces.map { ["type": "input_json_delta", "partial_json": .string($0)] }
            )
        } else {
            block(
                ["type": "text", "text": ""],
                answer.pieces.map { ["type": "text_delta", "text": .string($0)] }
            )
        }
        events.append([
            "type": "message_delta", "delta": ["stop_reason": Self.reason(answer), "stop_sequence": .null],
            "usage": ["output_tokens": .int(Int64(answer.output))],
        ])
        events.append(["type": "message_stop"])
        return events.map { FakeEvents.event($0["type"]?.stringValue, $0) }
    }

    func failure(_ failure: FakeFailure) -> JSON {
        let type: JSON =
            switch failure.kind {
            case .wrongKey: "authentication_error"
            case .unknownModel: "not_found_error"
            case .tooLong, .badRequest: "invalid_request_error"
            case .rateLimited: "rate_limit_error"
            case .overloaded: "overloaded_error"
            case .broken: "api_error"
            }
        return ["type": "error", "error": ["type": type, "message": .string(failure.message)]]
    }

    func errorEvent(_ failure: FakeFailure) -> [UInt8] { FakeEvents.event("error", self.failure(failure)) }

    private static func toolUse(_ name: String, input: JSON) -> JSON {
        ["type": "tool_use", "id": .string(FakeAnswer.callID), "name": .string(name), "input": input]
    }

    private static func reason(_ answer: FakeAnswer) -> JSON {
        answer.call != nil ? "tool_use" : answer.isCutShort ? "max_tokens" : "end_turn"
    }

    private static func usage(_ answer: FakeAnswer) -> JSON {
        ["input_tokens": .int(Int64(answer.input)), "output_tokens": .int(Int64(answer.output))]
    }
}
