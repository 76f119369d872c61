import MagmaTesting
import Testing

@testable import MagmaModel

extension NeverTests {
    /// A stream of each protocol that says "Hello".
    private static let streams: [(provider: String, events: [String])] = [
        ("vllm", [Answers.chunk("Hel"), Answers.chunk("lo"), Answers.end]),
        (
            "anthropic",
            [
                #"{"type":"message_start","message":{"id":"m1","model":"m","content":[]}}"#,
                #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
                #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}"#,
                #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"lo"}}"#,
                #"{"type":"content_block_stop","index":0}"#,
                #"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#, #"{"type":"message_stop"}"#,
            ].map { "data: \($0)\n\n" }
        ),
        (
            "ollama",
            [
                #"{"model":"m","message":{"role":"assistant","content":"Hel"},"done":false}"#,
                #"{"model":"m","message":{"role":"assistant","content":"lo"},"done":false}"#,
                #"{"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop"}"#,
            ].map { "\($0)\n" }
        ),
    ]

    @Test("report a cut stream as finished, wherever it is cut", arguments: 0..<3)
    func reportACutStreamAsFinished(number: Int) throws {
        let (provider, events) = Self.streams[number]
        let wire = try #require(ProviderCatalog.builtIn.provider(provider).wire.implementation)
        let bytes = Array(events.joined().utf8)
        var finished = 0
        for length in 0...bytes.count {
            var pump = EventPump(wire: wire, dialect: Dialect())
            var deltas: [Generation.Delta] = []
            do throws(ModelError) {
                try Array(bytes[..<length]).withBytes { (bytes) throws(ModelError) in
                    try pump.feed(bytes, into: &deltas)
                }
                try pump.finish(into: &deltas)
                finished += 1
                let answer = pump.builder.build()
                #expect(answer.content == "Hello" && answer.finishReason?.kind == .stop, "cut after \(length) bytes")
            } catch {
                #expect([.incompleteStream, .decoding].contains(error.code), "cut after \(length) bytes: \(error)")
            }
        }
        #expect((1...events[events.count - 1].utf8.count + 1).contains(finished), "\(finished)")
    }

    @Test("report a stream as finished whose connection breaks", arguments: 0..<3, [true, false])
    func reportABrokenStreamAsFinished(number: Int, isClean: Bool) async throws {
        let (provider, events) = Self.streams[number]
        let server = try await ScriptedServer { _ in
            .stream(
                headers: ["content-type": provider == "ollama" ? "application/x-ndjson" : "text/event-stream"],
                events.dropLast().map { Array($0.utf8) }, ending: isClean ? .complete : .cut
            )
        }
        let stream = Model(try ModelID(parsing: "\(provider)/m"), apiKey: testKey, baseURL: server.url).stream([
            .user("hi")
        ]
        )
        let error = await failure { () async throws(ModelError) in _ = try await stream.collect() }
        #expect(error?.code == (isClean ? .incompleteStream : .connection))
        #expect(error?.partial?.content == "Hello")
        #expect(stream.generation == nil)
        #expect(server.requestCount == 1, "what has begun is not asked again")
    }

