internal import MagmaModel

/// Ollama's own chat protocol.
struct FakeOllamaChat: FakeWire {
    let streamType = "application/x-ndjson"
    let endingEvents = 1

    func question(_ body: JSON, uri: String) -> FakeQuestion {
        var question = FakeQuestion()
        question.model = body["model"]?.stringValue ?? ""
        question.isStreaming = body["stream"] != false
        question.maxTokens = body["options"]?["num_predict"]?.intValue
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
        last(answer, message: Self.message(answer.text, answer.call))
    }

    func stream(_ answer: FakeAnswer) -> [[UInt8]] {
        var lines = answer.pieces.map { line(answer, ["message": Self.message($0, nil), "done": false]) }
        if let call = answer.call { lines.append(line(answer, ["message": Self.message("", call), "done": false])) }
        lines.append(last(answer, message: Self.message("", nil)))
        return lines.map { $0.bytes() + [0x0A] }
    }

    func failure(_ failure: FakeFailure) -> JSON { ["error": .string(failure.message)] }

    func errorEvent(_ failure: FakeFailure) -> [UInt8] { self.failure(failure).bytes() + [0x0A] }

    func lineStart(_ count: Int) -> [UInt8] { Array("{\"model\":\"".utf8) }

    private func line(_ answer: FakeAnswer, _ members: JSON.Object) -> JSON {
        var line: JSON.Object = ["model": .string(answer.model), "created_at": "2026-11-24T00:00:00Z"]
        line.merge(members)
        return .object(line)
    }

    private func last(_ answer: FakeAnswer, message: JSON) -> JSON {
        line(
            answer,
            [
                "message": message, "done": true, "done_reason": answer.isCutShort ? "length" : "stop",
                "prompt_eval_count": .int(Int64(answer.input)), "eval_count": .int(Int64(answer.output)),
            ])
    }

    private static func message(_ text: String, _ call: (name: String, arguments: JSON)?) -> JSON {
        var message: JSON.Object = ["role": "assistant", "content": .string(text)]
        if let call {
            message["tool_calls"] = [["function": ["name": .string(call.name), "arguments": call.arguments]]]
        }
        return .object(message)
    }
}
