import Foundation

@testable import MagmaModel

extension CallRecord {
    /// A call that ended as said, at a time that does not change.
    static func sample(
        _ end: CallEnd,
        model: Model = Model("openai/gpt-4o"),
        messages: [Message] = [.user("hi")],
        streaming: Bool = false,
        task: CallTask = .chat,
        context: TraceContext = .sample(),
        duration: Duration = .milliseconds(1500),
        timeToFirstToken: Duration? = nil
    ) -> CallRecord {
        CallRecord(
            call: HookCall(id: 1, isStreaming: streaming, model: model, messages: messages, task: task),
            context: context, start: Date(timeIntervalSince1970: 1_795_452_981.25), duration: duration,
            timeToFirstToken: timeToFirstToken, end: end)
    }

    /// One that went well; `text` is what it answered.
    static func answered(_ text: String = "hello", usage: Usage? = nil, cost: Cost? = nil) -> CallRecord {
        var answer = Generation(id: "c1", model: "gpt-4o-2024-08-06", content: text)
        answer.usage = usage
        answer.cost = cost
        answer.attempts = [Attempt(model: "openai/gpt-4o", status: 200)]
        return .sample(CallEnd(answer))
    }
}

extension TraceContext {
    static func sample(
        trace: TraceID = TraceID(high: 1, low: 2),
        scope: TraceScope? = nil,
        parent: TraceParent? = nil
    ) -> TraceContext {
        TraceContext(trace: trace, span: .random(), scope: scope, parent: parent, ambient: nil)
    }
}

extension LangfuseSettings {
    static func sample(_ variables: [String: String] = [:]) throws -> LangfuseSettings {
        let keys = ["LANGFUSE_PUBLIC_KEY": testKey, "LANGFUSE_SECRET_KEY": testKey]
        guard let settings = LangfuseSettings(environment: Environment(keys.merging(variables) { $1 })) else {
            throw OTLPReader.Malformed()
        }
        return settings
    }
}

extension LangfuseEntry {
    convenience init(_ record: CallRecord, _ settings: LangfuseSettings) { self.init(record, Boxed(settings)) }
}

extension CallRecord {
    /// The spans, through their bytes.
    func spans(_ variables: [String: String] = [:], masks: [TraceMasks.Mask] = []) throws -> [PostedSpan] {
        try LangfuseSpans.spans(of: self, .sample(variables), masks: masks).map { try PostedSpan($0.encoded) }
    }
}
