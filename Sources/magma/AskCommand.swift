import ArgumentParser
import MagmaModel

/// `magma ask`: one call.
struct AskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "Ask a model; the answer is printed as it arrives.",
        discussion: """
            EXAMPLES
              magma ask -m anthropic/claude-sonnet-4-20250514 -s "Be brief" "Why is the sky blue?"
              git diff | magma ask "Write a commit message"
              magma ask -m openai/gpt-4o --image cat.jpg "What is this?"
              magma ask -m vllm/qwen --base-url http://gpu:8000 --extra seed=7 "Say hi!"
              magma ask -m openai/gpt-4o --schema answer.json --json "Name a colour"
              magma ask -m openai/gpt-4o --dry-run=curl "Say hi!"

            Without -m, the model is that of MAGMA_MODEL, else the first one that a server on this machine offers
            (Ollama, vLLM, llama.cpp, LM Studio on their default ports), else echo/echo, which needs no server.
            Exit codes: 0; 1 the call failed; 2 wrong use; 130 interrupted.
            """
    )

    @OptionGroup var options: AskOptions

    func run() async throws {
        let form = options.dryRunForm ?? (options.dryRun ? .json : nil)
        let input = try AskInput(options)
        let choice = try ModelChoice(options, mayProbe: form == nil)
        let model = choice.model.with(
            temperature: options.temperature?.setting ?? .unset,
            maxTokens: options.maxTokens.map(Setting.value) ?? .unset,
            extra: input.extra,
            baseURL: options.baseURL
        )
        let options = options
        do {
            if let form {
                let request = try Dispatcher.current.prepare(model, input.messages, streaming: !options.noStream)
                AskOutput.warn(request.warnings)
                if let note = choice.note { Terminal.note(note) }
                Terminal.write(try DryRun(request: request, extra: input.extra).text(form) + "\n")
                return
            }
            if let note = choice.note { Terminal.note(note) }
            try await Interrupt.cancelling {
                var output = AskOutput(options, model: model)
                if options.noStream {
                    output.finish(try await model(input.messages), wasStreamed: false)
                } else {
                    try await output.follow(model.stream(input.messages))
                }
            }
        } catch let error as ModelError {
            if error.code == .cancelled, Interrupt.hasHappened { throw ExitCode(Failure.interrupted) }
            throw CallFailure(error: error, asJSON: options.json)
        }
    }
}
