internal import Instrumentation
internal import Tracing

extension SpanAttributes {
    /// What was said, in the conventions' form. Instructions at the beginning stand apart, as most providers take them.
    mutating func setContent(_ record: CallRecord) {
        guard case .chat = record.call.task else { return }
        let messages = record.call.messages
        let instructions = messages.prefix { $0.role == .system || $0.role == .developer }
        if !instructions.isEmpty {
            set(GenAI.systemInstructions) { .array(instructions.flatMap(\.parts).map(GenAIContent.part)) }
        }
        set(GenAI.inputMessages) { .array(messages[instructions.endIndex...].map(GenAIContent.message)) }
        if let answer = record.end.answer {
            let reason = record.end.error == nil ? answer.finishReason.map(GenAIContent.word) : "error"
            set(GenAI.outputMessages) { [GenAIContent.output(answer.message, reason)] }
        }
        if let tools = record.handle.extra["tools"], !tools.isNull {
            set(GenAI.toolDefinitions) { Redaction.within(tools) }
        }
    }

    /// JSON text that is written when somebody reads it: by the exporter, not on the way of the call.
    private mutating func set(_ name: String, _ json: @escaping @Sendable () -> JSON) {
        set(name, value: .stringConvertible(LazyText(json: json)))
    }
}

private struct LazyText: CustomStringConvertible, Sendable {
    let json: @Sendable () -> JSON

    var description: String { json().serialized() }
}
