import MagmaModel
import MagmaTesting
import Testing

extension TransportTests {
    /// A transport that returns only once the whole body is there must still tell what failed, and when.
    @Suite struct WholeBodyTests {
        private func send(
            _ server: ScriptedServer,
            _ timeouts: TransportTimeouts = TransportTimeouts()
        ) async throws(ModelError) -> TransportResponse {
            let request = TransportRequest(url: server.url, timeouts: timeouts, wantsWholeBody: true)
            return try await HTTPTransport.shared.send(request)
        }

        @Test(arguments: [0, 1, 65_535, 65_536, 200_000, 3_000_000])
        func bodiesOfAllSizesArrive(_ size: Int) async throws {
            let body = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
            let server = try await ScriptedServer { _ in .whole(body: body) }
            #expect(try await send(server).body.collect(upTo: size) == body)
        }

        @Test func theHeadOfABodyThatBreaksOffIsHandedOut() async throws {
            let server = try await ScriptedServer(replies: [.truncated(Array("{\"a\":".utf8), announcing: 100)])
            let response = try await send(server)
            #expect(response.status == 200)
            #expect(try await response.body.next()?.text == "{\"a\":")
            let error = await failure { () async throws(ModelError) in _ = try await response.body.next() }
            #expect(error?.code == .connection)
        }

        @Test func aBodyBeyondTheLimitIsRefused() async throws {
            let server = try await ScriptedServer { _ in .whole(body: Array("all of it".utf8)) }
            let body = try await send(server).body
            let error = await failure { () async throws(ModelError) in _ = try await body.collect(upTo: 8) }
            #expect(error?.code == .decoding)
        }

        @Test func aBodyThatIsThereIsTakenAtOnce() async throws {
            let server = try await ScriptedServer { _ in .whole(body: Array("all of it".utf8)) }
            let body = try await send(server).body
            #expect(body.takeRest()?.text == "all of it")
            #expect(body.takeRest() == nil)
            #expect(try await body.next() == nil)
        }

        @Test(arguments: [
            ScriptedReply.truncated(Array("half".utf8), announcing: 100),
            .stream([Array("half".utf8)], ending: .stalled),
        ])
        func aBodyThatHasNotEndedIsNotTakenAtOnce(_ reply: ScriptedReply) async throws {
            let server = try await ScriptedServer(replies: [reply])
            let body = try await send(server, TransportTimeouts(idle: .milliseconds(100))).body
            #expect(body.takeRest() == nil)
            #expect(try await body.next()?.text == "half")
        }

        @Test func aCancelledTaskTakesNothing() async throws {
            let server = try await ScriptedServer { _ in .whole(body: [1, 2, 3]) }
            let body = try await send(server).body
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return body.takeRest() == nil
            }
            task.cancel()
            #expect(await task.value)
        }

        @Test func aBodyThatIsDroppedUnreadDoesNotLookEmpty() async throws {
            let server = try await ScriptedServer { _ in .whole(body: [1, 2, 3]) }
            let response = try await send(server)
            response.body.cancel()
            let error = await failure { () async throws(ModelError) in _ = try await response.body.next() }
            #expect(error?.code == .cancelled)
        }

        @Test func aBodyThatStopsIsIdle() async throws {
            let server = try await ScriptedServer(replies: [.stream([Array("a".utf8)], ending: .stalled)])
            let started = ContinuousClock.now
            let response = try await send(server, TransportTimeouts(idle: .milliseconds(200)))
            #expect(response.status == 200)
            _ = try await response.body.next()
            let error = await failure { () async throws(ModelError) in _ = try await response.body.next() }
            #expect(error?.timeoutPhase == .idle)
            #expect(ContinuousClock.now - started < .seconds(3))
            #expect(await holds { server.openConnections == 0 })
        }

        @Test func aSteadyBodyOutlivesTheIdleTimeout() async throws {
            let drip = Array(repeating: Array("x".utf8), count: 20)
            let server = try await ScriptedServer(replies: [.stream(drip, delay: .milliseconds(50))])
            let response = try await send(server, TransportTimeouts(idle: .milliseconds(800)))
            #expect(try await response.body.collect(upTo: 100).count == 20)
        }

        @Test func cancellingWhileTheBodyComesClosesTheConnection() async throws {
            let server = try await ScriptedServer(replies: [.stream([Array("a".utf8)], ending: .stalled)])
            let task = Task {
                await failure { () async throws(ModelError) in _ = try await send(server).body.collect(upTo: 100) }
            }
            #expect(await holds { server.requests.count == 1 })
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            #expect(await holds { server.openConnections == 0 })
        }

        @Test(arguments: [
            ScriptedReply.truncated(Array("{\"choices\":".utf8), announcing: 100),
            .stream([Array("{".utf8)], ending: .cut),
        ])
        func anAnswerThatBreaksOffIsNotSentForAgain(_ reply: ScriptedReply) async throws {
            let server = try await ScriptedServer { _ in reply }
            let model = Model("llamacpp/m", baseURL: server.url)
            let error = await failure { () async throws(ModelError) in _ = try await model([.user("hi")]) }
            #expect(error?.code == .connection)
            #expect(error?.status == 200)
            #expect(error?.attempts.count == 1)
            #expect(server.requests.count == 1)
        }
    }

    /// Parts that come in one read are joined; nothing of them may be lost or late.
    @Suite struct BodyPartTests {
        @Test func manyPartsOfOneReadArriveInOrder() async throws {
            let parts = (0..<500).map { Array("data: \($0)\n\n".utf8) }
            let server = try await ScriptedServer { _ in .stream(parts) }
            let bytes = try await exchange(server.url).body.collect(upTo: 1 << 20)
            #expect(bytes == Array(parts.joined()))
        }

        @Test func whatCameBeforeACutIsHandedOut() async throws {
            let server = try await ScriptedServer { _ in
                .stream([Array("one ".utf8), Array("two ".utf8), Array("three".utf8)], ending: .cut)
            }
            let body = try await exchange(server.url).body
            var seen = ""
            let error = await failure { () async throws(ModelError) in
                while let chunk = try await body.next() { seen += chunk.text }
            }
            #expect(seen == "one two three")
            #expect(error?.code == .connection)
        }

        @Test func aTransportThatIsLetGoServesWhatItBegan() async throws {
            let parts = (1...20).map { Array("\($0) ".utf8) }
            let server = try await ScriptedServer(tls: .selfSigned) { _ in .stream(parts, delay: .milliseconds(10)) }
            let certificate = try #require(server.certificate)
            let body = try await HTTPTransport(trusting: certificate).send(TransportRequest(url: server.url)).body
            var seen = ""
            while let chunk = try await body.next() { seen += chunk.text }
            #expect(seen == parts.map { String(decoding: $0, as: UTF8.self) }.joined())
        }

        @Test func aPartIsNotHeldBackForTheNext() async throws {
            let parts = [Array("now".utf8), Array("later".utf8)]
            let server = try await ScriptedServer { _ in .stream(parts, delay: .milliseconds(300)) }
            let body = try await exchange(server.url).body
            #expect(try await body.next()?.text == "now")
            #expect(try await body.next()?.text == "later")
        }
    }
}
