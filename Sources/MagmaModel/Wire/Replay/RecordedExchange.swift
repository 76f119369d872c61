/// A recorded exchange, decoded offline: the form that cassettes have.
package struct RecordedExchange: Sendable {
    /// Who answered, and what the wire format is.
    package let provider: String
    package let dialect: String
    package let isStreaming: Bool
    let status: Int
    let headers: HeaderFields
    let body: [UInt8]

    /// Throws `.decoding` where the text is no recording.
    package init(parsing text: [UInt8]) throws(ModelError) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: text)
        } catch {
            throw ModelError(.decoding, "The recording is no JSON: \(error)", underlying: error)
        }
        guard let response = json["response"], let status = response["status"]?.intValue,
            let dialect = json["dialect"]?.stringValue
        else { throw ModelError(.decoding, "The file is no recording: it has no dialect or no response status.") }
        provider = json["provider"]?.stringValue ?? ""
        self.dialect = dialect
        isStreaming = json["streaming"]?.boolValue ?? false
        self.status = status
        headers = HeaderFields(
            (response["headers"]?.objectValue ?? [:]).compactMap { member in
                member.value.stringValue.map { (member.key, $0) }
            }
        )
        if let base64 = response["body_base64"]?.stringValue {
            guard let bytes = [UInt8](base64: base64) else {
                throw ModelError(.decoding, "The recording's body_base64 is no Base64.")
            }
            self.body = bytes
        } else {
            let body = response["body"]
            self.body = Array((body?.stringValue ?? (body?.objectValue != nil ? body?.serialized() ?? "" : "")).utf8)
        }
    }

    /// The same exchange with its body broken off.
    func cut(at length: Int) -> RecordedExchange {
        RecordedExchange(self, body: Array(body.prefix(length)))
    }

    private init(_ other: RecordedExchange, body: [UInt8]) {
        provider = other.provider
        dialect = other.dialect
        isStreaming = other.isStreaming
        status = other.status
        headers = other.headers
        self.body = body
    }

    var wire: (any WireProtocol)? { Self.wire(of: dialect) }

    /// The wire protocol of a dialect; `nil` where there is none yet.
    static func wire(of dialect: String) -> (any WireProtocol)? {
        switch dialect {
        case "openai-chat", "chat_completions": ChatCompletions()
        case "openai-completions": ChatCompletions(isTextCompletion: true)
        case "anthropic", "messages": Messages()
        case "openai-responses", "responses": Responses()
        case "cohere-v2", "cohere_chat": CohereChat()
        case "cohere-v1": CohereLegacy()
        case "gemini", "generate_content": GenerateContent()
        case "gemini-interactions", "interactions": Interactions()
        case "ollama", "ollama-generate", "ollama_chat": OllamaChat()
        case "bedrock-converse", "converse": Converse()
        case "bedrock-invoke", "invoke_model": InvokeModel()
        default: nil
        }
    }

    /// What the provider does otherwise.
    var flags: Dialect { (try? ProviderCatalog.builtIn.provider(provider))?.dialect ?? Dialect() }

    /// What the bytes decode to. `split` cuts a streamed body into pieces of these lengths; whatever it says, the result
    /// is the same.
    package func replay(split: [Int] = []) -> ReplayResult {
        guard let wire else { return .unsupported }
        do throws(ModelError) {
            return .generation(try decode(wire, flags, split))
        } catch {
            return .error(error, isInside2xx: (200..<300).contains(status))
        }
    }

    private func decode(_ wire: any WireProtocol, _ flags: Dialect, _ split: [Int]) throws(ModelError) -> Generation {
        guard (200..<300).contains(status) else {
            throw body.withBytes {
                ErrorClassifier.error(status: status, headers: headers, body: $0, wire: wire, dialect: flags)
            }
        }
        if isStreaming, !isWholeJSON(wire) { return try pump(wire, flags, split) }
        var builder = GenerationBuilder(streaming: false)
        do throws(ModelError) {
            try body.withBytes { (bytes) throws(ModelError) in
                try wire.decode(bytes, dialect: flags, into: &builder)
            }
        } catch {
            throw error.completed(headers)
        }
        return builder.build()
    }

    func isWholeJSON(_ wire: any WireProtocol) -> Bool {
        wire.framing != .jsonLines && body.first { $0 > 0x20 } == UInt8(ascii: "{")
    }

    private func pump(_ wire: any WireProtocol, _ flags: Dialect, _ split: [Int]) throws(ModelError) -> Generation {
        var pump = EventPump(wire: wire, dialect: flags)
        var deltas: [Generation.Delta] = []
        do throws(ModelError) {
            var from = 0
            for length in split + [body.count] {
                let end = min(from + length, body.count)
                guard from < end else { continue }
                try Array(body[from..<end]).withBytes { (bytes) throws(ModelError) in
                    try pump.feed(bytes, into: &deltas)
                }
                from = end
            }
            try pump.finish(into: &deltas)
        } catch {
            throw error.completed(headers)
        }
        return pump.builder.build()
    }
}

extension ModelError {
    fileprivate func completed(_ headers: HeaderFields) -> ModelError {
        var error = self
        error.requestID = error.requestID ?? RequestID.find(in: headers)
        error.retryAfter = error.retryAfter ?? RetryAfter.find(in: headers)
        return error
    }
}
