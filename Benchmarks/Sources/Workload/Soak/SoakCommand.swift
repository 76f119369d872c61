import ArgumentParser
import Foundation
import MagmaModel
import Synchronization

/// Very many calls and streams against a server that fails a fifth of them, and the rules that must hold after each of them.
struct SoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Calls and streams against a server that fails a fifth of them. Fails where a rule is broken."
    )

    @Option(help: "Whole answers.") var calls = 200_000
    @Option(help: "Streams.") var streams = 20_000
    @Option(help: "How many at a time.") var inFlight = 256
    @Option(help: "Chooses the faults.") var seed = SoakMix.seed

    /// When it is given up, in seconds.
    private static let limit = 600

    func run() throws {
        let command = self
        blocking { try await command.soak() }
    }

    private func soak() async throws {
        let server = try SoakServer(seed: seed)
        let endpoints = try server.counts().endpoints
        let tally = SoakTally(calls + streams)
        let client = SoakClient(
            calls: calls, streams: streams, inFlight: inFlight, endpoints: endpoints, tally: tally)
        // Event loops have descriptors that they keep, and so has the timer that tasks sleep by.
        try await SoakClient(calls: 0, streams: 0, inFlight: 1, endpoints: endpoints, tally: SoakTally(0)).run()
        try await Task.sleep(for: .milliseconds(1))
        let descriptors = Self.openDescriptors
        let start = Measurement.now()
        let watch = Task { try await Self.watch(tally, calls + streams) }
        let memory = Task { await SoakMemory.sample(tally, calls + streams) }
        try await client.run()
        watch.cancel()
        let end = Measurement.now()
        try await Self.settle(server, descriptors)
        var report = SoakReport(
            seed: seed, inFlight: inFlight, seconds: (end.wall - start.wall) / 1e6, memory: await memory.value,
            descriptors: (descriptors, Self.openDescriptors), counts: try server.counts())
        server.stop()
        tally.state.withLock { report.judge($0) }
        print(report.table)
        guard report.broken.isEmpty else {
            for rule in report.broken { print("BROKEN: \(rule)") }
            SoakCommand.exit(withError: ExitCode.failure)
        }
    }

    /// Gives up where a call does not end.
    private static func watch(_ tally: SoakTally, _ count: Int) async throws {
        try await Task.sleep(for: .seconds(limit))
        print("BROKEN: \(count - tally.ended.load(ordering: .relaxed)) calls have not ended after \(limit) s")
        SoakCommand.exit(withError: ExitCode.failure)
    }

    private static var openDescriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count) ?? .max
    }

    /// Connections close in their own time, which is not long.
    private static func settle(_ server: SoakServer, _ before: Int) async throws {
        for _ in 0..<100 {
            if openDescriptors <= before, try server.counts().connections == 0 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
