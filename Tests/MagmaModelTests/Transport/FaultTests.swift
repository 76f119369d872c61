import MagmaModel
import MagmaTesting
import Testing

extension TransportTests {
    @Suite struct FaultTests {
        @Test func refused() async throws {
            let url = try await ScriptedServer.refusingURL()
            let started = ContinuousClock.now
            let error = await failure { () async throws(ModelError) in
                _ = try await exchange(url + "/secret-path?key=canary")
            }
            #expect(error?.code == .connection)
            #expect(error?.isRetryable == true)
            #expect(error?.message.contains("127.0.0.1") == true)
            #expect(error?.message.contains("canary") == false)
            #expect(error?.message.contains("secret-path") == false)
            #expect(ContinuousClock.now - started < .seconds(2))
        }

        @Test func unknownHost() async throws {
            let error = await failure { () async throws(ModelError) in
                _ = try await exchange("http://user:canary@no-such-host.invalid/")
            }
            #expect(error?.code == .connection)
            #expect(error?.message.contains("no-such-host.invalid") == true)
            #expect(error?.message.contains("canary") == false)
        }

        @Test func plainTextWhereTLSIsExpected() async throws {
            let server = try await ScriptedServer { _ in .json("{}") }
            let error = await failure { () async throws(ModelError) in
                _ = try await exchange("https://127.0.0.1:\(server.port)")
            }
            #expect(error?.code == .connection)
        }

        @Test(arguments: [ScriptedReply.closeBeforeHead, .garbage])
        func noHead(_ reply: ScriptedReply) async throws {
            let server = try await ScriptedServer(replies: [reply])
            let error = await failure { () async throws(ModelError) in _ = try await exchange(server.url) }
            #expect(error?.code == .connection)
            // The transport itself never sends twice.
            #expect(server.requests.count == 1)
        }

        @Test(arguments: [
            ScriptedReply.truncated(Array("{\"a\":".utf8), announcing: 100),
            .stream([Array("{\"a\":".utf8)], ending: .cut),
        ])
        func aBodyThatBreaksOff(_ reply: ScriptedReply) async throws {
            let server = try await ScriptedServer(replies: [reply])
            let response = try await exchange(server.url)
            var seen = ""
            let error = await failure { () async throws(ModelError) in
                while let chunk = try await response.body.next() { seen += chunk.text }
            }
            #expect(seen == "{\"a\":")
            #expect(error?.code == .connection)
            #expect(error?.message.contains("in the middle of the response") == true)
        }

        @Test(arguments: [
            ("x-a\r\nx-b", "v"), ("x a", "v"), ("", "v"), ("x-a", "v\r\nx-b: w"), ("x-a", "v\u{0}"), ("x-a", "v\nw"),
        ])
        func headersThatBreakOutAreRefused(_ name: String, _ value: String) async throws {
            let server = try await ScriptedServer { _ in .json("{}") }
            let error = await failure { () async throws(ModelError) in
                _ = try await exchange(server.url, headers: HeaderFields([(name, value)]))
            }
            #expect(error?.code == .invalidRequest)
            #expect(server.requests.isEmpty)
        }

        @Test(arguments: ["ftp://127.0.0.1/", "/v1/chat", "http://", "http://127.0.0.1/a b", ""])
        func urlsThatCannotBeSentTo(_ url: String) async {
            let error = await failure { () async throws(ModelError) in _ = try await exchange(url) }
            #expect(error?.code == .invalidRequest)
        }
    }
}
