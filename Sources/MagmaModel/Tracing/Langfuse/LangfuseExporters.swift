internal import Synchronization

/// The exporters of the process: dispatchers with the same settings share one, which lives as long as they do or has work.
enum LangfuseExporters {
    private struct Weak {
        weak var exporter: LangfuseExporter?
    }

    private static let all = Mutex<[LangfuseSettings: Weak]>([:])

    static func exporter(_ settings: LangfuseSettings) -> LangfuseExporter {
        all.withLock { all in
            if let exporter = all[settings]?.exporter { return exporter }
            all = all.filter { $0.value.exporter != nil }
            let exporter = LangfuseExporter(settings, begin: { ExitFlush.register() })
            all[settings] = Weak(exporter: exporter)
            return exporter
        }
    }

    /// Those that are there.
    static var live: [LangfuseExporter] { all.withLock { $0.values.compactMap(\.exporter) } }
}
