import FoundationEssentials
import MagmaModel
import MagmaTesting
import Testing

extension TransportTests {
    @Suite struct CassetteTests {
        private let canary = "sk-canary-5f1e8c02"
        private let directory = FileManager.default.temporaryDirectory
            .appending(path: "magma-cassettes-\(UUID().uuidString)").path()

        @Test func whatIsRecordedCanBeReplayed() async throws {
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let server = try await ScriptedServer(replies: [
                .stream([Array("data: one\n\n".utf8), Array("data: two\n\n".utf8)], delay: .milliseconds(50)),
                .json(
                    headers: ["set-cookie": "id=\(canary)"], #"{"echo":"\#(canary)","access_token":"\#(canary)","b":1}"#
                ),
                .stream([Array("data: cut".utf8)], ending: .cut),
            ])
            let recorder = RecordingTransport(wrapping: HTTPTransport.shared, directory: directory)
            var seen: [[String]] = []
            for index in 0..<3 { seen.append(await chunks(recorder, request(server.url, index))) }
            #expect(recorder.failedWrites == 0)
            #expect(seen[0].joined() == "data: one\n\ndata: two\n\n")
            #expect(seen[2].last == "connection")

            let files = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
            #expect(files.count == 3)
            for file in files {
                let text = try String(decoding: Data(contentsOf: URL(filePath: "\(directory)/\(file)")), as: UTF8.self)
                #expect(!text.contains(canary))
                #expect(!text.contains("set-cookie"))
            }

            let replayer = try ReplayingTransport(directory: directory)
            // Another key, another order of members: the same request.
            #expect(await chunks(replayer, request(server.url, 0, key: "canary-other", reordered: true)) == seen[0])
            let whole = await chunks(replayer, request(server.url, 1)).joined()
            #expect(try JSON(parsing: whole) == ["echo": "***", "access_token": "***", "b": 1])
            #expect(await chunks(replayer, request(server.url, 2)) == seen[2])
            #expect(await chunks(replayer, request(server.url, 2)) == seen[2])
            #expect(server.requests.count == 3)
        }

        @Test func whatIsNotRecordedNamesTheFirstDifference() async throws {
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let server = try await ScriptedServer { _ in .json("{}") }
            let recorder = RecordingTransport(wrapping: HTTPTransport.shared, directory: directory)
            _ = await chunks(recorder, request(server.url, 0))
            let replayer = try ReplayingTransport(directory: directory)
            let error = await failure { () async throws(ModelError) in
                _ = try await replayer.send(request(server.url, 7))
            }
            #expect(error?.code == .configuration)
            #expect(error?.message.contains("$.messages[0].n") == true)
        }

        /// The tokens of log probabilities are text, not secrets.
        @Test func tokensOfLogprobsAreKept() async throws {
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let body = #"{"logprobs":[{"token":"Hi","logprob":-1,"top":[{"token":"Ho","logprob":-2}]}],"token":"t-1"}"#
            let server = try await ScriptedServer(replies: [.json(body)])
            let recorder = RecordingTransport(wrapping: HTTPTransport.shared, directory: directory)
            _ = await chunks(recorder, request(server.url, 1))
            let replayer = try ReplayingTransport(directory: directory)
            let replayed = try JSON(parsing: await chunks(replayer, request(server.url, 1)).joined())
            #expect(
                replayed["logprobs"]?[0]?["token"] == "Hi" && replayed["logprobs"]?[0]?["top"]?[0]?["token"] == "Ho")
            #expect(replayed["token"] == "***")
        }

        @Test func aDroppedStreamIsMarkedAsCut() async throws {
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let server = try await ScriptedServer(replies: [.stream([Array("data: one\n\n".utf8)], ending: .stalled)])
            let recorder = RecordingTransport(wrapping: HTTPTransport.shared, directory: directory)
            do {
                let response = try await recorder.send(request(server.url, 0))
                _ = try await response.body.next()
            }
            #expect(await holds { server.openConnections == 0 })
            let replayer = try ReplayingTransport(directory: directory)
            #expect(await chunks(replayer, request(server.url, 0)) == ["data: one\n\n", "connection"])
        }

        private func request(
            _ url: String,
            _ number: Int,
            key: String? = nil,
            reordered: Bool = false
        ) -> TransportRequest {
            let key = key ?? canary
            let body =
                reordered
                ? #"{"messages":[{"n":\#(number)}],"api_key":"\#(key)","model":"m"}"#
                : #"{"model":"m","messages":[{"n":\#(number)}],"api_key":"\#(key)"}"#
            return TransportRequest(
                url: url + "/v1/chat?key=\(key)&v=1",
                headers: [
                    "Authorization": "Bearer \(key)", "x-api-key": key, "Cookie": "a=\(key)",
                    "content-type": "application/json",
                ],
                body: Array(body.utf8),
                context: ExchangeContext(provider: "test", wire: .chatCompletions, model: "m", isStreaming: number != 1)
            )
        }

        /// The chunks of the response, and the code of the error that ended it.
        private func chunks(_ transport: any Transport, _ request: TransportRequest) async -> [String] {
            var seen: [String] = []
            let error = await failure { () async throws(ModelError) in
                let response = try await transport.send(request)
                while let chunk = try await response.body.next() { seen.append(chunk.text) }
            }
            if let error { seen.append(error.code.rawValue) }
            return seen
        }
    }
}
