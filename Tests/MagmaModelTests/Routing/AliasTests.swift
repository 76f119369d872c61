import Foundation
import Testing

@testable import MagmaModel

@Suite struct AliasTests {
    private let messages: [Message] = [.user("hi")]

    private func inFile<Value>(
        _ text: String,
        ending: String = "json",
        _ body: (_ path: String) async throws -> Value
    ) async throws -> Value {
        let path = FileManager.default.temporaryDirectory.path + "/models-\(UUID().uuidString).\(ending)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }

    private func failure(_ text: String, _ model: Model = Model("@chat")) async throws -> ModelError? {
        try await inFile(text) { path in
            let dispatcher = Dispatcher.routing(FakeTransport(), environment: ["MAGMA_MODELS": path])
            return await #expect(throws: ModelError.self) {
                try await withDispatcher(dispatcher) { try await model(messages) }
            }
        }
    }

    private static let file = """
        {"models": {
          "fast": "openai/small?temperature=0.9",
          "chat": {"model": "@fast", "fallback": ["@backup"]},
          "backup": {"pool": [{"model": "openai/b1", "api_base": "http://b1"}, {"model": "openai/b2", "api_base": "http://b2"}]}
        }}
        """

    @Test func anAliasIsWhatTheFileSays() async throws {
        try await inFile(Self.file) { path in
            let transport = FakeTransport(
                .json("{}", status: 503), .json(Answers.hello), .json(Answers.hello), .json(Answers.hello))
            let dispatcher = Dispatcher.routing(transport, environment: ["MAGMA_MODELS": path])
            try await withDispatcher(dispatcher) {
                let answer = try await Model("@chat", retry: .never)(messages)
                #expect(answer.attempts.map(\.status) == [503, 200])
                #expect(transport.requests[1].url.hasPrefix("http://b"))
                _ = try await Model("@fast")(messages)
                _ = try await Model("@fast", temperature: 0.1).fallback(to: Model("@backup"))(messages)
                #expect(Model("@fast").capabilities == Model("openai/small").capabilities)
                let shown = try Dispatcher.current.prepare(Model("@chat"), messages, streaming: false)
                #expect(shown.resolved.call.modelName == "small")
            }
            let bodies = try transport.requests.map { try JSON(parsing: $0.body) }
            #expect(bodies[0]["model"] == "small" && bodies[0]["temperature"] == 0.9)
            #expect(bodies[2]["temperature"] == 0.9 && bodies[3]["temperature"] == 0.1)
        }
    }

    @Test func withoutAFileTheErrorSaysWhere() async {
        let error = await #expect(throws: ModelError.self) {
            try await withDispatcher(.routing(FakeTransport())) { try await Model("@chat")(messages) }
        }
        #expect(error?.code == .configuration && error?.message.contains("MAGMA_MODELS") == true)
    }

    @Test func aNearMissIsNamed() async throws {
        let error = try await failure(#"{"models":{"chat":"openai/x","code":"openai/y"}}"#, Model("@chatt"))
        #expect(error?.message == "There is no alias \"@chatt\". Did you mean \"@chat\"?", "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ("{\"models\":\n{\"chat\": }}", ":2:"), ("{\"models\":{\n\n\"chat\": {\"modl\":\"x\"}}}", ":3: alias \"chat\""),
        ("{\"models\":{\n\"a\":\"openai/x\",\n\"chat\":\"x\"}}", ":3: alias \"chat\""), ("[]", "no object \"models\""),
        ("{\"models\":{},\"other\":1}", "\"other\""),
    ])
    func aBrokenFileNamesTheLine(text: String, place: String) async throws {
        let error = try await failure(text)
        #expect(error?.code == .configuration && error?.message.contains(place) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        (#"{"models":{"chat":"@chat"}}"#, "@chat → @chat"),
        (#"{"models":{"a":"@b","b":"@chat","chat":"@a"}}"#, "@a → @b → @chat → @a"),
        (#"{"models":{"chat":{"model":"openai/x","fallback":["@b"]},"b":{"pool":["@chat"]}}}"#, "@b → @chat → @b"),
    ])
    func aCircleIsNamed(text: String, chain: String) async throws {
        let error = try await failure(text)
        #expect(error?.code == .configuration && error?.message.contains(chain) == true, "\(error?.message ?? "")")
    }

    @Test func aFileThatCannotBeReadIsSaid() async throws {
        for path in ["/nowhere/models.json", "/nowhere/models.txt"] {
            let dispatcher = Dispatcher.routing(FakeTransport(), environment: ["MAGMA_MODELS": path])
            let error = await #expect(throws: ModelError.self) {
                try await withDispatcher(dispatcher) { try await Model("@chat")(messages) }
            }
            #expect(error?.code == .configuration && error?.message.contains(path) == true)
        }
        // Who names no alias is not bothered.
        let dispatcher = Dispatcher.routing(
            FakeTransport(.json(Answers.hello)), environment: ["MAGMA_MODELS": "/nowhere/models.json"])
        #expect(try await withDispatcher(dispatcher) { try await Model("openai/x")(messages) }.content == "Hello")
    }

    @Test func aFileInItsUsualPlaceIsFound() async throws {
        let home = FileManager.default.temporaryDirectory.path + "/home-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: home + "/.config/magma", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        try Self.file.write(toFile: home + "/.config/magma/models.json", atomically: true, encoding: .utf8)
        let dispatcher = Dispatcher.routing(FakeTransport(.json(Answers.hello)), environment: ["HOME": home])
        #expect(try await withDispatcher(dispatcher) { try await Model("@fast")(messages) }.content == "Hello")
        #expect(try dispatcher.aliasList().models.map(\.name) == ["backup", "chat", "fast"])
    }
}
