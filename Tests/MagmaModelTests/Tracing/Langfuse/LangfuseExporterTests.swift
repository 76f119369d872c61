import MagmaTesting
import Synchronization
import Testing

@testable import MagmaModel

/// How the exporter behaves towards servers that do not take what they get. A second of its clock is a millisecond.
@Suite(.timeLimit(.minutes(2))) struct LangfuseExporterTests {
    private static let soon = Duration.seconds(20_000)

    private func note(_ count: Int, _ exporter: LangfuseExporter, _ server: TraceServer, text: String = "x") throws {
        let settings = try server.settings()
        for _ in 0..<count { exporter.note(LangfuseEntry(.answered(text), settings)) }
    }

    /// What was slept, in seconds, without the intervals and the limits of `flush`.
    private func waits(_ log: Log) -> [String] { log.lines.filter { $0 != "3000" && $0 != "20000" } }

    @Test func aBatchIsOneRequest() async throws {
        let server = try await TraceServer()
        let exporter = try server.exporter()
        try note(20, exporter, server)
        #expect(await exporter.flush(timeout: Self.soon))
        #expect(server.requestCount == 1)
        let request = try #require(server.requests.first)
        let posted = try PostedTraces(request.body)
        #expect(posted.spans.count == 20)
        #expect(Set(posted.spans.map(\.id)).count == 20)
        #expect(posted.scope == "magma")
        #expect(posted.resource["telemetry.sdk.language"] == "swift")
        #expect(request.uri == "/api/public/otel/v1/traces")
        #expect(request.headers["content-type"] == "application/x-protobuf")
        #expect(request.headers["x-langfuse-ingestion-version"] == "4")
        #expect(request.headers["x-langfuse-sdk-name"] == "magma")
        #expect(request.headers["authorization"]?.hasPrefix("Basic ") == true)
        let pair = [UInt8](base64: request.headers["authorization"]?.split(separator: " ").last.map(String.init) ?? "")
        #expect(pair == Array("\(testKey):\(testKey)".utf8))
        #expect(exporter.exported == 20)
        #expect(exporter.drops.total == 0)
    }

    @Test func aFullBatchDoesNotWait() async throws {
        let server = try await TraceServer()
        let exporter = try server.exporter(["LANGFUSE_FLUSH_INTERVAL": "86400", "LANGFUSE_FLUSH_AT": "5"])
        try note(12, exporter, server)
        #expect(await holds { exporter.exported >= 5 })
        #expect(await exporter.flush(timeout: Self.soon))
        let counts = try server.requests.map { try PostedTraces($0.body).spans.count }
        #expect(counts.reduce(0, +) == 12)
        #expect(counts.allSatisfy { $0 <= 5 })
    }

    @Test func noTaskRunsWhereNothingWaits() async throws {
        let server = try await TraceServer()
        let exporter = try server.exporter()
        #expect(!exporter.isAtWork)
        for round in 1...3 {
            try note(1, exporter, server)
            #expect(await exporter.flush(timeout: Self.soon))
            #expect(await holds { !exporter.isAtWork })
            #expect(exporter.exported == round)
            #expect(exporter.held == (0, 0))
        }
    }

    @Test(arguments: [429, 503, 500, 502, 504, 408])
    func anOverloadedServerIsAskedAgain(status: Int) async throws {
        let server = try await TraceServer(.json(status: status, "{}"), .json(status: status, "{}"), .json("{}"))
        let log = Log()
        let exporter = try server.exporter(timing: .hurried(log))
        try note(3, exporter, server)
        #expect(await exporter.flush(timeout: Self.soon))
        #expect(waits(log) == ["1", "2"])
        #expect(server.requestCount == 3)
        #expect(Set(server.requests.map(\.body)).count == 1, "a repeated request has the same spans")
        #expect(exporter.exported == 3)
    }

    @Test func fiveTriesAreEnough() async throws {
        let server = try await TraceServer(.json(status: 503, "{}"))
        let log = Log()
        let exporter = try server.exporter(timing: .hurried(log))
        try note(2, exporter, server)
        #expect(await exporter.flush(timeout: Self.soon) == false)
        #expect(waits(log) == ["1", "2", "4", "8"])
        #expect(server.requestCount == 5)
        #expect(exporter.drops.counts == [.rejected: 2])
        #expect(await exporter.flush(timeout: Self.soon), "what is lost is told once")
    }

    @Test(arguments: [
        ("30", ["30", "30", "30", "30", "30", "30"]), ("500", ["120", "120", "120", "120"]),
        ("0", ["1", "2", "4", "8", "16", "30"]),
    ])
    func retryAfterPauses(header: String, waited: [String]) async throws {
        let late = ScriptedReply.json(status: 429, headers: ["retry-after": header], "{}")
        let asked = Log()
        let server = try await TraceServer { _ in
            asked.add("x")
            return asked.lines.count <= waited.count ? late : .json("{}")
        }
        let log = Log()
        let exporter = try server.exporter(timing: .hurried(log))
        try note(1, exporter, server)
        #expect(await exporter.flush(timeout: Self.soon))
        #expect(waits(log) == waited)
        #expect(server.requestCount == waited.count + 1, "a pause is no failed try")
        #expect(exporter.drops.total == 0)
    }

    @Test(arguments: ["0", "1", "60"])
    func askingForMoreTimeHasAnEnd(header: String) async throws {
        let server = try await TraceServer(.json(status: 429, headers: ["retry-after": header], "{}"))
        let exporter = try server.exporter()
        try note(1, exporter, server)
        #expect(await exporter.flush(timeout: Self.soon) == false)
        #expect(exporter.drops.counts == [.rejected: 1])
        #expect(await holds { !exporter.isAtWork })
        #expect(server.requestCount <= 601)
    }

    @Test func whatIsTooLargeIsHalved() async throws {
        let server = try await TraceServer { request in
            request.body.count > 4_000 ? .json(status: 413, "{}") : .json("{}")
        }
        let exporter = try server.exporter()
        try note(16, exporter, server)
        #expect(await exporter.flush(timeout: Self.soon))
        let taken = try server.requests.filter { $0.body.count <= 4_000 }.flatMap { try PostedTraces($0.body).spans }
        #expect(taken.count == 16)
        #expect(Set(taken.map(\.id)).count == 16)
        #expect(exporter.exported == 16)
    }

    @Test func aSpanThatIsTooLargeLosesItsTexts() async throws {
        let server = try await TraceServer { request in
            request.body.count > 3_000 ? .json(status: 413, "{}") : .json("{}")
        }
        let exporter = try server.exporter()
        try note(1, exporter, server, text: String(repeating: "a", count: 20_000))
        #expect(await exporter.flush(timeout: Self.soon))
        let request = try #require(server.requests.last)
        let span = try #require(try PostedTraces(request.body).spans.first)
        #expect(span["observation.output"]?.stringValue?.hasPrefix("<truncated, ") == true)
        #expect(span.observation("input") != nil)
    }

    @Test func whatIsTooLargeWithoutThemIsDropped() async throws {
        let server = try await TraceServer(.json(status: 413, "{}"))
        let exporter = try server.exporter()
        try note(2, exporter, server, text: String(repeating: "a", count: 20_000))
        #expect(await exporter.flush(timeout: Self.soon) == false)
        #expect(exporter.drops.counts == [.tooLarge: 2])
    }

    @Test func aRequestKeepsToItsBytes() async throws {
        let server = try await TraceServer()
        let exporter = try server.exporter(["LANGFUSE_OTEL_MAX_BATCH_SIZE_BYTES": "50000"])
        try note(20, exporter, server, text: String(repeating: "a", count: 20_000))
        #expect(await exporter.flush(timeout: Self.soon))
        #expect(server.requestCount == 10)
        #expect(server.requests.allSatisfy { $0.body.count <= 50_000 })
        #expect(exporter.exported == 20)
    }

    @Test(arguments: [400, 404, 302])
    func whatIsRefusedIsNotSentAgain(status: Int) async throws {
        let server = try await TraceServer(.json(status: status, "{}"), .json("{}"))
        let exporter = try server.exporter()
        try note(2, exporter, server)
        #expect(await exporter.flush(timeout: Self.soon) == false)
        #expect(server.requestCount == 1)
        #expect(exporter.drops.counts == [.rejected: 2])
        try note(1, exporter, server)
        #expect(await exporter.flush(timeout: Self.soon))
    }

    @Test(arguments: [401, 403])
    func wrongKeysPauseIt(status: Int) async throws {
        let server = try await TraceServer(.json(status: status, "{}"), .json(status: status, "{}"), .json("{}"))
        let log = Log()
        let exporter = try server.exporter(timing: .hurried(log))
        try note(2, exporter, server)
        #expect(await exporter.flush(timeout: Self.soon))
        #expect(waits(log) == ["300", "300"])
        #expect(exporter.exported == 2)
    }

    @Test func aServerThatHangsIsAskedOnceMore() async throws {
        let server = try await TraceServer(.stallBeforeHead)
        // What happens within a request goes by the system's clock.
        let timing = Timing(now: { .now }, sleep: { try await Task.sleep(for: $0 / 1000) }, random: { 0.5 })
        let exporter = try server.exporter(["LANGFUSE_TIMEOUT": "0.2"], timing: timing)
        try note(2, exporter, server)
        #expect(await exporter.flush(timeout: Self.soon) == false)
        #expect(server.requestCount == 2)
        #expect(exporter.drops.counts == [.rejected: 2])
    }

    @Test func anAnswerWithoutItsBodyIsAnAnswer() async throws {
        let server = try await TraceServer(.stallAfterHead)
        let exporter = try server.exporter()
        try note(1, exporter, server)
        #expect(await exporter.flush(timeout: Self.soon))
        #expect(server.requestCount == 1)
    }

    @Test func aServerThatIsAwayGetsItLater() async throws {
        let server = try await TraceServer(
            .closeBeforeHead, .closeBeforeHead, .closeBeforeHead, .closeBeforeHead, .closeBeforeHead, .closeBeforeHead,
            .json("{}"))
        let log = Log()
        let exporter = try server.exporter(timing: .hurried(log))
        try note(4, exporter, server)
        #expect(await exporter.flush(timeout: Self.soon))
        #expect(waits(log) == ["1", "2", "4", "8", "16", "30"])
        #expect(exporter.exported == 4)
    }

    @Test func oneThatStaysAwayIsGivenUp() async throws {
        let url = try await ScriptedServer.refusingURL()
        let settings = try LangfuseSettings.sample(["LANGFUSE_BASE_URL": url, "LANGFUSE_FLUSH_INTERVAL": "0"])
        let exporter = LangfuseExporter(settings, timing: .hurried)
        exporter.note(LangfuseEntry(.answered(), settings))
        #expect(await exporter.flush(timeout: .seconds(60_000)) == false)
        #expect(exporter.drops.counts == [.rejected: 1])
    }

    @Test func whatWaitsIsBoundedByNumber() async throws {
        let server = try await TraceServer(.stallBeforeHead)
        let exporter = try server.exporter(["LANGFUSE_TIMEOUT": "600"])
        try note(3_000, exporter, server)
        #expect(exporter.held.count == 2_048)
        #expect(exporter.drops.counts == [.queueFull: 952])
        exporter.abandon()
        #expect(await holds { exporter.held == (0, 0) })
        #expect(exporter.drops.counts == [.queueFull: 952, .shutdown: 2_048])
    }

    @Test func whatWaitsIsBoundedByBytes() async throws {
        let server = try await TraceServer(.stallBeforeHead)
        let exporter = try server.exporter(["LANGFUSE_TIMEOUT": "600"])
        let settings = try server.settings()
        for _ in 0..<100 {
            var answer = Generation(content: "x")
            answer.attempts = [Attempt(model: "a/b")]
            let long = String(repeating: "a", count: 1 << 20)
            exporter.note(LangfuseEntry(.sample(CallEnd(answer), messages: [.user(long)]), settings))
        }
        #expect(exporter.held.bytes <= 32 << 20)
        #expect(exporter.held.count == 31)
        #expect(exporter.drops.counts[.queueFull] == 69)
        exporter.abandon()
        #expect(await holds { !exporter.isAtWork })
    }

    @Test func theBoundCountsAllThatIsHeld() throws {
        let long = String(repeating: "a", count: 100_000)
        var error = ModelError(.rateLimited, "x")
        error.body = long
        var likely = Generation(content: "x")
        likely.logprobs = ["content": [["token": .string(long)]]]
        var opaque = Generation(content: "x")
        let block = Part.opaque(OpaqueBlock(wire: .messages, value: ["a": [["b": .string(long)]]]))
        opaque.message.parts = [block]
        let tools = Model("openai/gpt-4o", extra: ["tools": [["description": .string(long)]]])
        let fine = CallEnd(Generation(content: "x"))
        let records: [CallRecord] = [
            .sample(CallEnd(error)), .sample(CallEnd(likely)), .sample(CallEnd(opaque)), .sample(fine, model: tools),
            .sample(fine, messages: [.user(block)]), .sample(fine, model: tools.fallback(to: Model("openai/gpt-5"))),
        ]
        for (number, record) in records.enumerated() {
            #expect(HeldBytes.estimate(record) > 100_000, "record \(number)")
        }
        #expect(HeldBytes.estimate(.sample(fine)) < 4_096)
    }

    /// Very many calls, and a server that takes none of them.
    @Test func memoryStaysFlatWithADeadServer() async throws {
        let settings = try LangfuseSettings.sample(["LANGFUSE_BASE_URL": try await ScriptedServer.refusingURL()])
        let exporter = LangfuseExporter(settings)
        let before = try ProcessResources.allocatedBytes
        var most = 0
        let start = ContinuousClock.now
        let count = SharedFiles.sampled(20_000)
        for number in 1...count {
            let text = String(repeating: "a", count: 10_000)
            exporter.note(
                LangfuseEntry(.sample(CallEnd(ModelError(.timeout, text)), messages: [.user(text)]), settings))
            if number.isMultiple(of: 1_000) { most = max(most, try ProcessResources.allocatedBytes - before) }
        }
        let each = (ContinuousClock.now - start) / count
        print("Langfuse: \(count) calls to a dead server took \(most >> 20) MiB at most, \(each) each")
        #expect(most < 128 << 20)
        #expect(exporter.held.count <= 2_048)
        let noted = exporter.held.count + exporter.exported + exporter.drops.total
        #expect(noted >= count - 2_048)
        exporter.abandon()
        #expect(await holds { !exporter.isAtWork })
        #expect(exporter.drops.total == count)
    }

    @Test func aFlushDoesNotWaitLongerThanItMay() async throws {
        let server = try await TraceServer(.stallBeforeHead)
        let exporter = LangfuseExporter(try server.settings())
        try note(1, exporter, server)
        let start = ContinuousClock.now
        #expect(await exporter.flush(timeout: .milliseconds(100)) == false)
        #expect(ContinuousClock.now - start < .seconds(5))
        exporter.abandon()
        #expect(await holds { !exporter.isAtWork })
    }

    @Test func whatComesAfterGivingUpIsSent() async throws {
        let server = try await TraceServer(.stallBeforeHead, .json("{}"))
        let exporter = try server.exporter(["LANGFUSE_TIMEOUT": "600", "LANGFUSE_FLUSH_INTERVAL": "0"])
        try note(1, exporter, server)
        #expect(await holds { server.requestCount == 1 })
        exporter.abandon()
        try note(1, exporter, server)
        #expect(await holds { exporter.exported == 1 })
        #expect(exporter.drops.counts == [.shutdown: 1])
    }
}
