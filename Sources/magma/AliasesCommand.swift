import ArgumentParser
import MagmaModel

/// `magma aliases`: the names that stand for models.
struct AliasesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aliases",
        abstract: "List your aliases, such as @chat, and what each stands for.",
        discussion: """
            EXAMPLES
              magma aliases
              magma aliases --file litellm/config.yaml --json
              magma -m @chat "Say hi!"

            Aliases are in the file that MAGMA_MODELS names, else ~/.config/magma/models.json (or .yaml). LiteLLM's
            config.yaml is such a file too: its model_list, router_settings and litellm_settings are translated, and what
            is not understood is said on the error stream, with its line (docs/aliases.md).
            """
    )

    @Option(
        name: .customLong("file"), help: ArgumentHelp("The file to read instead.", valueName: "file"),
        completion: .file()
    )
    var file: String?

    @Flag(name: .customLong("json"), help: "Print a file of aliases in its own JSON form.")
    var json = false

    func run() throws {
        let list: (models: [(name: String, model: Model)], warnings: [String])
        do throws(ModelError) {
            list = try Dispatcher.current.aliasList(file: file)
        } catch {
            throw CallFailure(error: error, asJSON: json)
        }
        for warning in list.warnings { Terminal.note(warning) }
        if json {
            let members = list.models.map { ($0.name, $0.model.json) }
            Terminal.write(JSON.object(["models": .object(JSON.Object(members))]).serialized(pretty: true) + "\n")
        } else if list.models.isEmpty {
            Terminal.note("there are no aliases: MAGMA_MODELS names the file for them.")
        } else {
            let rows = list.models.map { ["@\($0.name)", $0.model.summary] }
            Terminal.write(Table.text([["ALIAS", "STANDS FOR"]] + rows))
        }
    }
}
