internal import MagmaModel

/// Amazon Bedrock's Converse.
struct FakeConverse: FakeWire {
    let streamType = "application/vnd.amazon.eventstream"
    let endingEvents = 2

    func question(_ body: JSON, uri: String) -> FakeQuestion {
        var question = FakeQuestion()
        let segments = uri.split(separator: "/")
        question.model = segments.dropLast().last.map(String.init) ?? ""
        question.isStreaming = segments.last == "converse-stream"
        question.maxTokens = body["inferenceConfig"]?["maxTokens"]?.intValue
        question.offer(body["toolConfig"]?["tools"]) {
            ($0["toolSpec"]?["name"], $0["toolSpec"]?["inputSchema"]?["json"])
        }
        question.count(body["system"]?.contentText ?? "")
        for message in body["messages"]?.arrayValue ?? [] {
            let content = message["content"] ?? .null
            let text = content.contentText
            question.count(text)
            question.toolResult = nil
            for block in content.arrayValue ?? [] {
                if let result = block["toolResult"]?["content"] { question.toolResult = result.contentText }
            }
            if message["role"] == "user", question.toolResult == nil { question.text = text }
        }
        return question
    }

    func whole(_ answer: FakeAnswer) -> JSON {
        let block: JSON =
            answer.call.map { Self.toolUse($0.name, input: $0.arguments) } ?? ["text": .string(answer.text)]
        return [
            "output": ["message": ["role": "assistant", "content": [block]]],
            "stopReason": Self.reason(answer), "usage": Self.usage(answer), "metrics": ["latencyMs": 1],
        ]
    }

    func stream(_ answer: FakeAnswer) -> [[UInt8]] {
        var events: [(String, JSON)] = [("messageStart", ["role": "assistant"])]
        if let call = answer.call {
            let start: JSON = ["toolUse": ["toolUseId": .string(FakeAnswer.callID), "name": .string(call.name)]]
            events.append(("contentBlockStart", ["contentBlockIndex": 0, "start": start]))
            events += FakePieces.halves(call.arguments.serialized()).map {
                ("contentBlockDelta", ["contentBlockIndex": 0, "delta": ["toolUse": ["input": .string($0)]]])
            }
        } else {
            events += answer.pieces.map {
                ("contentBlockDelta", ["contentBlockIndex": 0, "delta": ["text": .string($0)]])
            }
        }
        events.append(("contentBlockStop", ["contentBlockIndex": 0]))
        events.append(("messageStop", ["stopReason": Self.reason(answer)]))
        events.append(("metadata", ["usage": Self.usage(answer), "metrics": ["latencyMs": 1]]))
        return events.map { FakeEventStream.message(event: $0.0, $0.1) }
    }

    func failure(_ failure: FakeFailure) -> JSON {
        let type: JSON =
            switch failure.kind {
            case .wrongKey: "UnrecognizedClientException"
            case .unknownModel: "ResourceNotFoundException"
            case .tooLong, .badRequest: "ValidationException"
            case .rateLimited: "ThrottlingException"
            case .overloaded: "ServiceUnavailableException"
            case .broken: "InternalServerException"
            }
        return ["__type": type, "message": .string(failure.message)]
    }

    func errorEvent(_ failure: FakeFailure) -> [UInt8] {
        let type =
            switch failure.kind {
            case .rateLimited: "throttlingException"
            case .overloaded: "serviceUnavailableException"
            case .broken: "internalServerException"
            case .wrongKey, .unknownModel, .tooLong, .badRequest: "validationException"
            }
        return FakeEventStream.message(exception: type, ["message": .string(failure.message)])
    }

    func lineStart(_ count: Int) -> [UInt8] { FakeEventStream.prelude(total: count, headers: 100) }

    private static func toolUse(_ name: String, input: JSON) -> JSON {
        ["toolUse": ["toolUseId": .string(FakeAnswer.callID), "name": .string(name), "input": input]]
    }

    private static func reason(_ answer: FakeAnswer) -> JSON {
        answer.call != nil ? "tool_use" : answer.isCutShort ? "max_tokens" : "end_turn"
    }

    private static func usage(_ answer: FakeAnswer) -> JSON {
        [
            "inputTokens": .int(Int64(answer.input)), "outputTokens": .int(Int64(answer.output)),
            "totalTokens": .int(Int64(answer.input + answer.output)),
        ]
    }
}

/// Messages of AWS's event stream.
enum FakeEventStream {
    static func message(event: String, _ payload: JSON) -> [UInt8] {
        message([(":event-type", event), (":content-type", "application/json"), (":message-type", "event")], payload)
    }

    static func message(exception: String, _ payload: JSON) -> [UInt8] {
        let fields = [
            (":exception-type", exception), (":content-type", "application/json"), (":message-type", "exception"),
        ]
        return message(fields, payload)
    }

    /// What a message of this size begins with.
    static func prelude(total: Int, headers: Int) -> [UInt8] {
        let sizes = bytes(UInt32(total)) + bytes(UInt32(headers))
        return sizes + bytes(checksum(sizes))
    }

    private static func message(_ fields: [(String, String)], _ payload: JSON) -> [UInt8] {
        var headers: [UInt8] = []
        for (name, value) in fields {
            headers += [UInt8(name.utf8.count)] + name.utf8 + [7] + bytes(UInt16(value.utf8.count)) + value.utf8
        }
        let payload = payload.bytes()
        var message = prelude(total: 16 + headers.count + payload.count, headers: headers.count)
        message += headers + payload
        return message + bytes(checksum(message))
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// CRC-32 as IEEE 802.3 has it, bit by bit.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = .max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return ~value
    }
}
