/// A call that waits to be sent, as it was noted: everything that takes time is done later.
///
/// An object, so that the queue holds references: it grows and is handed over at no cost to speak of.
final class LangfuseEntry: Sendable {
    let record: CallRecord
    let settings: Boxed<LangfuseSettings>
    let masks: [TraceMasks.Mask]
    /// Whose it is among those who share the exporter.
    let account: LangfuseAccount?
    /// What it may hold in memory: an estimate.
    let bytes: Int

    init(
        _ record: CallRecord,
        _ settings: Boxed<LangfuseSettings>,
        masks: [TraceMasks.Mask] = [],
        account: LangfuseAccount? = nil
    ) {
        self.record = record
        self.settings = settings
        self.masks = masks
        self.account = account
        bytes = HeldBytes.estimate(record)
    }

    var spans: [OTLPSpan] { LangfuseSpans.spans(of: record, settings.value, masks: masks) }
}
