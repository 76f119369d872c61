import MagmaModel
import MagmaTesting
import Testing

extension TransportTests {
    @Suite struct ExchangeTests {
        @Test func sendsAndReceives() async throws {
            let server = try await ScriptedServer { _ in .json(status: 201, headers: ["x-request-id": "r"], #"{"a":1}"#)
            }
            let response = try await exchange(server.url + "/v1/chat?q=1", headers: ["x-test": "yes"])
            #expect(response.status == 201)
            #expect(response.headers["x-request-id"] == "r")
            let body = try await response.body.collect(upTo: 100)
            #expect(String(decoding: body, as: UTF8.self) == #"{"a":1}"#)
            let request = try #require(server.requests.first)
            #expect(request.method == "POST")
            #expect(request.uri == "/v1/chat?q=1")
            #expect(request.headers["x-test"] == "yes")
            #expect(String(decoding: request.body, as: UTF8.self) == #"{"model":"m"}"#)
        }

        @Test func aChunkArrivesBeforeTheNextIsSent() async throws {
            let server = try await ScriptedServer { _ in .stream([Array("data: a\n\n".utf8)], ending: .stalled) }
            let response = try await exchange(server.url)
            let chunk = try await response.body.next()
            #expect(chunk?.text == "data: a\n\n")
        }

        @Test func chunksArriveInOrder() async throws {
            let chunks = ["data: a\n\n", "data: b\n\n", "data: c\n\n"]
            let server = try await ScriptedServer { _ in
                .stream(chunks.map { Array($0.utf8) }, delay: .milliseconds(20))
            }
            let response = try await exchange(server.url)
            var seen = ""
            while let chunk = try await response.body.next() { seen += chunk.text }
            #expect(seen == chunks.joined())
        }

        @Test func aSlowReaderHoldsTheServerBack() async throws {
            let chunk = [UInt8](repeating: 0x61, count: 16 << 10)
            let server = try await ScriptedServer { _ in .endless(chunk) }
            let response = try await exchange(server.url)
            _ = try await response.body.next()
            // It stops once the buffers of both sockets are full; without back-pressure it never does.
            var held = -1
            for _ in 0..<40 where held != server.endlessBytes {
                held = server.endlessBytes
                try await Task.sleep(for: .milliseconds(300))
            }
            #expect(server.endlessBytes == held)
            #expect(held < 32 << 20)
            var largest = 0
            for _ in 0..<400 {
                let chunk = try #require(try await response.body.next())
                largest = max(largest, chunk.count)
            }
            #expect(largest <= 1 << 20)
            #expect(server.endlessBytes > held)
            response.body.cancel()
        }

        @Test func redirectsAreNotFollowed() async throws {
            let server = try await ScriptedServer { _ in .redirect(to: "/elsewhere") }
            let response = try await exchange(server.url)
            #expect(response.status == 302)
            #expect(response.headers["location"] == "/elsewhere")
            #expect(server.requests.count == 1)
        }

        @Test func compressedBodiesAreDecoded() async throws {
            let compressed: [UInt8] = [
                31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 74, 206, 207, 45, 40, 74, 45, 46,
                78, 77, 81, 178, 42, 41, 42, 77, 173, 5, 0, 241, 234, 57, 149, 19, 0, 0, 0,
            ]
            let server = try await ScriptedServer { _ in .gzip(compressed) }
            let body = try await exchange(server.url).body.collect(upTo: 1000)
            #expect(String(decoding: body, as: UTF8.self) == #"{"compressed":true}"#)
        }

        @Test func aBodyOverTheLimitIsRefused() async throws {
            let server = try await ScriptedServer { _ in .endless([UInt8](repeating: 0x61, count: 1000)) }
            let response = try await exchange(server.url)
            let error = await failure { () async throws(ModelError) in _ = try await response.body.collect(upTo: 5000) }
            #expect(error?.code == .decoding)
            #expect(await holds { server.openConnections == 0 })
        }

        @Test func connectionsAreUsedAgain() async throws {
            let server = try await ScriptedServer { _ in .json("{}") }
            for _ in 0..<20 { _ = try await exchange(server.url).body.collect(upTo: 100) }
            // The end of a body may be seen a moment before its connection is back in the pool.
            #expect(server.acceptedConnections <= 5)
        }

        @Test func aDiscardedRestKeepsTheConnection() async throws {
            let server = try await ScriptedServer { _ in
                .stream([Array("data: [DONE]\n\n".utf8), Array(": bye\n\n".utf8)], delay: .milliseconds(20))
            }
            for _ in 0..<3 {
                let response = try await exchange(server.url)
                _ = try await response.body.next()
                response.body.discard()
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(server.acceptedConnections == 1)
        }

        @Test func aDiscardedBodyWithoutEndIsClosed() async throws {
            let server = try await ScriptedServer { _ in .stream([Array("x".utf8)], ending: .stalled) }
            let response = try await exchange(server.url)
            _ = try await response.body.next()
            response.body.discard()
            #expect(await holds(within: .seconds(3)) { server.openConnections == 0 })
        }

        @Test func twoHundredCallsAtOnce() async throws {
            let server = try await ScriptedServer { request in
                .json(headers: ["x-id": request.headers["x-id"] ?? ""], "{}").delayed(.milliseconds(50))
            }
            let right = try await withThrowingTaskGroup(of: Bool.self) { group in
                for id in 0..<200 {
                    group.addTask {
                        let response = try await exchange(server.url, headers: ["x-id": "\(id)"])
                        _ = try await response.body.collect(upTo: 100)
                        return response.headers["x-id"] == "\(id)"
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(right == 200)
        }
    }
}
