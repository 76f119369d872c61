import ArgumentParser
import FoundationEssentials
import MagmaModel

/// `magma cost`: what a call of so many tokens costs.
struct CostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost",
        abstract: "Reckon what a call of so many tokens costs.",
        discussion: """
            EXAMPLES
              magma cost -m openai/gpt-4o --input 12000 --output 800
              magma cost -m anthropic/claude-sonnet-4-5 --input 50000 --cached 40000 --output 2000
              magma cost -m gemini/gemini-2.5-pro --input 250000 --output 1000 --service batch --json

            --input and --output count everything that is read and written; the other counts are parts of them. Prices for
            long prompts, and those of certain hours, hold as the provider has them. A price that is not known is an error.
            """
    )

    @Option(
        name: [.customShort("m"), .customLong("model")], help: ArgumentHelp("The model.", valueName: "provider/model"))
    var model: String

    @Option(name: .customLong("input"), help: ArgumentHelp("Tokens that are read.", valueName: "n"))
    var input = 0

    @Option(name: .customLong("output"), help: ArgumentHelp("Tokens that are written.", valueName: "n"))
    var output = 0

    @Option(name: .customLong("cached"), help: ArgumentHelp("Read from a prompt cache.", valueName: "n"))
    var cached = 0

    @Option(name: .customLong("cache-write"), help: ArgumentHelp("Written to a prompt cache.", valueName: "n"))
    var cacheWrite = 0

    @Option(
        name: .customLong("cache-write-1h"),
        help: ArgumentHelp("Of those, the ones to be kept for an hour.", valueName: "n"))
    var cacheWriteOneHour = 0

    @Option(name: .customLong("reasoning"), help: ArgumentHelp("Thinking, of those that are written.", valueName: "n"))
    var reasoning = 0

    @Option(name: .customLong("audio-input"), help: ArgumentHelp("Audio that is read.", valueName: "n"))
    var audioInput = 0

    @Option(name: .customLong("audio-output"), help: ArgumentHelp("Audio that is written.", valueName: "n"))
    var audioOutput = 0

    @Option(
        name: .customLong("service"),
        help: ArgumentHelp("The tier of service: batch, flex or priority.", valueName: "tier"))
    var service: String?

    @Flag(name: .customLong("json"), help: "Print a JSON object.")
    var json = false

    func run() throws {
        let counts = [input, output, cached, cacheWrite, cacheWriteOneHour, reasoning, audioInput, audioOutput]
        guard counts.allSatisfy({ $0 >= 0 }) else { throw UsageError("A count of tokens cannot be negative.") }
        guard cached + cacheWrite + audioInput <= input, reasoning + audioOutput <= output,
            cacheWriteOneHour <= cacheWrite
        else { throw UsageError("The parts are more than the whole: --input and --output count everything.") }
        let id: ModelID
        do throws(ModelError) {
            id = try Model(parsing: model).id
        } catch {
            throw UsageError("-m: \(error.message)")
        }
        let cost: Cost
        do throws(ModelError) {
            cost = try Dispatcher.current.cost(of: usage, id, service: service)
        } catch {
            throw CallFailure(error: error, asJSON: json)
        }
        Terminal.write(json ? cost.json.serialized(pretty: true) + "\n" : Table.text(lines(cost)))
    }

    private var usage: Usage {
        Usage(
            input: input, output: output, cachedInput: cached, cacheWrite: cacheWrite, reasoning: reasoning,
            raw: [
                "prompt_tokens_details": ["audio_tokens": .int(Int64(audioInput))],
                "completion_tokens_details": ["audio_tokens": .int(Int64(audioOutput))],
                "cache_creation": ["ephemeral_1h_input_tokens": .int(Int64(cacheWriteOneHour))],
            ])
    }

    private func lines(_ cost: Cost) -> [[String]] {
        let parts = [
            ("input", cost.input), ("cached input", cost.cachedInput), ("cache write", cost.cacheWrite),
            ("output", cost.output), ("reasoning", cost.reasoning), ("audio", cost.audio),
        ]
        return parts.compactMap { name, part in part.flatMap { $0 == 0 ? nil : [name, "$\($0)"] } }
            + [["total", "$\(cost.total)"]]
    }
}
