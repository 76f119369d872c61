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
    @Flag(help: "Streams in place of whole answers.") var stream = false
    @Option(help: "Seconds that the end may wait for the traces.") var flush = 0

    func run() throws {
        let transport =
            stream
            ? MemoryTransport(Bodies.stream, "text/event-stream", partSize: 16384)
            : MemoryTransport(Bodies.reply, "application/json")
        let dispatcher = Dispatcher(transport: transport, environment: .process)
        let model = Model("llamacpp/m", maxTokens: 256, apiKey: "sk-0123456789")
        let (n, warm, rate, limit, isStreaming) = (n, warm, rate, flush, stream)
        blocking {
            try await withDispatcher(dispatcher) {
                func call() async throws -> Int {
                    let answer =
                        isStreaming
                        ? try await model.stream(Bodies.messages).collect() : try await model(Bodies.messages)
                    return answer.usage?.total ?? 0
                }
                var tokens = 0
                var times = [Double](repeating: 0, count: n)
                for _ in 0..<warm { keep(try await call()) }
                let start = Measurement.now()
                var middle = 0
                for index in 0..<n {
                    if rate > 0 {
                        let due = start.wall + Double(index) * 1e6 / Double(rate)
                        let early = due - Measurement.now().wall
                        if early > 0 { try await Task.sleep(for: .microseconds(Int(early))) }
                    }
                    let before = Measurement.now().wall
                    tokens += try await call()
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
