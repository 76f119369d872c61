internal import MagmaModel

/// Cohere's chat, version 2.
struct FakeCohereChat: FakeWire {
    let streamType = "text/event-stream"
    let endingEvents = 1

    func question(_ body: JSON, uri: String) -> FakeQuestion { FakeChatCompletions().question(body, uri: uri) }

    func whole(_ answer: FakeAnswer) -> JSON {
        var message: JSON.Object = ["role": "assistant"]
        if let call = answer.call {
            message["tool_calls"] = [Self.toolCall(call.name, arguments: call.arguments.serialized())]
        } else {
            message["content"] = [["type": "text", "text": .string(answer.text)]]
        }
        return [
            "id": "cohere-fake", "message": .object(message), "finish_reason": Self.reason(answer),
            "usage": Self.usage(answer),
        ]
    }

    func stream(_ answer: FakeAnswer) -> [[UInt8]] {
        var events: [JSON] = [
            ["type": "message-start", "id": "cohere-fake", "delta": ["message": ["role": "assistant"]]]
        ]
        if let call = answer.call {
            events.append(
                Self.event("tool-call-start", ["tool_calls": Self.toolCall(call.name, arguments: "")]))
            events += FakePieces.halves(call.arguments.serialized()).map {
                Self.event("tool-call-delta", ["tool_calls": ["function": ["arguments": .string($0)]]])
            }
            events.append(["type": "tool-call-end", "index": 0])
        } else {
            events.append(Self.event("content-start", ["content": ["type": "text", "text": ""]]))
            events += answer.pieces.map { Self.event("content-delta", ["content": ["text": .string($0)]]) }
            events.append(["type": "content-end", "index": 0])
        }
        events.append([
            "type": "message-end", "delta": ["finish_reason": Self.reason(answer), "usage": Self.usage(answer)],
        ])
        return events.map { FakeEvents.event($0["type"]?.stringValue, $0) }
    }

    func failure(_ failure: FakeFailure) -> JSON {
        let message = failure.message
        guard failure.kind == .tooLong else { return ["id": "error-fake", "message": .string(message)] }
        return ["id": "error-fake", "message": "too many tokens: the prompt is beyond the model's limit"]
    }

    func errorEvent(_ failure: FakeFailure) -> [UInt8] {
        let delta: JSON = ["finish_reason": "ERROR", "error": .string(failure.message)]
        return FakeEvents.event("message-end", ["type": "message-end", "delta": delta])
    }

    private static func event(_ type: String, _ message: JSON) -> JSON {
        ["type": .string(type), "index": 0, "delta": ["message": message]]
    }

    private static func toolCall(_ name: String, arguments: String) -> JSON {
        [
            "id": .string(FakeAnswer.callID), "type": "function",
            "function": ["name": .string(name), "arguments": .string(arguments)],
        ]
    }

    private static func reason(_ answer: FakeAnswer) -> JSON {
        answer.call != nil ? "TOOL_CALL" : answer.isCutShort ? "MAX_TOKENS" : "COMPLETE"
    }

    private static func usage(_ answer: FakeAnswer) -> JSON {
        [
            "tokens": [
                "input_tokens": .double(Double(answer.input)), "output_tokens": .double(Double(answer.output)),
            ]
        ]
    }
}
