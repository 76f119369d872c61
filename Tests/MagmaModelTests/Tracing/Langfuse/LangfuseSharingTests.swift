import MagmaTesting
import Testing

@testable import MagmaModel

/// Dispatchers that share an exporter.
@Suite(.timeLimit(.minutes(1))) struct LangfuseSharingTests {
    private func sinks(_ server: TraceServer, _ more: [String: String] = [:]) throws -> [LangfuseSink] {
        let exporter = try server.exporter(more)
        let settings = try server.settings(more)
        return (0..<2).map { _ in LangfuseSink(settings, exporter: exporter, masks: TraceMasks()) }
    }

    @Test func theEndOfOneLeavesTheOthersCalls() async throws {
        let server = try await TraceServer(.stallBeforeHead, .json("{}"))
        let sinks = try sinks(server, ["LANGFUSE_TIMEOUT": "600", "LANGFUSE_FLUSH_AT": "1"])
        // This one is being sent.
        sinks[0].ended(.answered())
        #expect(await holds { server.requestCount == 1 })
        sinks[0].ended(.answered())
        sinks[1].ended(.answered())
        #expect(await sinks[0].shutdown(timeout: .seconds(1)) == false)
        #expect(await sinks[1].flush(timeout: .seconds(20_000)))
        #expect(sinks[1].exporter.drops.counts == [.shutdown: 2])
        #expect(sinks[1].exporter.exported == 1)
    }

    @Test func whatIsOnItsWayTogetherGoesOn() async throws {
        let server = try await TraceServer(.json(status: 503, headers: ["retry-after": "100"], "{}"), .json("{}"))
        let sinks = try sinks(server)
        for sink in sinks { sink.ended(.answered()) }
        async let isDelivered = sinks[1].flush(timeout: .seconds(20_000))
        #expect(await holds { server.requestCount == 1 })
        #expect(await sinks[0].shutdown(timeout: .seconds(1)) == false)
        #expect(await isDelivered)
        #expect(sinks[0].exporter.drops.total == 0)
    }

    @Test func aLossOfLongAgoAbandonsNothing() async throws {
        let server = try await TraceServer(.json(status: 400, "{}"), .json("{}"))
        let sinks = try sinks(server)
        sinks[0].ended(.answered())
        #expect(await holds { sinks[0].exporter.held.count == 1 })
        #expect(await sinks[1].flush(timeout: .seconds(1)), "it has no calls")
        #expect(await sinks[0].exporter.flush(timeout: .seconds(20_000)) == false)
        sinks[1].ended(.answered())
        #expect(await sinks[0].shutdown(timeout: .seconds(20_000)) == false, "its loss is its own")
        #expect(await sinks[1].flush(timeout: .seconds(20_000)))
        #expect(sinks[1].exporter.exported == 1)
    }

    @Test func callsAfterTheEndAreTold() async throws {
        let server = try await TraceServer()
        let sinks = try sinks(server)
        #expect(await sinks[0].shutdown(timeout: .seconds(1)))
        sinks[0].ended(.answered())
        #expect(await sinks[1].flush(timeout: .seconds(1)))
        #expect(await sinks[0].flush(timeout: .seconds(1)) == false)
        #expect(await sinks[0].flush(timeout: .seconds(1)), "once")
    }
}
