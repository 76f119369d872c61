internal import MagmaModel

/// Google's `generateContent`, for the Gemini API and for Vertex AI.
struct FakeGenerateContent: FakeWire {
    let streamType = "text/event-stream"
    let endingEvents = 1

    func question(_ body: JSON, uri: String) -> FakeQuestion {
        var question = FakeQuestion()
        let name = uri.split(separator: "/").last ?? ""
        question.model = name.split(separator: ":").first.map(String.init) ?? ""
        question.isStreaming = uri.contains(":streamGenerateContent")
        question.maxTokens = body["generationConfig"]?["maxOutputTokens"]?.intValue
        for tool in body["tools"]?.arrayValue ?? [] {
            question.offer(tool["functionDeclarations"]) {
                ($0["name"], $0["parametersJsonSchema"] ?? $0["parameters"])
            }
        }
        question.count((body["systemInstruction"]?["parts"] ?? .null).contentText)
        for content in body["contents"]?.arrayValue ?? [] {
            let parts = content["parts"] ?? .null
            let text = parts.contentText
            question.count(text)
            question.toolResult = nil
            for part in parts.arrayValue ?? [] {
                if let result = part["functionResponse"]?["response"] { question.toolResult = result.serialized() }
            }
            if content["role"] == "user", question.toolResult == nil { question.text = text }
        }
        return question
    }

    func whole(_ answer: FakeAnswer) -> JSON {
        chunk(parts(answer), reason: answer.isCutShort ? "MAX_TOKENS" : "STOP", answer)
    }

    func stream(_ answer: FakeAnswer) -> [[UInt8]] {
        var chunks = answer.pieces.map { chunk([["text": .string($0)]], reason: nil, answer) }
        if answer.call != nil { chunks.append(chunk(parts(answer), reason: nil, answer)) }
        chunks.append(chunk([["text": ""]], reason: answer.isCutShort ? "MAX_TOKENS" : "STOP", answer))
        return chunks.map { FakeEvents.event(nil, $0) }
    }

    func failure(_ failure: FakeFailure) -> JSON {
        let status: JSON =
            switch failure.kind {
            case .wrongKey: "UNAUTHENTICATED"
            case .unknownModel: "NOT_FOUND"
            case .tooLong, .badRequest: "INVALID_ARGUMENT"
            case .rateLimited: "RESOURCE_EXHAUSTED"
            case .overloaded: "UNAVAILABLE"
            case .broken: "INTERNAL"
            }
        return [
            "error": ["code": .int(Int64(failure.status)), "message": .string(failure.message), "status": status]
        ]
    }

    private func parts(_ answer: FakeAnswer) -> JSON {
        guard let call = answer.call else { return [["text": .string(answer.text)]] }
        return [
            [
                "functionCall": ["name": .string(call.name), "args": call.arguments],
                "thoughtSignature": "c2lnbmF0dXJl",
            ]
        ]
    }

    private func chunk(_ parts: JSON, reason: String?, _ answer: FakeAnswer) -> JSON {
        var candidate: JSON.Object = ["index": 0, "content": ["role": "model", "parts": parts]]
        if let reason { candidate["finishReason"] = .string(reason) }
        return [
            "candidates": [.object(candidate)], "modelVersion": .string(answer.model), "responseId": "resp-fake",
            "usageMetadata": [
                "promptTokenCount": .int(Int64(answer.input)), "candidatesTokenCount": .int(Int64(answer.output)),
                "totalTokenCount": .int(Int64(answer.input + answer.output)),
            ],
        ]
    }
}
