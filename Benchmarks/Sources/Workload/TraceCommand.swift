import ArgumentParser
import MagmaModel
import Synchronization

/// Calls without a network, traced where `LANGFUSE_*` says: what a call takes, whether all of it arrived, and the memory at the middle
/// and at the end.
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "trace")

    @Option(help: "Calls to make.") var n = 10_000
    @Option(help: "Calls before the measurement.") var warm = 0
    @Option(help: "Calls a second; 0 for as many as go.") var rate = 0
    @Option(help: "Seconds that the end may wait for the traces.") var flush = 0

    func run() throws {
        let dispatcher = Dispatcher(
            transport: MemoryTransport(Bodies.reply, "application/json"), environment: .process)
        let model = Model("llamacpp/m", maxTokens: 256, apiKey: "sk-0123456789")
        let (n, warm, rate, limit) = (n, warm, rate, flush)
        blocking {
            try await withDispatcher(dispatcher) {
                var tokens = 0
                var times = [Double](repeating: 0, count: n)
                for _ in 0..<warm { keep(try await model(Bodies.messages)) }
                let start = Measurement.now()
                var middle = 0
                for index in 0..<n {
                    if rate > 0 {
                        let due = start.wall + Double(index) * 1e6 / Double(rate)
                        let early = due - Measurement.now().wall
                        if early > 0 { try await Task.sleep(for: .microseconds(Int(early))) }
                    }
                    let before = Measurement.now().wall
                    tokens += try await model(Bodies.messages).usage?.total ?? 0
                    times[index] = Measurement.now().wall - before
                    if index == n / 2 { middle = residentKilobytes() ?? 0 }
                }
                let end = Measurement.now()
                let last = residentKilobytes() ?? 0
                let isComplete = limit > 0 ? await dispatcher.flush(timeout: .seconds(limit)) : true
                times.sort()
                report(
                    "trace", units: n, from: start, to: end,
                    more: [
                        ("median_us", times[n / 2]), ("p99_us", times[n * 99 / 100]), ("tokens", Double(tokens)),
                        ("flushed", isComplete ? 1 : 0), ("middle_kb", Double(middle)), ("end_kb", Double(last)),
                    ])
            }
        }
    }
}
