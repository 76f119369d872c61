import Dispatch
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#elseif canImport(Glibc)
    import Glibc
#endif

/// Ctrl-C cancels what runs, so that its connection is closed; a second one, or a second's delay, ends the process.
enum Interrupt {
    private static let count = Atomic(0)

    static var hasHappened: Bool { count.load(ordering: .relaxed) > 0 }

    static func cancelling(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await body() }
        signal(SIGINT, SIG_IGN)
        let queue = DispatchQueue(label: "magma.interrupt")
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: queue)
        source.setEventHandler {
            guard count.add(1, ordering: .relaxed).newValue == 1 else { _exit(Failure.interrupted) }
            task.cancel()
            queue.asyncAfter(deadline: .now() + 1) { _exit(Failure.interrupted) }
        }
        source.activate()
        defer { source.cancel() }
        try await task.value
    }
}
