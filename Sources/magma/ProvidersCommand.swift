import ArgumentParser
import MagmaModel

/// `magma providers`: who can be called.
struct ProvidersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers",
        abstract: "List the providers: prefix, ready or what is missing, base URL.",
        discussion: """
            EXAMPLES
              magma providers
              magma providers --json | jq -r '.[] | select(.ready) | .prefix'

            Providers of your own go into ~/.config/magma/providers.json (or .yaml), or the file that MAGMA_PROVIDERS names.
            """
    )

    @Flag(name: .customLong("json"), help: "Print a JSON array.")
    var json = false

    func run() throws {
        let dispatcher = Dispatcher.current
        let providers: [Provider]
        do {
            providers = try dispatcher.providers
        } catch {
            throw CallFailure(error: error, asJSON: json)
        }
        let rows = providers.map {
            Row(provider: $0, missing: dispatcher.missing(for: $0), baseURL: dispatcher.baseURL(of: $0))
        }
        if json {
            Terminal.write(JSON.array(rows.map(\.json)).serialized(pretty: true) + "\n")
        } else {
            Terminal.write(Table.text([["PREFIX", "STATE", "BASE URL"]] + rows.map(\.columns), limit: 44))
        }
    }

    private struct Row {
        var provider: Provider
        var missing: [String]
        var baseURL: String?

        /// What stands between the user and a call; `nil` where nothing does.
        var obstacle: String? {
            if let reason = provider.retired { return "closed: \(reason)" }
            if !missing.isEmpty { return "needs \(missing[0])" }
            guard provider.wire != .echo, baseURL == nil else { return nil }
            // An address with a place to fill in needs the variable of that name.
            let place = provider.baseURL?.split(separator: "{").dropFirst().first?.prefix { $0 != "}" }
            let variable = place.map(String.init) ?? provider.baseURLVariables.first
            return "needs \(variable.map { "\($0) or " } ?? "")--base-url"
        }

        var columns: [String] {
            let place = provider.wire == .echo ? "(in this process)" : baseURL ?? provider.baseURL ?? "-"
            return [provider.id, obstacle ?? "ready", Redaction.url(place)]
        }

        var json: JSON {
            [
                "prefix": .string(provider.id),
                "name": .string(provider.name),
                "aliases": .array(provider.aliases.map(JSON.string)),
                "ready": .bool(obstacle == nil),
                "state": .string(obstacle ?? "ready"),
                "missing": .array(missing.map(JSON.string)),
                "base_url": provider.wire == .echo
                    ? .null : (baseURL ?? provider.baseURL).map { .string(Redaction.url($0)) } ?? .null,
                "wire": .string(provider.wire.rawValue),
                "documentation": provider.documentation.map(JSON.string) ?? .null,
                "retired": provider.retired.map(JSON.string) ?? .null,
            ]
        }
    }
}
