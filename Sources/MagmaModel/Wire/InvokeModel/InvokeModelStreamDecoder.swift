/// Takes the vendor's events out of the messages that carry them, and leaves them to the decoder of the vendor's form.
struct InvokeModelStreamDecoder: StreamDecoder {
    private enum Inner: Sendable {
        case decoder(any StreamDecoder)
        case converse(ConverseStreamDecoder)
        case text(InvokeModelText)
    }

    private let dialect: Dialect
    private var inner: Inner?
    private var isIntervened = false

    init(dialect: Dialect) { self.dialect = dialect }

    var isComplete: Bool {
        switch inner {
        case .decoder(let decoder): decoder.isComplete
        case .converse(let decoder): decoder.isComplete
        case .text(let decoder): decoder.isComplete
        case nil: false
        }
    }

    // The last message may say more than the vendor's last event.
    var isDone: Bool { false }

    mutating func decode(_ event: StreamEvent, into builder: inout GenerationBuilder) throws(ModelError) {
        guard !event.isError else { throw Converse.error(event, dialect: dialect) }
        guard event.name.equals("chunk") else { return }
        let bytes = try Self.carried(event.data)
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: bytes)
        } catch {
            throw ModelError(.decoding, "An event of the stream is no JSON: \(error)", underlying: error)
        }
        try decode(bytes, json, into: &builder)
        isIntervened = isIntervened || InvokeModelBody.isIntervened(json)
        if isIntervened, isComplete, builder.finishReason?.kind != .contentFilter { builder.finishFiltered() }
    }

    private mutating func decode(
        _ bytes: [UInt8],
        _ json: JSON,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        if inner == nil { inner = start(json) }
        switch inner {
        case .decoder(var decoder):
            guard !decoder.isDone else { return }
            defer { inner = .decoder(decoder) }
            try bytes.withBytes { (bytes) throws(ModelError) in
                try decoder.decode(StreamEvent(data: bytes), into: &builder)
            }
        case .converse(var decoder):
            for name in InvokeModelBody.converseEvents {
                guard let event = json[name] else { continue }
                Array(name.utf8).withBytes { decoder.take($0, event, into: &builder) }
            }
            inner = .converse(decoder)
        case .text(var decoder):
            decoder.take(json, into: &builder)
            inner = .text(decoder)
        case nil: break
        }
    }

    private func start(_ json: JSON) -> Inner? {
        switch InvokeModelBody(json) {
        case .messages: .decoder(Messages().makeStreamDecoder(dialect: dialect))
        case .chatCompletions: .decoder(ChatCompletions().makeStreamDecoder(dialect: dialect))
        case .completions: .decoder(ChatCompletions(isTextCompletion: true).makeStreamDecoder(dialect: dialect))
        case .converse: .converse(ConverseStreamDecoder(dialect: dialect))
        case .text: .text(InvokeModelText())
        case nil: nil
        }
    }

    /// The bytes that an event carries as Base64.
    private static func carried(_ data: UnsafeRawBufferPointer) throws(ModelError) -> [UInt8] {
        guard let json = try? JSON(parsing: data), let text = json["bytes"]?.stringValue,
            let bytes = [UInt8](base64: text)
        else { throw ModelError(.decoding, "An event of the stream carries no Base64.") }
        return bytes
    }
}
