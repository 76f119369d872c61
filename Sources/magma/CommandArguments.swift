/// What the parser of arguments cannot express by itself.
enum CommandArguments {
    /// The first words that stand for themselves; before anything else, `ask` is understood.
    private static let commands: Set<String> = [
        "ask", "embed", "providers", "models", "cost", "tokens", "usage", "aliases", "replay", "help",
    ]
    private static let rootOptions: Set<String> = ["-h", "--help", "--version", "--experimental-dump-help"]

    /// The arguments with `ask` put in where it is left out, and with the optional value of `--dry-run=FORM` made one
    /// that the parser knows.
    static func rewritten(_ arguments: [String]) -> [String] {
        guard let first = arguments.first else {
            return Terminal.isTerminal(.input) ? ["--help"] : ["ask"]
        }
        var result: [String] = []
        let isRoot =
            commands.contains(first) || rootOptions.contains(first) || first.hasPrefix("--generate-completion-script")
            || first.hasPrefix("---completion")
        if !isRoot { result.append("ask") }
        var isOver = false
        for argument in arguments {
            isOver = isOver || argument == "--"
            if !isOver, argument.hasPrefix("--dry-run=") {
                result.append("--dry-run-form=" + argument.dropFirst("--dry-run=".count))
            } else {
                result.append(argument)
            }
        }
        return result
    }
}
