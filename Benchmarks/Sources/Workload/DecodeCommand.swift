import ArgumentParser
import MagmaModel

/// The library's own work without a network: on a stream, bytes to deltas through `GenerationStream`, the unit a chunk; on
/// a whole reply, all of a call.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "decode")

    enum Wire: String, ExpressibleByArgument, CaseIterable {
        case chat, messages, ollama, reply
    }

    @Option(help: "Whose stream: chat, messages or ollama; or a whole reply.") var wire = Wire.chat
    @Flag(help: "Held to limits that leave room for all.") var limits = false
    @Flag(help: "A prompt of one word, so that nothing goes by its length.") var short = false
    @Option(help: "Streams to read.") var n = 2000
    @Option(help: "Streams to read before the measurement.") var warm = 100

    func run() throws {
        let (body, type, model, units): ([UInt8], String, ModelID, Int) =
            switch wire {
            case .chat: (Bodies.stream, "text/event-stream", "llamacpp/m", 201)
            case .messages: (Bodies.messagesStream, "text/event-stream", "anthropic/m", 206)
            case .ollama: (Bodies.ollamaStream, "application/x-ndjson", "ollama/m", 201)
            case .reply: (Bodies.reply, "application/json", "llamacpp/m", 1)
            }
        let dispatcher = Dispatcher(
            transport: MemoryTransport(body, type, partSize: 16384), environment: Environment([:]))
        // More than a machine can send, so that nobody waits.
        let limits = Limits(
            requestsPerMinute: 1 << 40, tokensPerMinute: 1 << 50, concurrency: .adaptive(), maximumWait: .zero)
        let handle = Model(
            model, maxTokens: 256, apiKey: "sk-0123456789", limits: self.limits ? limits : nil)
        let messages = short ? [.user("hi")] : Bodies.messages
        let (n, warm, name, isWhole) = (n, warm, "decode.\(wire.rawValue)", wire == .reply)
        blocking {
            try await withDispatcher(dispatcher) {
                func read(_ count: Int) async throws {
                    for _ in 0..<count {
                        if isWhole {
                            keep(try await handle(messages).content)
                            continue
                        }
                        var bytes = 0
                        for try await delta in handle.stream(messages) { bytes += delta.content.utf8.count }
                        precondition(bytes > 500)
                    }
                }
                try await read(warm)
                let start = Measurement.now()
                try await read(n)
                report(name, units: n * units, from: start, to: .now())
            }
        }
    }
}
