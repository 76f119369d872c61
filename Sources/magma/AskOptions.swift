import ArgumentParser
import MagmaModel

/// What a call can be told on the command line.
struct AskOptions: ParsableArguments {
    @Option(
        name: [.customShort("m"), .customLong("model")],
        help: ArgumentHelp(
            "The model, as in openai/gpt-4o, with settings if you like: 'groq/llama-3.3-70b-versatile?top_p=0.9'; or an alias, @chat.",
            valueName: "provider/model"
        )
    )
    var model: String?

    @Option(name: .customLong("base-url"), help: ArgumentHelp("Where the provider listens.", valueName: "url"))
    var baseURL: String?

    @Option(
        name: .customLong("api-key"),
        help: ArgumentHelp("The key, or env:NAME. Better left to the environment.", valueName: "key")
    )
    var apiKey: String?

    @Option(name: [.customShort("s"), .customLong("system")], help: "Instructions for the whole conversation.")
    var system: String?

    @Option(
        name: [.customShort("t"), .customLong("temperature")],
        help: ArgumentHelp("From 0 to 2; \"default\" leaves it to the provider.", valueName: "temperature|default")
    )
    var temperature: TemperatureChoice?

    @Option(name: .customLong("max-tokens"), help: ArgumentHelp("The most tokens to write.", valueName: "n"))
    var maxTokens: Int?

    @Option(
        name: .customLong("extra"),
        help: ArgumentHelp("Another parameter, as in seed=7 or stop='[\"END\"]'. Repeatable.", valueName: "key=json")
    )
    var extra: [String] = []

    @Option(
        name: .customLong("params"),
        help: ArgumentHelp("A JSON object with such parameters.", valueName: "file"),
        completion: .file()
    )
    var params: String?

    @Option(
        name: .customLong("messages"),
        help: ArgumentHelp("A JSON array of messages in the chat format; - is the standard input.", valueName: "file"),
        completion: .file()
    )
    var messages: String?

    @Option(
        name: .customLong("image"),
        help: ArgumentHelp("An image to go with the text. Repeatable.", valueName: "file|url"),
        completion: .file()
    )
    var images: [String] = []

    @Option(
        name: .customLong("schema"),
        help: ArgumentHelp("A JSON schema that the answer has to follow.", valueName: "file"),
        completion: .file()
    )
    var schema: String?

    @Flag(name: .customLong("no-stream"), help: "Wait for the whole answer.")
    var noStream = false

    @Flag(name: .customLong("json"), help: "Print the answer as JSON in OpenAI's response shape.")
    var json = false

    @Flag(name: .customLong("usage"), help: "Print model, tokens and times to stderr, also where it is no terminal.")
    var usage = false

    @Flag(
        name: .customLong("dry-run"),
        help: "Send nothing; print the request as JSON, or with --dry-run=curl as a curl command."
    )
    var dryRun = false

    /// Stands for the value of `--dry-run=FORM`, see ``CommandArguments``.
    @Option(name: .customLong("dry-run-form"), help: .hidden)
    var dryRunForm: DryRun.Form?

    @Argument(help: "What to ask. Piped text is added to it.")
    var text: String?
}

/// The value of `-t`.
enum TemperatureChoice: ExpressibleByArgument {
    case providerDefault
    case value(Double)

    init?(argument: String) {
        if argument == "default" || argument == "none" {
            self = .providerDefault
        } else if let value = Double(argument), value.isFinite, value >= 0 {
            self = .value(value)
        } else {
            return nil
        }
    }

    var setting: Setting<Double> {
        switch self {
        case .providerDefault: .providerDefault
        case .value(let value): .value(value)
        }
    }
}
