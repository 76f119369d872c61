import ArgumentParser
import FoundationEssentials
import MagmaModel

/// `magma models`: what is known of which models, or what a provider offers.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List models with their limits, prices and abilities.",
        discussion: """
            EXAMPLES
              magma models sonnet
              magma models gpt-5 --provider openai
              magma models --live --provider ollama
              magma models --json --provider groq | jq -r '.[] | select(.prices.input == "0") | .id'

            Prices are US dollars for a million tokens that are read, written and read from a cache; "-" stands for what is
            not known. They are built in and fetched from nowhere; MAGMA_MODEL_REGISTRY names a file of your own that goes
            before them (docs/registry.md). --live asks the provider itself which models it has, with its key.
            """
    )

    @Argument(help: ArgumentHelp("Only ids that contain this.", valueName: "filter"))
    var filter: String?

    @Option(name: .customLong("provider"), help: ArgumentHelp("Only models of this provider.", valueName: "prefix"))
    var provider: String?

    @Flag(name: .customLong("live"), help: "Ask the provider for its list; needs --provider.")
    var live = false

    @Option(
        name: .customLong("base-url"), help: ArgumentHelp("Where the provider listens, for --live.", valueName: "url"))
    var baseURL: String?

    @Flag(name: .customLong("json"), help: "Print a JSON array.")
    var json = false

    func run() async throws {
        if live, provider == nil { throw UsageError("--live needs --provider: whose list is to be asked for?") }
        if !live, baseURL != nil { throw UsageError("--base-url needs --live: nothing is asked without it.") }
        var models: [ModelRow] = []
        do throws(ModelError) {
            if live { models = try await listed() } else { models = try known() }
        } catch {
            throw CallFailure(error: error, asJSON: json)
        }
        let rows = models.filter { row in filter.map { row.id.lowercased().contains($0.lowercased()) } ?? true }
        if json {
            Terminal.write(JSON.array(rows.map(\.json)).serialized(pretty: true) + "\n")
        } else if rows.isEmpty {
            Terminal.note(
                "no such model is known; a provider itself may know more: magma models --live --provider PREFIX")
        } else {
            Terminal.write(Table.text([ModelRow.heads] + rows.map(\.columns)))
        }
    }

    private func known() throws(ModelError) -> [ModelRow] {
        let dispatcher = Dispatcher.current
        // Throws where a file of the user's is broken.
        let providers = try dispatcher.providers
        let all = dispatcher.knownModels.map { ModelRow(id: $0.id, capabilities: $0.capabilities) }
        guard let provider else { return all }
        let row = providers.first { $0.id == provider || $0.aliases.contains(provider) }
        let prefixes = Set([provider] + (row.map { [$0.id] + $0.aliases } ?? []))
        return all.filter { prefixes.contains(String($0.id.prefix { $0 != "/" })) }
    }

    private func listed() async throws(ModelError) -> [ModelRow] {
        let provider = provider ?? ""
        var rows: [ModelRow] = []
        for model in try await Dispatcher.current.listModels(of: provider, baseURL: baseURL) {
            let id = try ModelID(parsing: "\(provider)/\(model.name)")
            var capabilities = Model(id).capabilities
            capabilities.contextWindow = model.contextWindow ?? capabilities.contextWindow
            capabilities.maxOutput = model.maxOutput ?? capabilities.maxOutput
            rows.append(ModelRow(id: id.description, capabilities: capabilities))
        }
        return rows
    }
}

/// A model of a list.
struct ModelRow {
    var id: String
    var capabilities: Capabilities

    static let heads = ["MODEL", "WINDOW", "OUTPUT", "$ IN", "$ OUT", "$ CACHED", "ABILITIES"]

    /// The abilities that fit on a line, by short words.
    private static let shown: [(Ability, String)] = [
        (.functionCalling, "tools"), (.vision, "vision"), (.pdfInput, "pdf"), (.audioInput, "audio"),
        (.reasoning, "reasoning"), (.responseSchema, "schema"), (.promptCaching, "cache"), (.webSearch, "search"),
    ]

    var columns: [String] {
        let rates = capabilities.prices?.standard
        let abilities = Self.shown.filter { capabilities.supports($0.0) == .supported }.map(\.1)
        return [
            id, Self.short(capabilities.contextWindow), Self.short(capabilities.maxOutput),
            rates?.input?.description ?? "-", rates?.output?.description ?? "-", rates?.cacheRead?.description ?? "-",
            abilities.isEmpty ? "-" : abilities.joined(separator: " "),
        ]
    }

    var json: JSON {
        var object: JSON.Object = ["id": .string(id)]
        object.merge(capabilities.json.objectValue ?? [:])
        return .object(object)
    }

    /// `128k` and `1.05M` for round numbers.
    private static func short(_ count: Int?) -> String {
        guard let count else { return "-" }
        if count >= 1_000_000 {
            let hundredths = count / 10_000
            let rest = hundredths % 100
            let digits = rest % 10 == 0 ? "\(rest / 10)" : "\(rest < 10 ? "0" : "")\(rest)"
            return rest == 0 ? "\(hundredths / 100)M" : "\(hundredths / 100).\(digits)M"
        }
        return count >= 10_000 ? "\(count / 1000)k" : "\(count)"
    }
}
