import Testing

@testable import MagmaModel

extension NeverTests {
    /// A parameter changes the request, or is refused, or is named in a warning.
    @Test("lose a parameter silently", arguments: NeverList.providers)
    func loseAParameter(provider: Provider) throws {
        let tools: JSON.Object = ["tools": [["type": "function", "function": ["name": "f", "parameters": [:]]]]]
        for (name, value) in Self.parameters {
            let base = ["tool_choice", "parallel_tool_calls"].contains(name) ? tools : [:]
            var extra = base
            extra[name] = value
            let (plain, asked) = (
                try NeverList.model(provider, extra: base), try NeverList.model(provider, extra: extra)
            )
            try Self.expectKept("\(provider.id): \(name)", plain, asked, subject: name)
        }
        let plain = try NeverList.model(provider)
        try Self.expectKept("\(provider.id): temperature", plain, plain.with(temperature: 0.7), subject: "temperature")
        try Self.expectKept("\(provider.id): topP", plain, plain.with(topP: 0.7), subject: "top_p")
        try Self.expectKept("\(provider.id): maxTokens", plain, plain.with(maxTokens: 77), subject: "max_tokens")
    }

    @Test("lose a part of a message silently", arguments: NeverList.providers)
    func loseAPart(provider: Provider) throws {
        // Anthropic and Bedrock take a history with tool calls only together with the tools.
        let tools: JSON = [["type": "function", "function": ["name": "f", "parameters": [:]]]]
        let model = try NeverList.model(
            provider, extra: [.messages, .converse].contains(provider.wire) ? ["tools": tools] : [:])
        for (name, without, with) in Self.parts {
            try Self.expectKept("\(provider.id): \(name)", model, model, without, with)
        }
    }

    /// Holds two calls against each other that differ in one thing.
    private static func expectKept(
        _ place: String,
        _ plain: Model,
        _ asked: Model,
        _ without: [Message] = [.user("hi")],
        _ with: [Message] = [.user("hi")],
        subject: String? = nil
    ) throws {
        let base = try NeverList.request(plain.with(dropUnsupported: true), without)
        do throws(ModelError) {
            let request = try NeverList.request(asked, with)
            let isKept = request.body != base.body || request.headers != base.headers
            #expect(isKept || request.warnings != base.warnings, "\(place) is lost")
        } catch {
            #expect([.unsupported, .invalidRequest].contains(error.code), "\(place): \(error)")
            guard error.code == .unsupported else { return }
            // Dropped because the caller allows it: then a warning names it.
            let allowed = try NeverList.request(asked.with(dropUnsupported: true), with)
            let subjects = allowed.warnings.map(\.subject)
            // Where there are no tools at all, that is said once for everything about them.
            if subjects.contains("tools"), ["tool_choice", "parallel_tool_calls", "functions"].contains(subject) {
                return
            }
            #expect(subjects.contains { subject.map($0.hasPrefix) ?? true }, "\(place): \(subjects)")
        }
    }

    private static let parameters: JSON.Object = [
        "frequency_penalty": 0.5, "presence_penalty": 0.5, "logit_bias": ["50256": -100], "logprobs": true,
        "top_logprobs": 3, "n": 2, "seed": 7, "stop": ["END"], "user": "somebody", "store": true,
        "metadata": ["user_id": "u1", "run": "r1"], "service_tier": "flex", "reasoning_effort": "low",
        "thinking": ["type": "enabled", "budget_tokens": 2000], "verbosity": "low", "prompt_cache_key": "p",
        "prompt_cache_retention": "24h", "safety_identifier": "s", "modalities": ["text", "audio"],
        "audio": ["voice": "alloy", "format": "wav"], "prediction": ["type": "content", "content": "x"],
        "web_search_options": [:], "response_format": ["type": "json_object"], "top_k": 5, "min_p": 0.1,
        "tools": [["type": "function", "function": ["name": "f", "parameters": [:]]]], "tool_choice": "required",
        "parallel_tool_calls": false, "functions": [["name": "f", "parameters": [:]]], "function_call": "auto",
        "extra_headers": ["x-team": "t"], "extra_body": ["unheard_of": 1], "unheard_of": ["a": 1],
    ]

