import ArgumentParser
import MagmaModel

/// The library's own work on a stream, without a network: bytes to deltas through `GenerationStream`. The unit is a chunk.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "decode")

    enum Wire: String, ExpressibleByArgument, CaseIterable {
        case chat, messages, ollama
    }

    @Option(help: "Whose stream: chat, messages or ollama.") var wire = Wire.chat
    @Option(help: "Streams to read.") var n = 2000
    @Option(help: "Streams to read before the measurement.") var warm = 100

    func run() throws {
        let (body, type, model, units): ([UInt8], String, ModelID, Int) =
            switch wire {
            case .chat: (Bodies.stream, "text/event-stream", "llamacpp/m", 201)
            case .messages: (Bodies.messagesStream, "text/event-stream", "anthropic/m", 206)
            case .ollama: (Bodies.ollamaStream, "application/x-ndjson", "ollama/m", 201)
            }
        let dispatcher = Dispatcher(
            transport: MemoryTransport(body, type, partSize: 16384), environment: Environment([:]))
        let handle = Model(model, maxTokens: 256, apiKey: "sk-0123456789")
        let (n, warm, name) = (n, warm, "decode.\(wire.rawValue)")
        blocking {
            try await withDispatcher(dispatcher) {
                func read(_ count: Int) async throws {
                    for _ in 0..<count {
                        var bytes = 0
                        for try await delta in handle.stream(Bodies.messages) { bytes += delta.content.utf8.count }
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
