import ArgumentParser
import MagmaModel

/// Sizes that double: what takes more than in proportion is a defect. Microseconds of processor time, one line a size.
struct GrowthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "growth")

    func run() throws {
        blocking {
            for megabytes in [1.25, 2.5, 5, 10] { try await Self.body(megabytes) }
            for kilobytes in [128, 256, 512, 1024] { try await Self.arguments(kilobytes) }
            for count in [12_500, 25_000, 50_000, 100_000] { try await Self.history(count) }
        }
    }

    /// A reply with a long text, escapes and non-ASCII in it.
    private static func body(_ megabytes: Double) async throws {
        let line = "Basalt, \"columns\" — línea\n"
        let text = String(repeating: line, count: Int(megabytes * 1_048_576) / line.utf8.count)
        let reply: JSON = [
            "id": "x", "model": "m",
            "choices": [
                ["index": 0, "message": ["role": "assistant", "content": .string(text)], "finish_reason": "stop"]
            ],
        ]
        let transport = MemoryTransport(reply.bytes(), "application/json", partSize: 65536)
        try await measure("body", megabytes * 1024, transport, [.user("hi")]) { model, messages in
            let answer = try await model(messages)
            precondition(answer.content.utf8.count == text.utf8.count)
        }
    }

    /// The arguments of one tool call, in pieces of four bytes.
    private static func arguments(_ kilobytes: Int) async throws {
        let pieces = kilobytes * 256
        func chunk(_ delta: String) -> String {
            #"data: {"id":"x","model":"m","choices":[{"index":0,"delta":\#(delta),"finish_reason":null}]}"# + "\n\n"
        }
        var body = chunk(
            #"{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""}}]}"#)
        for _ in 0..<pieces { body += chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"abcd"}}]}"#) }
        body += #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"# + "\n\ndata: [DONE]\n\n"
        let transport = MemoryTransport(Array(body.utf8), "text/event-stream", partSize: 16384)
        try await measure("arguments", Double(kilobytes), transport, [.user("hi")]) { model, messages in
            let answer = try await model.stream(messages).collect()
            precondition(answer.toolCalls.first?.arguments.utf8.count == pieces * 4)
        }
    }

    /// A long conversation to encode.
    private static func history(_ count: Int) async throws {
        let messages = (0..<count).map {
            $0.isMultiple(of: 2) ? Message.user("Question \($0)?") : .assistant("Answer \($0).")
        }
        let transport = MemoryTransport(Bodies.reply, "application/json")
        try await measure("history", Double(count), transport, messages) { model, messages in
            keep(try await model(messages).content)
        }
    }

    private static func measure(
        _ name: String,
        _ size: Double,
        _ transport: MemoryTransport,
        _ messages: [Message],
        _ work: (Model, [Message]) async throws -> Void
    ) async throws {
        let dispatcher = Dispatcher(transport: transport, environment: Environment([:]))
        let model: Model = Model("llamacpp/m")
        try await withDispatcher(dispatcher) {
            try await work(model, messages)
            let start = Measurement.now()
            for _ in 0..<3 { try await work(model, messages) }
            report("growth.\(name)", units: 3, from: start, to: .now(), more: [("size", size)])
        }
    }
}
