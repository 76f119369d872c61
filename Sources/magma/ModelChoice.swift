import MagmaModel

/// Which model is asked, and why that one.
struct ModelChoice {
    enum Origin {
        case option, environment, localServer(String), echo(afterProbe: Bool)
    }

    var model: Model
    var origin: Origin

    /// `-m`, else `MAGMA_MODEL`, else (where `mayProbe`) the first model that a server on this machine offers, else the
    /// built-in echo. A key in the environment decides nothing: no prompt goes to a cloud that was not named.
    init(_ options: AskOptions, mayProbe: Bool) throws {
        if let text = options.model {
            self.init(model: try Self.parsed(text, "-m"), origin: .option)
        } else if let text = Environment.process["MAGMA_MODEL"], !text.isEmpty {
            self.init(model: try Self.parsed(text, "MAGMA_MODEL"), origin: .environment)
        } else if options.baseURL != nil || options.apiKey != nil {
            throw UsageError("--base-url and --api-key need a model to go with: give -m PROVIDER/MODEL.")
        } else if mayProbe, let offer = LocalServers.firstOffer(within: .milliseconds(200)) {
            let model = try Self.parsed(offer.modelText, offer.server).with(baseURL: offer.baseURL)
            self.init(model: model, origin: .localServer("\(offer.server) at \(offer.baseURL)"))
        } else {
            self.init(model: Model("echo/echo"), origin: .echo(afterProbe: mayProbe))
        }
    }

    private init(model: Model, origin: Origin) {
        self.model = model
        self.origin = origin
    }

    private static func parsed(_ text: String, _ source: String) throws -> Model {
        do throws(ModelError) {
            return try Model(parsing: text)
        } catch {
            throw UsageError("\(source): \(error.message)")
        }
    }

    /// What is used and how to choose another, where the user did not choose.
    var note: String? {
        let used: String
        switch origin {
        case .option, .environment: return nil
        case .localServer(let server): used = "using \(model.id) from \(server)."
        case .echo(afterProbe: true):
            used = "no model is chosen and no local server found, so \(model.id) repeats what you say."
        case .echo(afterProbe: false):
            used = "no model is chosen, and a dry run asks no server for one, so this is \(model.id)."
        }
        let ready = Catalog.readyWithKey
        let keys = ready.isEmpty ? "see magma providers" : "ready: \(ready.prefix(8).joined(separator: ", "))"
        return "\(used) Choose with -m PROVIDER/MODEL or MAGMA_MODEL (\(keys))."
    }
}
