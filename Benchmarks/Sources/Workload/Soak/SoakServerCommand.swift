import ArgumentParser
import MagmaModel
import MagmaTesting
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The other side of `soak`, in a process of its own, so that neither's memory and descriptors are the other's: one provider for
/// each protocol. It prints a line of JSON for each line that it reads, and ends with its input.
struct SoakServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "soak-server")

    @Option(help: "Chooses the faults.") var seed = SoakMix.seed

    /// A model of each protocol.
    private static let models: [(name: String, wire: WireProtocolID)] = [
        ("vllm/fake", .chatCompletions), ("openai/responses/fake", .responses), ("anthropic/fake", .messages),
        ("gemini/fake", .generateContent), ("bedrock/fake", .converse), ("cohere/fake", .cohereChat),
        ("ollama/fake", .ollamaChat),
    ]

    func run() throws {
        let (seed, providers, faults) = (seed, Providers(), Count())
        blocking {
            for (lane, model) in Self.models.enumerated() {
                let mix = SoakMix(seed: seed, lane: lane)
                let provider = try await FakeProvider(wire: model.wire, keepsRequests: false) { number in
                    let fault = mix.fault(of: number)
                    if fault != nil { faults.value.add(1, ordering: .relaxed) }
                    return fault
                }
                providers.list.withLock { $0.append((model.name, provider)) }
            }
        }
        while readLine() != nil {
            print(providers.report(faults: faults.value.load(ordering: .relaxed)).serialized())
            fflush(nil)
        }
    }

    private final class Count: Sendable {
        let value = Atomic(0)
    }

    private final class Providers: Sendable {
        let list = Mutex<[(model: String, provider: FakeProvider)]>([])

        func report(faults: Int) -> JSON {
            let list = list.withLock { $0 }
            return SoakCounts(
                endpoints: list.map { ($0.model, $0.provider.url) },
                requests: list.reduce(0) { $0 + $1.provider.requestCount },
                faults: faults,
                connections: list.reduce(0) { $0 + $1.provider.openConnections }
            ).json
        }
    }
}

/// What the server tells.
struct SoakCounts {
    /// Each model and the base URL of its provider.
    var endpoints: [(model: String, url: String)]
    /// The requests that were read to their end.
    var requests: Int
    /// How many of them were failed.
    var faults: Int
    /// The connections that are open now.
    var connections: Int

    var json: JSON {
        [
            "endpoints": .object(JSON.Object(endpoints.map { ($0.model, .string($0.url)) })),
            "requests": .int(Int64(requests)), "faults": .int(Int64(faults)), "connections": .int(Int64(connections)),
        ]
    }
}

extension SoakCounts {
    /// `nil` where the text is no such report.
    init?(_ text: String) {
        guard let json = try? JSON(parsing: text), let requests = json["requests"]?.intValue,
            let faults = json["faults"]?.intValue, let connections = json["connections"]?.intValue
        else { return nil }
        let endpoints = (json["endpoints"]?.objectValue ?? [:]).compactMap { member in
            member.value.stringValue.map { (member.key, $0) }
        }
        self.init(endpoints: endpoints, requests: requests, faults: faults, connections: connections)
    }
}
