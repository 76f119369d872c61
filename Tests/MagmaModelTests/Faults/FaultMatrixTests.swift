import MagmaTesting
import Synchronization
import Testing

@testable import MagmaModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Every fault, in every protocol, as a call and as a stream, over real sockets. In a process of its own, so that nothing else keeps
/// it from answering in time.
@Suite(.timeLimit(.minutes(5))) struct FaultMatrixTests {
    @Test func everyFaultIsWhatItShouldBe() async throws {
        await #expect(processExitsWith: .success) { try await FaultMatrix.run() }
        try FaultMatrix.table()
    }
}

private enum FaultMatrix {
    private static let models: [(wire: WireProtocolID, model: String)] = [
        (.chatCompletions, "vllm/fake"), (.responses, "openai/responses/fake"), (.messages, "anthropic/fake"),
        (.generateContent, "gemini/fake"), (.converse, "bedrock/fake"), (.cohereChat, "cohere/fake"),
        (.ollamaChat, "ollama/fake"),
    ]

    private struct Cell: Sendable {
        let row: Int
        let wire: WireProtocolID
        let model: String
        let isStreaming: Bool
    }

    static func run() async throws {
        let wires = models
        var cells: [Cell] = []
        for row in FaultCase.all.indices {
            for (wire, model) in wires {
                for streaming in [false, true] {
                    cells.append(Cell(row: row, wire: wire, model: model, isStreaming: streaming))
                }
            }
        }
        let dispatcher = Dispatcher(environment: Environment(["AWS_REGION": "us-east-1"]))
        // A sanitizer is content with one protocol's floods.
        let isSanitized = Environment.process["MAGMA_SAMPLE"] != nil
        for isFlood in [false, true] {
            try await withThrowingTaskGroup(of: Void.self) { group in
                let cells = cells.filter {
                    FaultCase.all[$0.row].isFlood == isFlood
                        && !(isFlood && isSanitized && $0.wire != .chatCompletions)
                }
                for (number, cell) in cells.enumerated() {
                    if number >= (isFlood ? 2 : 32) { try await group.next() }
                    group.addTask { try await withDispatcher(dispatcher) { try await check(cell) } }
                }
                try await group.waitForAll()
            }
        }
    }

    private static func check(_ cell: Cell) async throws {
        let row = FaultCase.all[cell.row]
        let place = "\(row.title), \(cell.wire), \(cell.isStreaming ? "stream" : "call")"
        let server = try await FakeProvider(wire: cell.wire, key: testKey) { _ in row.fault }
        defer { server.stop() }
        let model = try Model(parsing: cell.model).with(
            apiKey: testKey, baseURL: server.url,
            timeout: row.isFlood
                ? Timeouts(total: row.stream.code == .timeout && cell.isStreaming ? .seconds(2) : .seconds(200))
                : row.call.code == .timeout
                    ? Timeouts(head: .seconds(1), idle: .seconds(1), total: .seconds(20))
                    : Timeouts(total: .seconds(20)),
            retry: RetryPolicy(count: 1, initialDelay: .milliseconds(5)))
        let messages: [Message] = [.user("good old words of no great worth, one more or two")]
        let outcome: FaultCase.Outcome
        do throws(ModelError) {
            let answer =
                cell.isStreaming ? try await model.stream(messages).collect() : try await model(messages)
            outcome = .ok(answer.attempts.count)
            #expect(answer.content.contains("no great worth"), "\(place)")
            #expect(answer.finishReason?.kind == .stop, "\(place)")
        } catch {
            outcome = .error(error.code, error.attempts.count, partial: error.partial != nil)
            #expect(!"\(error)\(String(reflecting: error))".contains(testKey), "\(place) shows the key")
            #expect(error.provider != nil && error.model == "fake", "\(place)")
            #expect(error.code != .timeout || error.timeoutPhase != nil, "\(place)")
            if let partial = error.partial?.content, row.fault != .endless {
                #expect("You said: \(messages[0].text)".hasPrefix(partial), "\(place): \(partial)")
            }
        }
        #expect(outcome == row.expected(cell.wire, streaming: cell.isStreaming), "\(place)")
        #expect(server.requests.count == outcome.attempts, "\(place): the server counts other attempts")
        let isClosed = await holds { server.openConnections <= (row.keepsConnection ? 1 : 0) }
        #expect(isClosed, "\(place): \(server.openConnections) connections stay open")
    }

    /// The part of the documentation that this test writes and holds.
    static func table() throws {
        var lines = ["| the server… | a call | a stream |", "|---|---|---|"]
        for row in FaultCase.all {
            var (call, stream) = ("\(row.call)", "\(row.stream)")
            for (wire, _) in models {
                guard let own = row.exceptions[wire] else { continue }
                if own.call != row.call { call += "; \(wire): \(own.call)" }
                if own.stream != row.stream { stream += "; \(wire): \(own.stream)" }
            }
            lines.append("| \(row.title) | \(call) | \(stream) |")
        }
        try DocumentedTable.check(lines.joined(separator: "\n"), in: "docs/reliability.md", filter: "FaultMatrix")
    }
}
