internal import MagmaModel

/// OpenAI's Responses.
struct FakeResponses: FakeWire {
    let streamType = "text/event-stream"
    let endingEvents = 1

    func question(_ body: JSON, uri: String) -> FakeQuestion {
        var question = FakeQuestion()
        question.model = body["model"]?.stringValue ?? ""
        question.isStreaming = body["stream"] == true
        question.maxTokens = body["max_output_tokens"]?.intValue
        question.offer(body["tools"]) { ($0["name"], $0["parameters"]) }
        question.count(body["instructions"]?.stringValue ?? "")
        if let text = body["input"]?.stringValue {
            question.count(text)
            question.text = text
        }
        for item in body["input"]?.arrayValue ?? [] {
            let text = (item["content"] ?? item["output"] ?? .null).contentText
            question.count(text)
            question.toolResult = item["type"] == "function_call_output" ? text : nil
            if item["role"] == "user" { question.text = text }
        }
        return question
    }

    func whole(_ answer: FakeAnswer) -> JSON { response(answer, isDone: true) }

    func stream(_ answer: FakeAnswer) -> [[UInt8]] {
        var events: [JSON] = [["type": "response.created", "response": response(answer, isDone: false)]]
        let item = item(answer)
        events.append(["type": "response.output_item.added", "output_index": 0, "item": begun(item)])
        if let call = answer.call {
            events += FakePieces.halves(call.arguments.serialized()).map {
                [
                    "type": "response.function_call_arguments.delta", "output_index": 0, "item_id": "fc_1",
                    "delta": .string($0),
                ]
            }
        } else {
            events += answer.pieces.map {
                [
                    "type": "response.output_text.delta", "output_index": 0, "content_index": 0, "item_id": "msg_1",
                    "delta": .string($0),
                ]
            }
        }
        events.append(["type": "response.output_item.done", "output_index": 0, "item": item])
        events.append([
            "type": answer.isCutShort ? "response.incomplete" : "response.completed",
            "response": response(answer, isDone: true),
        ])
        return events.map { FakeEvents.event($0["type"]?.stringValue, $0) }
    }

    func failure(_ failure: FakeFailure) -> JSON { FakeChatCompletions().failure(failure) }

    func errorEvent(_ failure: FakeFailure) -> [UInt8] {
        // Flat, while over HTTP it is wrapped.
        var event: JSON.Object = ["type": "error", "param": .null]
        for (name, value) in self.failure(failure)["error"]?.objectValue ?? [:] where name != "type" {
            event[name] = value
        }
        return FakeEvents.event("error", .object(event))
    }

    private func item(_ answer: FakeAnswer) -> JSON {
        if let call = answer.call {
            return [
                "id": "fc_1", "type": "function_call", "status": "completed", "call_id": .string(FakeAnswer.callID),
                "name": .string(call.name), "arguments": .string(call.arguments.serialized()),
            ]
        }
        return [
            "id": "msg_1", "type": "message", "status": "completed", "role": "assistant",
            "content": [["type": "output_text", "text": .string(answer.text), "annotations": []]],
        ]
    }

    /// An item before anything of it has come.
    private func begun(_ item: JSON) -> JSON {
        var members = item.objectValue ?? [:]
        members["status"] = "in_progress"
        if members["content"] != nil { members["content"] = [] }
        if members["arguments"] != nil { members["arguments"] = "" }
        return .object(members)
    }

    private func response(_ answer: FakeAnswer, isDone: Bool) -> JSON {
        var members: JSON.Object = [
            "id": "resp_fake", "object": "response", "created_at": 1_700_000_000, "model": .string(answer.model),
            "error": .null,
            "status": "in_progress", "output": [], "incomplete_details": .null, "usage": .null,
        ]
        guard isDone else { return .object(members) }
        members["output"] = [item(answer)]
        members["status"] = answer.isCutShort ? "incomplete" : "completed"
        if answer.isCutShort { members["incomplete_details"] = ["reason": "max_output_tokens"] }
        members["usage"] = [
            "input_tokens": .int(Int64(answer.input)), "output_tokens": .int(Int64(answer.output)),
            "total_tokens": .int(Int64(answer.input + answer.output)),
        ]
        return .object(members)
    }
}
