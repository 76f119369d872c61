import MagmaTesting
import Testing

@testable import MagmaModel

/// The same three calls, as Langfuse's own SDK and its wrapper of OpenAI's client send them, and as they are sent here: each
/// attribute is equal, or stands in a table with the reason.
@Suite(.enabled(if: SharedFiles.has("langfuse-captures"), SharedFiles.absent))
struct LangfuseGoldenTests {
    /// What differs in every capture.
    private static let always = [
        "kind": "a call of a service is a client's span",
        "flags": "the span is sampled, which the SDK does not say",
        "trace.name": "a server that reads single observations has no other name for the trace",
        "observation.metadata.attempts": "ours", "observation.metadata.stream": "ours",
        "observation.metadata.request_model": "ours", "observation.metadata.provider": "ours",
    ]
    private static let answered = always.merging([
        "observation.metadata.finish_reason": "ours for every answer, as a plain text",
        "observation.metadata.response_id": "ours",
    ]) { $1 }
    private static let wrapper = [
        "name": "the wrapper says that it is itself", "observation.metadata.langfuse_user_id": "stands in user.id",
        "observation.metadata.langfuse_session_id": "stands in session.id",
        "observation.metadata.langfuse_tags": "stands in trace.tags",
        "observation.metadata.foo": "stands in trace.metadata",
        "user.id": "the wrapper has it in metadata", "session.id": "the wrapper has it in metadata",
        "trace.tags": "the wrapper has them in metadata",
        "trace.metadata.foo": "the wrapper has it with the observation",
        "observation.model.parameters": "only what the caller set; the wrapper adds OpenAI's defaults",
        "observation.usage_details": "buckets that do not overlap; the wrapper sends OpenAI's own object",
        "observation.cost_details": "the price is known here, so the server need not guess",
    ]

    @Test func plainCallOfTheSDK() async throws {
        let ours = try await span(.json(Self.body)) { model in
            try await withTrace(
                name: "my-trace", user: "user-1", session: "sess-1", tags: ["t1", "t2"], metadata: ["k": "v"]
            ) { _ = try await model.with(maxTokens: 64, extra: ["stop": ["x"]])([.user("Capital of France?")]) }
        }
        var table = Self.answered
        table["trace.name"] = nil
        table["version"] = "there is no variable for it"
        table["trace.metadata.k"] = "a plain text: only servers that know the SDK's version read its quotes"
        table["observation.model.parameters"] = "the tier of service that answered is among them"
        table["observation.output"] = "the capture's answer is shorter"
        for name in ["n", "nested"] { table["observation.metadata.\(name)"] = "the caller's own" }
        try compare("sdk_a", ours, table)
    }

    @Test func streamOfTheSDK() async throws {
        let ours = try await span(Self.stream) { _ = try await $0.stream([.user("hi")]).collect() }
        try compare(
            "sdk_b", ours,
            Self.answered.merging([
                "observation.output": "a message, as for a call that is not streamed; the capture's caller gave a text",
                "observation.completion_start_time": "the time of this call, without further quotes",
                "observation.model.name": "the model that answered",
                "observation.model.parameters": "the caller set one",
                "observation.usage_details": "as the provider counted",
                "observation.cost_details": "the price is known",
            ]) { $1 })
    }

