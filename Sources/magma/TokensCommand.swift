import ArgumentParser
import MagmaModel

/// `magma tokens`: about how many tokens a prompt has.
struct TokensCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Estimate how many tokens a prompt has; nothing is sent.",
        discussion: """
            EXAMPLES
              magma tokens -m openai/gpt-4o "Why is the sky blue?"
              magma tokens -m anthropic/claude-sonnet-4-5 < book.txt
              magma tokens -m openai/gpt-4o --messages history.json --params tools.json --json

            It is an estimate, made without the model's tokenizer: docs/tokens.md says how far it is off. Where the model's
            context window is known, the part of it that the prompt takes is said too. Without -m, the model is that of
            MAGMA_MODEL.
            """
    )

    @Option(
        name: [.customShort("m"), .customLong("model")], help: ArgumentHelp("The model.", valueName: "provider/model"))
    var model: String?

    @Option(
        name: .customLong("messages"),
        help: ArgumentHelp("A JSON array of messages in the chat format; - is the standard input.", valueName: "file"),
        completion: .file()
    )
    var messages: String?

    @Option(
        name: .customLong("params"),
        help: ArgumentHelp("A JSON object with parameters: tools and response_format count.", valueName: "file"),
        completion: .file()
    )
    var params: String?

    @Flag(name: .customLong("json"), help: "Print a JSON object.")
    var json = false

    @Argument(help: "The text. Piped text is added to it.")
    var text: String?

    func run() throws {
        let handle = try handle()
        let count = (handle ?? Model("echo/echo")).with(extra: try extra()).estimateTokens(try prompt())
        let window = handle?.capabilities.contextWindow.flatMap { $0 > 0 ? $0 : nil }
        if json {
            let object: JSON.Object = [
                "tokens": .int(Int64(count)), "is_estimate": true,
                "model": handle.map { .string($0.id.description) } ?? .null,
                "context_window": window.map { .int(Int64($0)) } ?? .null,
                "share_of_window": window.map { .double(Double(count) / Double($0)) } ?? .null,
            ]
            Terminal.write(JSON.object(object).serialized(pretty: true) + "\n")
        } else {
            var line = "about \(count) \(count == 1 ? "token" : "tokens") (an estimate)"
            if let window, let handle {
                line += ", \(Self.percent(count, of: window)) of the \(window) of \(handle.id)"
            }
            Terminal.write(line + "\n")
        }
    }

    private func handle() throws -> Model? {
        let named = Environment.process["MAGMA_MODEL"].flatMap { $0.isEmpty ? nil : $0 }
        guard let text = model ?? named else { return nil }
        do throws(ModelError) {
            return try Model(parsing: text)
        } catch {
            throw UsageError("\(model == nil ? "MAGMA_MODEL" : "-m"): \(error.message)")
        }
    }

    private func extra() throws -> JSON.Object {
        guard let params else { return [:] }
        guard let object = try InputFile.json(params, option: "--params").objectValue else {
            throw UsageError("--params \(params) holds no JSON object.")
        }
        return object
    }

    private func prompt() throws -> [Message] {
        let said = try messages.map(AskInput.messages) ?? []
        let text = try AskInput.text(text, mayBePiped: messages == nil)
        guard !said.isEmpty || text != nil else {
            throw UsageError("There is nothing to count: give a text, --messages, or pipe something in.")
        }
        return said + (text.map { [.user($0)] } ?? [])
    }

    /// To a tenth of a percent.
    static func percent(_ count: Int, of whole: Int) -> String {
        let tenths = Int((Double(count) / Double(whole) * 1_000).rounded())
        return tenths == 0 ? "less than 0.1%" : "\(tenths / 10).\(tenths % 10)%"
    }
}
