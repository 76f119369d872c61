internal import FoundationEssentials

/// One span before it is encoded: what a mask may change in it, and what it may not.
struct LangfuseObservation: Sendable {
    enum Kind: String, Sendable {
        /// Holds others, and counts for nothing itself.
        case span
        case generation, embedding
    }

    enum Level: String, Sendable {
        case standard = "DEFAULT"
        case warning = "WARNING"
        case error = "ERROR"
    }

    var kind: Kind
    var trace: TraceID
    var span: SpanID
    /// One of our own.
    var parent: SpanID?
    var start: UInt64
    var end: UInt64
    /// When the first piece of a stream came.
    var firstToken: Date?
    var call: TracedCall
    var level = Level.standard
    var usage: JSON?
    /// A JSON object.
    var cost: String?
}

extension LangfuseObservation {
    /// The span with Langfuse's own attributes.
    func span(_ settings: LangfuseSettings) -> OTLPSpan {
        var all: [OTLPAttribute] = []
        func add(_ key: String, _ value: OTLPValue?) {
            if let value { all.append(OTLPAttribute("langfuse.\(key)", value)) }
        }
        func add(_ key: String, _ text: String?) { add(key, text.map(OTLPValue.string)) }
        add("observation.type", kind.rawValue)
        if parent == nil { add("internal.is_app_root", .bool(true)) }
        // An observation is filtered by its own attributes: what is the trace's stands on each.
        add("trace.name", call.traceName)
        add("user.id", call.user)
        add("session.id", call.session)
        if !call.tags.isEmpty { add("trace.tags", .strings(call.tags)) }
        for (key, value) in call.traceMetadata { add("trace.metadata.\(key)", OTLPValue(value)) }
        add("environment", settings.environment)
        add("release", settings.release)
        if kind != .span {
            add("observation.model.name", call.model)
            if !call.parameters.isEmpty {
                add("observation.model.parameters", JSON.object(call.parameters).serialized())
            }
        }
        let (input, output) = LangfuseCap.fit(call.input.flatMap(\.plainText), call.output.flatMap(\.plainText))
        add("observation.input", input)
        add("observation.output", output)
        add("observation.usage_details", usage?.serialized())
        add("observation.cost_details", cost)
        add("observation.completion_start_time", firstToken?.microsecondText)
        if level != .standard { add("observation.level", level.rawValue) }
        add("observation.status_message", call.error)
        for (key, value) in call.metadata { add("observation.metadata.\(key)", OTLPValue(value)) }
        return OTLPSpan(
            trace: trace, span: span, parent: parent, name: call.name, start: start, end: end, attributes: all,
            failure: level == .error ? call.error ?? "" : nil)
    }
}

extension OTLPValue {
    /// A scalar as it is, all else as JSON text; `nil` for null.
    fileprivate init?(_ json: JSON) {
        switch json {
        case .null: return nil
        case .string(let text): self = .string(text)
        case .bool(let bool): self = .bool(bool)
        case .int(let int): self = .int(int)
        case .double(let double) where double.isFinite: self = .double(double)
        case .uint, .double, .array, .object: self = .string(json.serialized())
        }
    }
}

extension JSON {
    /// A text as it is, all else as JSON; `nil` for null.
    fileprivate var plainText: String? { isNull ? nil : stringValue ?? serialized() }
}
