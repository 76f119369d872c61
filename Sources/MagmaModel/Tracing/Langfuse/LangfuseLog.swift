internal import Logging
internal import Synchronization

/// What is said of traces that do not arrive: one line a minute at most, without content or keys.
final class LangfuseLog: Sendable {
    private struct State {
        var last: Moment?
        var told = 0
    }

    private let logger: Logger
    private let now: @Sendable () -> Moment
    private let drops: TraceDrops
    private let state = Mutex(State())
    private static let interval = Duration.seconds(60)

    init(isDebugging: Bool, drops: TraceDrops, now: @escaping @Sendable () -> Moment) {
        var logger = Logger(label: "magma")
        if isDebugging { logger.logLevel = .debug }
        self.logger = logger
        self.drops = drops
        self.now = now
    }

    /// Something does not go as it should.
    func complain(_ problem: String) {
        guard let lost = due() else { return }
        logger.warning("Langfuse: \(problem).\(lost > 0 ? " Not traced so far: \(drops.description)." : "")")
    }

    /// Says that calls were lost, where that has not been said yet.
    func reportDrops() {
        guard state.withLock({ $0.told < drops.total }) else { return }
        complain("calls are missing in the traces")
    }

    func debug(_ text: @autoclosure () -> String) { logger.debug("Langfuse: \(text())") }

    /// How many are lost; `nil` where it is too early for another line.
    private func due() -> Int? {
        let (now, total) = (now(), drops.total)
        return state.withLock { state in
            if let last = state.last, now - last < Self.interval { return nil }
            state.last = now
            state.told = total
            return total
        }
    }

    /// What is wrong with the environment.
    static func warn(_ warnings: [String]) {
        guard !warnings.isEmpty else { return }
        let logger = Logger(label: "magma")
        for warning in warnings { logger.warning("\(warning)") }
    }
}
