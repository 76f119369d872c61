import ArgumentParser
import MagmaModel

/// `magma embed`: texts as vectors.
struct EmbedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed",
        abstract: "Turn texts into vectors, one line of JSON each.",
        discussion: """
            EXAMPLES
              magma embed -m openai/text-embedding-3-small "a cat" "a dog"
              magma embed -m ollama/nomic-embed-text --json < sentences.txt
              magma embed -m gemini/gemini-embedding-001 --dimensions 256 --input-type query "Where is it?"
              magma embed -m llamacpp/any --base-url http://gpu:8080 "a cat"

            Without texts, each line of the standard input is one. More than the provider takes at once are sent in
            several requests. Without -m, the model is that of MAGMA_MODEL.
            Exit codes: 0; 1 the call failed; 2 wrong use; 130 interrupted.
            """
    )

    @Option(
        name: [.customShort("m"), .customLong("model")],
        help: ArgumentHelp("The model, as in openai/text-embedding-3-small.", valueName: "provider/model")
    )
    var model: String?

    @Option(name: .customLong("base-url"), help: ArgumentHelp("Where the provider listens.", valueName: "url"))
    var baseURL: String?

    @Option(
        name: .customLong("api-key"),
        help: ArgumentHelp("The key, or env:NAME. Better left to the environment.", valueName: "key")
    )
    var apiKey: String?

    @Option(name: .customLong("dimensions"), help: ArgumentHelp("How long the vectors are to be.", valueName: "n"))
    var dimensions: Int?

    @Option(
        name: .customLong("input-type"),
        help: ArgumentHelp(
            "What the texts are for: query, document, classification, clustering, similarity.", valueName: "type")
    )
    var inputType: String?

    @Option(
        name: .customLong("extra"),
        help: ArgumentHelp("Another parameter, as in truncate=false. Repeatable.", valueName: "key=json")
    )
    var extra: [String] = []

    @Flag(name: .customLong("json"), help: "Print one JSON object in OpenAI's response shape.")
    var json = false

    @Argument(help: "The texts. Without any, the lines of the standard input.")
    var texts: [String] = []

    func run() async throws {
        let texts = try texts.isEmpty ? Self.lines() : texts
        let handle = try handle()
        do {
            try await Interrupt.cancelling {
                let answer = try await handle.embed(
                    texts, dimensions: dimensions, inputType: inputType.map(Embedding.InputType.init(rawValue:)))
                AskOutput.warn(answer.warnings)
                if json { return Terminal.write(answer.json.serialized(pretty: true) + "\n") }
                for item in answer.json["data"]?.arrayValue ?? [] {
                    Terminal.write((item["embedding"] ?? .null).serialized() + "\n")
                }
            }
        } catch let error as ModelError {
            if error.code == .cancelled, Interrupt.hasHappened { throw ExitCode(Failure.interrupted) }
            throw CallFailure(error: error, asJSON: json)
        }
    }

    private static func lines() throws -> [String] {
        guard Terminal.hasPipedInput else {
            throw UsageError("There is nothing to embed: give texts, or pipe some in, one a line.")
        }
        guard let text = String(validating: Terminal.readInput(), as: UTF8.self) else {
            throw UsageError("The standard input is no UTF-8 text.")
        }
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        guard !lines.isEmpty else { throw UsageError("There is nothing to embed: the standard input is empty.") }
        return lines
    }

    private func handle() throws -> Model {
        let named = Environment.process["MAGMA_MODEL"].flatMap { $0.isEmpty ? nil : $0 }
        guard let text = model ?? named else {
            throw UsageError("No model is named: give -m PROVIDER/MODEL, or set MAGMA_MODEL.")
        }
        var members: JSON.Object = [:]
        for item in extra {
            let (key, value) = try AskInput.member(item)
            members[key] = value
        }
        if let apiKey { members["api_key"] = .string(apiKey) }
        do throws(ModelError) {
            return try Model(parsing: text).with(extra: members, baseURL: baseURL)
        } catch {
            throw UsageError("\(model == nil ? "MAGMA_MODEL" : "-m"): \(error.message)")
        }
    }
}
