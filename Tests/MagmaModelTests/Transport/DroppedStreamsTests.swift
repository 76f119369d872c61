import MagmaTesting
import Synchronization
import Testing

@testable import MagmaModel

extension TransportTests {
    /// Streams that are started and given up in every way there is, through the public API and real sockets.
    ///
    /// In a process of its own, so that nothing else opens files or takes memory. `MAGMA_STRESS` makes it ten thousand.
    @Suite struct DroppedStreamsTests {
        @Test func leaveNothingBehind() async {
            let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                try await DroppedStreams.run(Environment.process["MAGMA_STRESS"] == nil ? 2_000 : 10_000)
            }
            print(result.map { String(decoding: $0.standardOutputContent, as: UTF8.self) } ?? "")
        }
    }
}

private enum DroppedStreams {
    private enum Way: String, CaseIterable {
        /// The task is cancelled before the response head.
        case cancelledBeforeHead
        /// The task is cancelled after the head, before the first delta.
        case cancelledBeforeDelta
        /// The task is cancelled while it waits for a further delta.
        case cancelledMidStream
        /// The iterator is dropped after a delta; nothing more comes.
        case droppedMidStream
        /// The iterator is dropped while the server sends as fast as it can.
        case droppedInFullFlow
    }

    private static let atOnce = 50
    /// The most connections that the pool keeps for one host.
    private static let poolLimit = 1024

    static func run(_ count: Int) async throws {
        ProcessResources.keepNoBacktraces()
        let descriptors = openDescriptors
        try await startAndDrop(count / 2)
        // By now pools, caches and the allocator's own stores have the size they need.
        let (warm, before) = (openDescriptors, try await settledMemory())
        try await startAndDrop(count / 2)
        let growth = try await settledMemory() - before
        print("\(count) streams dropped: memory grew by \(growth) bytes over the second half,", terminator: " ")
        print("descriptors: \(descriptors) before, \(warm) after the first half, \(openDescriptors) at the end")
        // One descriptor for each event loop may stay, and no more in the second half than in the first.
        #expect(await holds(within: .seconds(20)) { openDescriptors <= warm + 2 })
        // A stream that stayed would hold its exchange, its parser and its buffers, more than 2 KiB: of ten thousand, those
        // of one way alone would be twice this, and one small object of each would be more. What the system keeps ready,
        // threads, queues and the pool's own lists, was seen to differ by up to 460 kB.
        #expect(growth < 512 << 10 + count / 2 * 100)
    }

    /// The least that is allocated over two seconds: what belongs to connections that are closing goes away by itself.
    private static func settledMemory() async throws -> Int {
        var least = Int.max
        for _ in 0..<40 {
            least = min(least, try ProcessResources.allocatedBytes)
            try await Task.sleep(for: .milliseconds(50))
        }
        return least
    }

    private static var openDescriptors: Int { (try? ProcessResources.openDescriptors) ?? .max }

    private static func startAndDrop(_ count: Int) async throws {
        let server = try await ScriptedServer(keepsRequests: false, reply)
        defer { server.stop() }
        let transport = CountingTransport()
        var dispatcher: Dispatcher? = Dispatcher(transport: transport, environment: Environment([:]))
        weak let observed = dispatcher
        await withDispatcher(try #require(dispatcher)) {
            await withTaskGroup { group in
                for worker in 0..<atOnce {
                    group.addTask {
                        for index in stride(from: worker, to: count, by: atOnce) {
                            await startAndDrop(Way.allCases[index % Way.allCases.count], server.url)
                        }
                    }
                }
            }
        }
        // Where a request was cancelled before its connection was there, the pool has that one, unused. It is no leak when
        // the next calls take it: each of these takes one and closes it.
        for _ in 0..<poolLimit where server.openConnections > 0 {
            await withDispatcher(try #require(dispatcher)) { await startAndDrop(.droppedMidStream, server.url) }
        }
        dispatcher = nil
        // Two ways of five always send; the others as far as they come.
        #expect(server.requestCount >= count / 5 * 2)
        #expect(await holds(within: .seconds(20)) { server.openConnections == 0 }, "\(server.openConnections)")
        #expect(await holds { transport.liveBodies == 0 }, "\(transport.liveBodies) response bodies are kept")
        // A task that still ran for a stream would keep it.
        #expect(await holds { observed == nil })
    }

    /// Large, so that the time goes into the way of the bytes and not into reading events.
    private static let flood = Array(Answers.chunk(String(repeating: "x", count: 16 << 10)).utf8)

    private static func reply(_ request: ReceivedRequest) -> ScriptedReply {
        let delta = Array(Answers.chunk("x").utf8)
        return switch Way(rawValue: request.headers["x-way"] ?? "") {
        case .cancelledBeforeHead: .stallBeforeHead
        case .cancelledBeforeDelta: .stallAfterHead
        case .cancelledMidStream, .droppedMidStream: .stream([delta], ending: .stalled)
        case .droppedInFullFlow, nil: .endless(flood)
        }
    }

    private static func startAndDrop(_ way: Way, _ url: String) async {
        let stream = Model("vllm/m", baseURL: url, headers: ["x-way": way.rawValue]).stream([.user("hi")])
        switch way {
        case .cancelledBeforeHead, .cancelledBeforeDelta, .cancelledMidStream:
            let task = Task { await failure { () async throws(ModelError) in _ = try await stream.collect() } }
            // Any time: before the connection, with it, or long after.
            try? await Task.sleep(for: .microseconds(Int.random(in: 0...20_000)))
            task.cancel()
            let error = await task.value
            #expect(error?.code == .cancelled, "\(way): \(String(describing: error))")
        case .droppedMidStream, .droppedInFullFlow:
            let error = await failure { () async throws(ModelError) in
                var iterator = stream.makeAsyncIterator()
                for _ in 0..<(way == .droppedMidStream ? 1 : 5) {
                    let delta = try await iterator.next(isolation: nil)
                    #expect(delta?.content.first == "x")
                }
            }
            #expect(error == nil, "\(way): \(String(describing: error))")
        }
    }
}

/// The real transport, counting the response bodies that somebody still holds.
private final class CountingTransport: Transport {
    private let count = Atomic(0)

    var liveBodies: Int { count.load(ordering: .relaxed) }

    func send(_ request: TransportRequest) async throws(ModelError) -> TransportResponse {
        var response = try await HTTPTransport.shared.send(request)
        response.body = Body(response.body, self)
        return response
    }

    private final class Body: ResponseBody {
        private let body: any ResponseBody
        private let owner: CountingTransport

        init(_ body: any ResponseBody, _ owner: CountingTransport) {
            self.body = body
            self.owner = owner
            owner.count.add(1, ordering: .relaxed)
        }

        deinit { owner.count.subtract(1, ordering: .relaxed) }

        func next() async throws(ModelError) -> BodyChunk? { try await body.next() }
        func cancel() { body.cancel() }
        func discard() { body.discard() }
    }
}
