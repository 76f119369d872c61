internal import Synchronization

/// Notes the calls of a dispatcher for Langfuse.
final class LangfuseSink: CallSink {
    let exporter: LangfuseExporter
    private let settings: Boxed<LangfuseSettings>
    private let masks: TraceMasks
    private let account = LangfuseAccount()
    private let isShut = Atomic(false)

    init(_ settings: LangfuseSettings, exporter: LangfuseExporter, masks: TraceMasks) {
        self.settings = Boxed(settings)
        self.exporter = exporter
        self.masks = masks
    }

    /// The one that the environment asks for; what is wrong with it is logged.
    convenience init?(_ environment: Environment, _ masks: TraceMasks) {
        let found = LangfuseSettings.find(environment)
        LangfuseLog.warn(found.warnings)
        guard let settings = found.settings else { return nil }
        self.init(settings, exporter: LangfuseExporters.exporter(settings), masks: masks)
    }

    func ended(_ record: CallRecord) {
        guard settings.value.samples(record.context.trace) else { return }
        guard !isShut.load(ordering: .relaxed) else { return exporter.refuse(.shutdown, of: account) }
        exporter.note(LangfuseEntry(record, settings, masks: masks.current, account: account))
    }

    func flush(timeout: Duration) async -> Bool { await exporter.flush(timeout: timeout, of: account) }

    func shutdown(timeout: Duration) async -> Bool {
        isShut.store(true, ordering: .relaxed)
        return await exporter.shutdown(timeout: timeout, of: account)
    }
}
