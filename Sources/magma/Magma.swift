import ArgumentParser
import Logging
import MagmaModel
import MagmaYAML

/// The command line: `magma "text"` is `magma ask "text"`, unless the text is the name of a subcommand.
@main
struct Magma: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "magma",
        abstract: "Ask any large language model from the command line.",
        discussion: """
            EXAMPLES
              magma "Say hi!"
              magma -m openai/gpt-4o "Say hi!"
              cat notes.txt | magma "Summarise this"
              magma embed -m ollama/nomic-embed-text "a cat" "a dog"
              magma providers
              magma models sonnet
              magma aliases
              magma cost -m openai/gpt-4o --input 12000 --output 800
              magma tokens -m openai/gpt-4o < notes.txt
              magma usage --since 2026-01-01
              magma ask --help         all options of a call

            A word that names a subcommand is the subcommand: to ask about
            "providers", write magma ask providers.

            Completions for your shell (zsh, bash or fish):
              magma --generate-completion-script zsh
            """,
        version: "0.1.0",
        subcommands: [
            AskCommand.self, EmbedCommand.self, ProvidersCommand.self, ModelsCommand.self, CostCommand.self,
            TokensCommand.self, UsageCommand.self, AliasesCommand.self, ReplayCommand.self,
        ],
        defaultSubcommand: AskCommand.self
    )

    static func main() async {
        // What is to be said, the commands say themselves.
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        var hasBegun = false
        do {
            var command = try parseAsRoot(CommandArguments.rewritten(Array(CommandLine.arguments.dropFirst())))
            YAMLFile.enable()
            hasBegun = true
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            await Self.finish()
        } catch {
            if hasBegun { await Self.finish() }
            Failure.exit(error)
        }
    }

    /// Waits for the journal and the traces, so that no call is missing in them, and gives up what takes longer. Nothing is there to
    /// wait for without them.
    private static func finish() async { await Dispatcher.current.shutdown(timeout: .seconds(2)) }
}