    @Test("replace the provider's ids, model and times")
    func replaceWhatTheProviderSays() async throws {
        let chat = #"""
            {"id":"weird ✓ id","created":12,"model":"other-model","choices":[{"index":0,"finish_reason":"tool_calls",
            "message":{"content":null,"tool_calls":[{"id":"c:1","type":"function","function":{"name":"f",
            "arguments":"{ \"a\" : 1.0 }"}}]}}]}
            """#
        let message = #"""
            {"id":"weird ✓ id","model":"other-model","stop_reason":"tool_use",
            "content":[{"type":"tool_use","id":"c:1","name":"f","input":{ "a" : 1.0 }}]}
            """#
        for (provider, body) in [("vllm", chat), ("anthropic", message)] {
            let transport = FakeTransport(.json(body, headers: ["x-request-id": "r-1"]))
            let dispatcher = Dispatcher.fake(transport, environment: NeverList.keys)
            let model = Model(try ModelID(parsing: "\(provider)/m"))
            let answer = try await withDispatcher(dispatcher) { try await model([.user("hi")]) }
            #expect(answer.id == "weird ✓ id" && answer.model == "other-model" && answer.requestID == "r-1")
            #expect(answer.toolCalls.map(\.id) == ["c:1"])
            #expect(answer.toolCalls[0].parsedArguments == ["a": 1.0])
            #expect(answer.json["id"] == "weird ✓ id")
            #expect(answer.json["created"] == .null || answer.json["created"] == 12, "no time of our own")
        }
    }

    @Test("make up an id, or guess token counts into usage", arguments: 0..<3)
    func guess(number: Int) async throws {
        let (provider, events) = Self.streams[number]
        let chunks = FakeTransport.Reply(headers: ["content-type": "application/octet-stream"], chunks: events)
        let dispatcher = Dispatcher.fake(FakeTransport(chunks), environment: NeverList.keys)
        let model = Model(try ModelID(parsing: "\(provider)/m"))
        let answer = try await GenerationStream(model: model, messages: [.user("hi")], dispatcher: dispatcher).collect()
        #expect(answer.content == "Hello")
        #expect(answer.usage == nil && answer.json["usage"] == .null)
        #expect(answer.id == ["c1", "m1", ""][number])
        #expect(answer.requestID == nil && answer.cost == nil)
    }

    /// Models that no table knows: every parameter passes, or meets the rules of the family's newest member.
    @Test("let a price list gate a request")
    func letAListGateARequest() throws {
        let parameters: JSON.Object = [
            "seed": 7, "n": 2, "min_p": 0.1, "logprobs": true, "reasoning_effort": "extreme",
            "response_format": ["type": "json_object"],
            "tools": [["type": "function", "function": ["name": "f"]]], "tool_choice": "required", "unheard_of": 1,
        ]
        for id in ["openai/gpt-9-ultra", "openai/ft:some:model", "groq/brand-new", "openrouter/a/b", "vllm/x"] {
            // A provider's row may refuse a parameter of all its models, a model's name may not.
            let id = try ModelID(parsing: id)
            let refused = try ProviderCatalog.builtIn.provider(id.provider).dialect.refuses
            let isRefused = { (name: String) in refused.contains { $0 == name || $0.hasPrefix("\(name)=") } }
            // OpenAI's newest call tools at another endpoint, which has other parameters.
            let hasTools = id.name != "gpt-9-ultra"
            let asked = JSON.Object(
                parameters.filter { !isRefused($0.key) && (hasTools || !$0.key.hasPrefix("tool")) }
                    .map { ($0.key, $0.value) })
            #expect(asked.count > parameters.count / 2)
            let model = Model(id, temperature: 0.7, topP: 0.9, maxTokens: 1 << 40, extra: asked)
            let request = try NeverList.request(model)
            let body = try JSON(parsing: request.body)
            for (name, value) in asked { #expect(body[name] == value, "\(id): \(name)") }
            #expect(body["temperature"] == 0.7 && body["top_p"] == 0.9, "\(id)")
            #expect((body["max_tokens"] ?? body["max_completion_tokens"]) == .int(1 << 40), "\(id)")
            #expect(request.warnings.isEmpty, "\(id)")
        }
        for (newest, unknown) in [
            ("anthropic/claude-opus-5-5", "anthropic/claude-opus-12-20310101"),
            ("anthropic/claude-haiku-5", "anthropic/claude-haiku-31"),
            ("anthropic/some-model", "anthropic/brand-new"), ("openai/o3", "openai/o9-mini"),
        ] {
            let outcomes = try [newest, unknown].map { id in
                let extra: JSON.Object = ["thinking": ["type": "enabled", "budget_tokens": 2000], "top_k": 3]
                let model = Model(try ModelID(parsing: id), maxTokens: 99_999, dropUnsupported: true)
                    .with(temperature: 0.5, extra: id.hasPrefix("openai") ? [:] : extra)
                let request = try NeverList.request(model)
                var body = try JSON(parsing: request.body).objectValue ?? [:]
                body["model"] = nil
                return (JSON.object(body), request.warnings.map(\.subject))
            }
            #expect(outcomes[0].0 == outcomes[1].0, "\(unknown)")
            #expect(outcomes[0].1 == outcomes[1].1, "\(unknown)")
        }
    }
}
