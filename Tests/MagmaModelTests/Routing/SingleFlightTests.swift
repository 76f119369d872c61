import Synchronization
import Testing

@testable import MagmaModel

/// Identical calls at the same time are one.
@Suite struct SingleFlightTests {
    private let messages: [Message] = [.user("hi")]
    private let model = Model.at("a").with(retry: .never).cached()

    private func gated(_ gate: Gate, _ reply: FakeTransport.Reply) -> HostTransport {
        HostTransport { (_, _) async throws(ModelError) in
            try await gate.wait()
            return reply
        }
    }

    private func together(
        _ count: Int,
        _ transport: HostTransport,
        _ body: @escaping @Sendable ([Task<Result<Generation, ModelError>, Never>]) async throws -> Void
    ) async throws -> [Result<Generation, ModelError>] {
        try await withDispatcher(.routing(transport)) {
            let tasks = (0..<count).map { _ in
                Task { () -> Result<Generation, ModelError> in
                    do throws(ModelError) { return .success(try await model(messages)) } catch {
                        return .failure(error)
                    }
                }
            }
            while transport.asked.isEmpty { await Task.yield() }
            // Time for the others to join.
            try await Task.sleep(for: .milliseconds(50))
            try await body(tasks)
            var results: [Result<Generation, ModelError>] = []
            for task in tasks { results.append(await task.value) }
            return results
        }
    }

    @Test func manyAreSentOnce() async throws {
        let gate = Gate()
        let transport = gated(gate, .json(Answers.hello))
        let results = try await together(50, transport) { _ in gate.open() }
        #expect(transport.asked.count == 1)
        let answers = try results.map { try $0.get() }
        #expect(answers.allSatisfy { $0.content == "Hello" } && answers.count { !$0.isFromCache } == 1)
    }

    @Test func anErrorIsHandedToAll() async throws {
        let gate = Gate()
        let transport = gated(gate, HostTransport.busy)
        let results = try await together(10, transport) { _ in gate.open() }
        #expect(transport.asked.count == 1)
        for result in results {
            guard case .failure(let error) = result else {
                Issue.record("\(result)")
                return
            }
            #expect(error.code == .overloaded)
        }
    }

    @Test func whoGivesUpTakesNothingFromTheOthers() async throws {
        let gate = Gate()
        let transport = gated(gate, .json(Answers.hello))
        let results = try await together(10, transport) { tasks in
            for task in tasks.dropLast() { task.cancel() }
            try await Task.sleep(for: .milliseconds(50))
            gate.open()
        }
        #expect(transport.asked.count == 1)
        #expect(try results[9].get().content == "Hello")
        for result in results.dropLast() {
            guard case .failure(let error) = result else {
                Issue.record("\(result)")
                return
            }
            #expect(error.code == .cancelled)
        }
    }

    @Test func whenAllGiveUpItIsCancelled() async throws {
        let transport = HostTransport { (_, _) async throws(ModelError) in try await HostTransport.stall() }
        _ = try await together(5, transport) { tasks in
            for task in tasks { task.cancel() }
        }
        while transport.givenUp.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        #expect(transport.asked.count == 1)
    }
}

/// Waits until it is opened, or the task is cancelled.
final class Gate: Sendable {
    private let isOpen = Atomic(false)

    func open() { isOpen.store(true, ordering: .releasing) }

    func wait() async throws(ModelError) {
        while !isOpen.load(ordering: .acquiring) {
            do { try await Task.sleep(for: .milliseconds(2)) } catch { throw ModelError(.cancelled, "cancelled") }
        }
    }
}

/// A clock that goes on when told to.
final class ManualClock: Sendable {
    private let instant = Mutex(Moment.now)

    var now: Moment { instant.withLock { $0 } }
    func advance(by duration: Duration) { instant.withLock { $0 = $0.advanced(by: duration) } }
}