    @Test func errorOfTheSDK() async throws {
        let ours = try await span(.json(#"{"error":{"message":"rate limited"}}"#, status: 429)) { model in
            _ = await failure { () async throws(ModelError) in _ = try await model([.user("hi")]) }
        }
        try compare("sdk_c", ours, Self.always.merging(Self.failed) { $1 })
    }

    private static let failed = [
        "status": "the provider's sentence with the kind of error before it",
        "observation.status_message": "the same as the status",
        "observation.input": "messages; the capture's caller gave a text",
        "observation.model.parameters": "the caller set one",
        "observation.cost_details": "else the server makes a cost up from the text",
        "observation.metadata.error_type": "ours", "observation.metadata.http_status": "ours",
        "events": "no stack trace: it shows the application's files, and nothing of the provider's",
    ]

    @Test func plainCallOfTheWrapper() async throws {
        let ours = try await span(.json(Self.body)) { model in
            try await withTrace(user: "u1", session: "s1", tags: ["t1"], metadata: ["foo": "bar"]) {
                _ = try await model.with(maxTokens: 64)([.system("Be brief."), .user("Capital of France?")])
            }
        }
        try compare("openai_a", ours, Self.answered.merging(Self.wrapper) { $1 })
    }

    @Test func streamOfTheWrapper() async throws {
        let ours = try await span(Self.stream) {
            _ = try await $0.stream([.system("Be brief."), .user("Capital of France?")]).collect()
        }
        var table = Self.answered.merging([
            "observation.output": "a message, as for a call that is not streamed",
            "observation.completion_start_time": "the time of this call, without further quotes",
        ]) { $1 }
        for name in ["name", "model.parameters", "usage_details", "cost_details"].map({
            $0 == "name" ? $0 : "observation.\($0)"
        }) {
            table[name] = Self.wrapper[name]
        }
        try compare("openai_b", ours, table)
    }

    @Test func errorOfTheWrapper() async throws {
        let body = #"{"error":{"message":"The model `boom` does not exist"}}"#
        let ours = try await span(.json(body, status: 400), model: "openai/boom") { model in
            _ = await failure { () async throws(ModelError) in
                _ = try await model([.system("Be brief."), .user("Capital of France?")])
            }
        }
        var table = Self.always.merging(Self.failed) { $1 }
        table["name"] = Self.wrapper["name"]
        table["observation.model.parameters"] = Self.wrapper["observation.model.parameters"]
        table["observation.cost_details"] = "the sum alone; the wrapper has its parts too, all zero"
        table["observation.input"] = nil
        table["events"] = nil
        try compare("openai_c", ours, table)
    }

    // MARK: What is compared

    private static let usage =
        #""usage":{"prompt_tokens":120,"completion_tokens":45,"total_tokens":165,"prompt_tokens_details":{"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":20}}"#
    private static let body =
        #"{"id":"c1","model":"gpt-4o-2024-08-06","service_tier":"default","choices":[{"index":0,"message":{"role":"assistant","content":"The capital is Paris."},"finish_reason":"stop"}],"#
        + usage + "}"
    private static let stream = FakeTransport.Reply.stream(
        #"data: {"id":"c1","model":"gpt-4o-2024-08-06","service_tier":"default","choices":[{"index":0,"delta":{"content":"The capital is Paris."}}]}"#
            + "\n\n", #"data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n",
        #"data: {"id":"c1","choices":[],"# + usage + "}\n\ndata: [DONE]\n\n")

    private func span(
        _ reply: FakeTransport.Reply,
        model: ModelID = "openai/gpt-4o",
        _ call: @Sendable (Model) async throws -> Void
    ) async throws -> PostedSpan {
        let server = try await TraceServer()
        let dispatcher = Dispatcher.traced(
            server, FakeTransport(reply), ["LANGFUSE_TRACING_ENVIRONMENT": "staging", "LANGFUSE_RELEASE": "abc123"])
        try await withDispatcher(dispatcher) {
            try await call(Model(model, temperature: 0.2, retry: RetryPolicy(count: 0)))
        }
        #expect(await dispatcher.flush())
        let resource = try #require(try server.requests.first.map { try PostedTraces($0.body).resource })
        #expect(resource["langfuse.environment"] == "staging")
        #expect(resource["langfuse.release"] == "abc123")
        let spans = try server.spans
        #expect(spans.count == 1)
        return try #require(spans.first)
    }

    /// Everything of a span by its name, `langfuse.` left out and JSON text read.
    private func members(_ span: PostedSpan) -> [String: JSON] {
        var members: [String: JSON] = [
            "name": .string(span.name), "kind": .int(Int64(span.kind ?? 0)), "flags": .int(Int64(span.flags ?? 0)),
        ]
        if let status = span.status { members["status"] = .string(status.message) }
        for (key, value) in span.attributes { members[Self.plain(key)] = Self.read(value) }
        return members
    }

    private func members(captured: JSON) throws -> [String: JSON] {
        let kinds = ["SPAN_KIND_INTERNAL": 1, "SPAN_KIND_CLIENT": 3] as JSON.Object
        var members: [String: JSON] = [
            "name": try #require(captured["name"]), "flags": try #require(captured["flags"]),
        ]
        members["kind"] = try #require(kinds[captured["kind"]?.stringValue ?? ""])
        members["status"] = captured["status"]?["message"]
        if captured["events"] != nil { members["events"] = true }
        for attribute in captured["attributes"]?.arrayValue ?? [] {
            let value = attribute["value"]
            let list = value?["arrayValue"]?["values"]?.arrayValue?.compactMap { $0["stringValue"] }
            let scalar = value?["stringValue"] ?? value?["boolValue"] ?? value?["intValue"]
            members[Self.plain(try #require(attribute["key"]?.stringValue))] = try Self.read(
                #require(list.map(JSON.array) ?? scalar))
        }
        return members
    }

    private static func plain(_ key: String) -> String {
        key.hasPrefix("langfuse.") ? String(key.dropFirst("langfuse.".count)) : key
    }

    private static func read(_ value: JSON) -> JSON {
        guard let text = value.stringValue, text.hasPrefix("{") || text.hasPrefix("[") else { return value }
        return (try? JSON(parsing: text)) ?? value
    }

    private func compare(_ capture: String, _ span: PostedSpan, _ reasons: [String: String]) throws {
        let path = try #require(SharedFiles.paths(under: "langfuse-captures/\(capture)", suffix: ".json").first)
        let body = try JSON(parsing: SharedFiles.bytes(path))["body"]
        let captured = try #require(body?["resourceSpans"]?[0]?["scopeSpans"]?[0]?["spans"]?[0])
        let (theirs, ours) = (try members(captured: captured), members(span))
        var differing: Set<String> = []
        for name in Set(theirs.keys).union(ours.keys) where theirs[name] != ours[name] {
            differing.insert(name)
            #expect(
                reasons[name] != nil,
                "\(capture): \(name) is \(ours[name] ?? .null) here, \(theirs[name] ?? .null) there")
        }
        for name in reasons.keys { #expect(differing.contains(name), "\(capture): \(name) does not differ") }
        // What a reader of either sees the same.
        #expect(!ours.isEmpty && differing.count < Set(theirs.keys).union(ours.keys).count)
    }
}
