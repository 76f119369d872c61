import MagmaTesting
import Testing

@testable import MagmaModel

/// An answer that is none.
struct BadAnswer: Sendable, CustomTestStringConvertible {
    var line: BadInputTests.Line
    var reply: ScriptedReply
    /// The same to a call and to a stream, unless only one of them can be given it.
    var streamed: [Bool] = [false, true]
    /// What the message must say.
    var says = ""
    /// Whether it is the same to every wire protocol.
    var isCommon = true

    var testDescription: String { line.text }

    private static func line(_ text: String, _ code: ModelError.Code) -> BadInputTests.Line { .init(text, code) }
    private static let page = "<!DOCTYPE html><html><body>Sign in</body></html>"
    private static let gzip: HeaderFields = ["content-type": "application/json", "content-encoding": "gzip"]

    static let all: [BadAnswer] = pages + wholes + compressed + broken

    private static let pages: [BadAnswer] =
        [
            BadAnswer(line: line("HTML with status 200", .invalidRequest), reply: .html(page), says: "base URL"),
            BadAnswer(line: line("HTML with status 502", .serverError), reply: .html(status: 502, page)),
            BadAnswer(line: line("HTML with status 404", .notFound), reply: .html(status: 404, page)),
        ]
        + [301, 302, 303, 307, 308].map {
            BadAnswer(
                line: line("a redirect", .invalidRequest), reply: .redirect(status: $0, to: "http://127.0.0.1:9/"),
                says: "redirect")
        }

