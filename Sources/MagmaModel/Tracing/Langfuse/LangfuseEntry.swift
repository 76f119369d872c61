/// A call that waits to be sent, as it was noted: everything that takes time is done later.
struct LangfuseEntry: Sendable {
    let record: CallRecord
    let settings: Boxed<LangfuseSettings>
    let masks: [TraceMasks.Mask]
    /// What it may hold in memory: an estimate.
    let bytes: Int

    init(_ record: CallRecord, _ settings: Boxed<LangfuseSettings>, masks: [TraceMasks.Mask] = []) {
        self.record = record
        self.settings = settings
        self.masks = masks
        bytes = Self.estimate(record)
    }

    var spans: [OTLPSpan] { LangfuseSpans.spans(of: record, settings.value, masks: masks) }

    /// A flat sum for what is small, and the lengths of the texts, which are known without looking at them.
    private static func estimate(_ record: CallRecord) -> Int {
        var sum = 2048
        for message in record.call.messages { for part in message.parts { sum += 64 + size(part) } }
        if let answer = record.end.answer?.value {
            sum += 2 * (answer.content.utf8.count + (answer.reasoning?.utf8.count ?? 0))
            for call in answer.toolCalls { sum += call.arguments.utf8.count }
            sum += answer.rawResponse?.bytes.count ?? 0
        }
        return sum
    }

    private static func size(_ part: Part) -> Int {
        switch part {
        case .text(let text, _), .refusal(let text): text.utf8.count
        case .image(let image): size(image.source)
        case .audio(let audio): audio.data.utf8.count
        case .file(let file): size(file.source)
        case .reasoning(let reasoning):
            reasoning.text.utf8.count + (reasoning.signature?.utf8.count ?? 0) + (reasoning.redacted?.utf8.count ?? 0)
        case .toolCall(let call): call.arguments.utf8.count
        case .toolResult(let result): result.parts.reduce(0) { $0 + size($1) }
        case .opaque: 1024
        }
    }

    private static func size(_ source: MediaSource) -> Int {
        switch source {
        case .url(let text), .base64(let text, _), .fileID(let text): text.utf8.count
        }
    }
}