    private static let parts: [(name: String, without: [Message], with: [Message])] = {
        let text = Part.text("hi")
        let png = MediaSource.base64("iVBORw==", mediaType: "image/png")
        let pdf = MediaSource.base64("JVBERg==", mediaType: "application/pdf")
        func user(_ parts: Part...) -> [Message] { [Message(role: .user, parts: [text] + parts)] }
        func turn(_ message: Message) -> [Message] { [.user("hi"), message, .user("go on")] }
        func said(_ parts: Part...) -> [Message] { turn(Message(role: .assistant, parts: [text] + parts)) }
        func call(_ call: ToolCall, _ result: Message) -> [Message] {
            [.user("hi"), .assistant(toolCalls: [call]), result]
        }
        let toolCall = ToolCall(id: "c1", name: "f", arguments: "{}")
        let result = Message.tool("1", callID: "c1")
        let named = Message.tool("1", callID: "c1", name: "f")
        var marked = toolCall
        marked.extra = ["cache_control": ["type": "ephemeral"]]
        var unknown = toolCall
        unknown.extra = ["unheard_of": 1]
        var hinted = result
        hinted.cacheHint = .ephemeral
        return [
            ("text", user(), user(.text("more"))),
            ("a hint on text", user(.text("a")), user(.text("a", cache: .ephemeral))),
            ("image", user(), user(.image(Image(png)))),
            ("image by URL", user(), user(.image(Image(.url("https://h/i.png"))))),
            ("image by id", user(), user(.image(Image(.fileID("file-1"))))),
            ("an image's detail", user(.image(Image(png))), user(.image(Image(png, detail: "high")))),
            ("a hint on an image", user(.image(Image(png))), user(.image(Image(png, cache: .ephemeral)))),
            ("audio", user(), user(.audio(Audio(base64: "AAAA", format: "wav")))),
            ("file", user(), user(.file(File(pdf)))),
            ("a file's name", user(.file(File(pdf))), user(.file(File(pdf, name: "a.pdf")))),
            ("a hint on a file", user(.file(File(pdf))), user(.file(File(pdf, cache: .ephemeral)))),
            ("reasoning", said(), said(.reasoning(Reasoning("hm")))),
            ("signed reasoning", said(), said(.reasoning(Reasoning("hm", signature: "s")))),
            ("encrypted reasoning", said(), said(.reasoning(Reasoning("", redacted: "xyz")))),
            ("refusal", said(), said(.refusal("no"))),
            ("tool call", [.user("hi"), .assistant("x"), named], call(toolCall, result)),
            ("a mark on a tool call", call(toolCall, result), call(marked, result)),
            ("a hint on a tool's result", call(toolCall, result), call(toolCall, hinted)),
            ("an unknown member of a tool call", call(toolCall, result), call(unknown, result)),
            ("another name of a tool", call(toolCall, result), call(toolCall, .tool("1", callID: "c1", name: "g"))),
            ("Anthropic's block", user(), user(.opaque(OpaqueBlock(wire: .messages, value: ["type": "document"])))),
            (
                "OpenAI's block", user(),
                user(.opaque(OpaqueBlock(wire: .chatCompletions, value: ["type": "video_url"])))
            ),
            ("name", user(), [Message(role: .user, parts: [text], name: "Ann")]),
            ("an assistant's name", said(), turn(Message(role: .assistant, parts: [text], name: "Bot"))),
            ("a hint on a message", user(), [Message(role: .user, parts: [text], cacheHint: .ephemeral)]),
            ("an unknown member", user(), [Message(role: .user, parts: [text], extra: ["prefix": true])]),
            ("a further system message", turn(.user("x")), turn(.system("x"))),
            ("the role developer", turn(.user("x")), turn(Message(role: .developer, parts: [text]))),
        ]
    }()
}
