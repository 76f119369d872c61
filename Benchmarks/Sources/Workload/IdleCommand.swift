import ArgumentParser
import AsyncHTTPClient
import MagmaModel
import NIOCore
import Synchronization

/// Many open streams that say something once a second: the memory each takes.
struct IdleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "idle")

    @OptionGroup var connection: Connection

    func run() throws {
        var connection = connection
        connection.model = "llamacpp/paced-1000"
        let fixed = connection
        blocking { try await Self.open(fixed) }
    }

    private static func open(_ connection: Connection) async throws {
        let bare = connection.isBare ? try BareClient(connection, streaming: true) : nil
        let model = try connection.handle
        let started = Started()
        @Sendable func one() async throws {
            var isFirst = true
            if let bare {
                for try await part in try await bare.send().body where part.readableBytes > 0 && isFirst {
                    isFirst = false
                    started.add()
                }
            } else {
                for try await _ in model.stream(Bodies.messages) where isFirst {
                    isFirst = false
                    started.add()
                }
            }
        }
        // The first stream brings in the code; only what the others add is counted.
        let first = Task { try await one() }
        while started.count < 1 { try await Task.sleep(for: .milliseconds(20)) }
        let before = residentKilobytes() ?? 0
        let tasks = (0..<connection.n).map { _ in Task { try await one() } }
        while started.count < connection.n + 1 { try await Task.sleep(for: .milliseconds(20)) }
        try await Task.sleep(for: .seconds(3))
        let grown = (residentKilobytes() ?? 0) - before
        let now = Measurement.now()
        report(
            "idle" + (connection.isBare ? ".bare" : ""),
            units: connection.n,
            from: now,
            to: now,
            more: [("kb_per_stream", Double(grown) / Double(connection.n))]
        )
        for task in tasks + [first] { task.cancel() }
        for task in tasks + [first] { _ = await task.result }
        try await bare?.client.shutdown()
    }
}

private final class Started: Sendable {
    private let value = Atomic(0)
    var count: Int { value.load(ordering: .relaxed) }
    func add() { value.add(1, ordering: .relaxed) }
}
