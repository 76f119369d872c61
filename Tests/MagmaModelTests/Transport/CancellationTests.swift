import MagmaModel
import MagmaTesting
import Testing

extension TransportTests {
    @Suite struct CancellationTests {
        @Test(arguments: [ScriptedReply.stallBeforeHead, .stallAfterHead])
        func cancellingTheTaskClosesTheConnection(_ reply: ScriptedReply) async throws {
            let server = try await ScriptedServer(replies: [reply])
            let task = Task {
                await failure { () async throws(ModelError) in
                    _ = try await exchange(server.url).body.collect(upTo: 100)
                }
            }
            #expect(await holds { server.requests.count == 1 })
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
            let error = await task.value
            #expect(error?.code == .cancelled)
            #expect(await holds { server.openConnections == 0 })
        }

        @Test func aCancelledTaskSendsNothing() async throws {
            let server = try await ScriptedServer { _ in .json("{}") }
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return await failure { () async throws(ModelError) in _ = try await exchange(server.url) }
            }
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            #expect(server.requests.isEmpty)
        }

        @Test func cancellingTheBodyEndsAWaitingRead() async throws {
            let server = try await ScriptedServer(replies: [.stallAfterHead])
            let body = try await exchange(server.url).body
            let task = Task { await failure { () async throws(ModelError) in _ = try await body.next() } }
            try await Task.sleep(for: .milliseconds(50))
            body.cancel()
            #expect(await task.value?.code == .cancelled)
            #expect(await holds { server.openConnections == 0 })
        }

        @Test func droppingTheBodyClosesTheConnection() async throws {
            let server = try await ScriptedServer { _ in .endless(Array("data: x\n\n".utf8)) }
            do {
                let response = try await exchange(server.url)
                _ = try await response.body.next()
                #expect(server.openConnections == 1)
            }
            #expect(await holds { server.openConnections == 0 })
        }
    }
}
