internal import Logging
import Synchronization

/// The application's log, found when the first line is to be written: by then it has set it up.
final class CallLog: Sendable {
    private final class Found: Sendable {
        let logger: Logger
        init(_ logger: Logger) { self.logger = logger }
    }

    private let found = AtomicLazyReference<Found>()
    private let find: @Sendable () -> Logger

    init(_ find: @escaping @Sendable () -> Logger = { Logger(label: "magma") }) { self.find = find }

    var logger: Logger { (found.load() ?? found.storeIfNil(Found(find()))).logger }

    /// Writes what could not be sent as it was said: settings, never what messages hold.
    @inline(never)
    func write(_ warnings: [Warning], of model: ModelID) {
        for warning in warnings {
            logger.warning("\(warning)", metadata: ["model": "\(model)", "subject": "\(warning.subject)"])
        }
    }
}