    private static let wholes: [BadAnswer] =
        [
            (#"{"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}}"#, ModelError.Code.rateLimited),
            (#"{"error":{"message":"upstream","code":502}}"#, .serverError),
            (#"{"error":{"message":"too long","code":"context_length_exceeded"}}"#, .contextWindowExceeded),
        ].map {
            BadAnswer(line: line("an error in a body with status 200: \(words($0.1))", $0.1), reply: .json($0.0))
        }
        + ["{}", "[]", "null", "7", #""text""#, #"{"choices":[]}"#, #"{"choices":7}"#].map {
            BadAnswer(line: line("JSON that is no answer", .decoding), reply: .json($0))
        }
        + ["", "  \n"].map { BadAnswer(line: line("an empty body", .decoding), reply: .json($0)) }
        + [
            BadAnswer(
                line: line("an empty stream", .incompleteStream),
                reply: .whole(headers: ["content-type": "text/event-stream"], body: []), streamed: [true]),
            BadAnswer(line: line("text that is no JSON", .decoding), reply: .json("OK")),
            BadAnswer(line: line("JSON that is cut off", .decoding), reply: .json(String(Answers.hello.dropLast(9)))),
            BadAnswer(
                line: line("JSON nested deeper than 512", .decoding),
                reply: .json(#"{"x":"# + String(repeating: "[", count: 100_000))),
            BadAnswer(
                line: line("invalid UTF-8", .decoding),
                reply: .whole(
                    headers: ["content-type": "application/json"],
                    body: Answers.hello.utf8.map { $0 == UInt8(ascii: "H") ? 0xFF : $0 })),
            BadAnswer(
                line: line("invalid UTF-8 in an event of a stream", .decoding),
                reply: .stream([Answers.chunk("H").utf8.map { $0 == UInt8(ascii: "H") ? 0xC0 : $0 }]),
                streamed: [true]),
            BadAnswer(
                line: line("an event of a stream that is no JSON", .decoding),
                reply: .stream([Array("data: {nonsense}\n\n".utf8)]), streamed: [true]),
        ]

    private static func words(_ code: ModelError.Code) -> String {
        code.rawValue.split(separator: "_").joined(separator: " ")
    }

    private static let compressed: [BadAnswer] = [
        BadAnswer(
            line: line("a broken gzip body", .decoding),
            reply: .whole(headers: gzip, body: Gzip.hello.prefix(20) + [UInt8](repeating: 0xAA, count: 60))),
        BadAnswer(
            line: line("a gzip body that is cut off", .decoding),
            reply: .whole(headers: gzip, body: Array(Gzip.hello.prefix(60)))),
        BadAnswer(
            line: line("a body that says gzip and is plain", .decoding),
            reply: .whole(headers: gzip, body: Array(Answers.hello.utf8))),
        BadAnswer(
            line: line("a compression that was not asked for", .decoding),
            reply: .whole(
                headers: ["content-type": "application/json", "content-encoding": "br"], body: [0x8B, 0x02, 0x80, 0x03])
        ),
    ]

    private static let broken: [BadAnswer] = [
        BadAnswer(
            line: line("fewer bytes than `content-length` announced", .connection),
            reply: .truncated(Array(Answers.hello.utf8), announcing: 1000)),
        BadAnswer(line: line("a connection that closes without an answer", .connection), reply: .closeBeforeHead),
        BadAnswer(line: line("bytes that are no HTTP", .connection), reply: .garbage),
        BadAnswer(
            line: line("a connection that breaks within a stream", .connection),
            reply: .stream([Array(Answers.chunk("H").utf8)], ending: .cut), streamed: [true],
            isCommon: false),
        BadAnswer(
            line: line("a stream that ends without its last event", .incompleteStream),
            reply: .stream([Array(Answers.chunk("H").utf8)]), streamed: [true], isCommon: false),
    ]
}

extension BadInputTests {
    @Test("as an answer is a typed error", arguments: BadAnswer.all)
    func badAnswer(bad: BadAnswer) async throws {
        let server = try await ScriptedServer(replies: [bad.reply])
        let providers = bad.isCommon ? NeverList.protocols : ["vllm"]
        for provider in providers {
            for isStreamed in bad.streamed {
                let error = await ask(server.url, streamed: isStreamed, provider: provider)
                bad.line.check(error)
                #expect(error?.message.contains(bad.says) == true, "\(provider): \(error?.message ?? "")")
            }
        }
        #expect(server.requestCount == bad.streamed.count * providers.count)
    }

    @Test("does not get in the way of a compressed answer", arguments: [false, true])
    func gzipWorks(isStreamed: Bool) async throws {
        let server = try await ScriptedServer { _ in .gzip(Gzip.hello) }
        let model = Model("vllm/m", baseURL: server.url)
        let answer = try await isStreamed ? model.stream([.user("hi")]).collect() : model([.user("hi")])
        #expect(answer.content == "Hello")
        #expect(server.requests[0].headers["accept-encoding"]?.contains("gzip") == true)
    }

    /// What is left over must neither be taken for the answer to the next request nor break it.
    @Test func wrongLengthSpoilsOneCallOnly() async throws {
        let hello = Array(Answers.hello.utf8)
        let poison = ScriptedReply.json(Answers.hello.replacing("Hello", with: "Poison"))
        let server = try await ScriptedServer(replies: [.truncated(hello, announcing: 10), .json(Answers.hello)])
        Self.wrongLength.check(await ask(server.url, streamed: false))
        #expect(try await Model("vllm/m", baseURL: server.url)([.user("hi")]).content == "Hello")
        // A whole second response behind the first one.
        let two = try await ScriptedServer(replies: [.json(Answers.hello).followed(by: poison), .json(Answers.hello)])
        for _ in 0..<3 {
            let answer = try await Model("vllm/m", baseURL: two.url)([.user("hi")])
            #expect(answer.content == "Hello")
        }
    }

    @Test func tooLongABodyIsGivenUp() async throws {
        let chunk = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
        let body = try await ScriptedServer { _ in .endless(chunk) }
        Self.tooLong.check(await ask(body.url, streamed: false))
        // One event without an end.
        let event = try await ScriptedServer { _ in .endless([UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)) }
        Self.tooLong.check(await ask(event.url, streamed: true))
        let line = try await ScriptedServer { _ in .endless([UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)) }
        Self.tooLong.check(await ask(line.url, streamed: true, provider: "ollama"))
        #expect(await holds { body.openConnections + event.openConnections + line.openConnections == 0 })
    }

    @Test func aBombIsNotUnpacked() async throws {
        let bomb = Gzip.zeros(count: 65 << 20)
        #expect(bomb.count < 1 << 20)
        let server = try await ScriptedServer { _ in .gzip(bomb) }
        Self.bomb.check(await ask(server.url, streamed: false))
    }

    @Test func aPromptOfAHundredMegabytesArrives() async throws {
        let server = try await ScriptedServer(keepsRequests: false) { request in
            .json(status: 413, #"{"error":{"message":"\#(request.body.count) bytes are too many"}}"#)
        }
        let text = String(repeating: "0123456789", count: 10 << 20)
        let error = await failure { () async throws(ModelError) in
            _ = try await Model("vllm/m", baseURL: server.url)([.user(text)])
        }
        Self.longPrompt.check(error)
        let size = error?.message.split(separator: " ").first.flatMap { Int($0) } ?? 0
        #expect(text.utf8.count..<(text.utf8.count + 1000) ~= size, "all of it is sent")
    }

    private func ask(_ url: String, streamed: Bool, provider: String = "vllm") async -> ModelError? {
        await failure { () async throws(ModelError) in
            let model = Model(try ModelID(parsing: "\(provider)/m"), apiKey: testKey, baseURL: url, retry: .never)
            _ = try await streamed ? model.stream([.user("hi")]).collect() : model([.user("hi")])
        }
    }
}
