internal import Dispatch

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Sends what waits when the process ends by itself: a script's last call would be lost else.
enum ExitFlush {
    /// How long the end may take for it.
    private static let limit = Duration.seconds(2)

    private static let isRegistered: Bool = atexit { ExitFlush.run() } == 0

    static func register() { _ = isRegistered }

    private static func run() {
        let waiting = LangfuseExporters.live.filter { $0.held.count > 0 }
        guard !waiting.isEmpty else { return }
        let group = DispatchGroup()
        for exporter in waiting {
            group.enter()
            Task.detached {
                _ = await exporter.flush(timeout: limit)
                group.leave()
            }
        }
        _ = group.wait(timeout: .now() + .milliseconds(2_100))
    }
}
