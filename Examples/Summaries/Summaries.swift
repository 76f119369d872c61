import Foundation
import MagmaModel

/// Summarises many texts at the same time, with a second model for when the first one fails.
///
///     swift run example-summaries groq/llama-3.3-70b-versatile,ollama/llama3.2 *.txt
///
/// Without files it takes two texts of its own; without models, the built-in `echo/`.
@main
struct Summaries {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let names = (arguments.first ?? "echo/summaries").split(separator: ",").map(String.init)
        var models: [Model] = []
        for name in names { models.append(try Model(parsing: name)) }
        guard var model = models.first else { return print("Name at least one model.") }
        for backup in models.dropFirst() { model = model.fallback(to: backup) }

        var failed = 0
        for (name, result) in await summaries(of: try texts(arguments.dropFirst()), by: model.with(maxTokens: 200)) {
            switch result {
            case .success(let answer):
                let tokens = answer.usage?.total.map { "\($0) tokens" } ?? "tokens unknown"
                print(
                    "\(name) (\(answer.attempts.last?.model.description ?? answer.model), \(tokens)): \(answer.content)"
                )
            case .failure(let error):
                failed += 1
                print("\(name): \(advice(error))")
            }
        }
        if failed > 0 { exit(1) }
    }

    /// All answers, in the order of the texts. At most eight calls are under way at once.
    static func summaries(
        of texts: [(name: String, text: String)],
        by model: Model
    ) async -> [(String, Result<Generation, ModelError>)] {
        await withTaskGroup(of: (Int, Result<Generation, ModelError>).self) { group in
            var waiting = texts.enumerated().makeIterator()
            func startNext() {
                guard let (index, item) = waiting.next() else { return }
                group.addTask {
                    do throws(ModelError) {
                        let messages: [Message] = [.system("Summarise the text in one sentence."), .user(item.text)]
                        return (index, .success(try await model(messages)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            for _ in 0..<8 { startNext() }
            var results: [Int: Result<Generation, ModelError>] = [:]
            while let (index, result) = await group.next() {
                results[index] = result
                startNext()
            }
            return texts.enumerated().compactMap { index, item in results[index].map { (item.name, $0) } }
        }
    }

    /// What a program can do differs by the kind of failure, which is the same for all providers.
    static func advice(_ error: ModelError) -> String {
        switch error.code {
        case .contextWindowExceeded: "too long for this model; split the text."
        case .authentication, .permission: "the key is missing or wrong: \(error.message)"
        case .rateLimited, .quotaExceeded, .overloaded: "the provider has no room (\(error.attempts.count) attempts)."
        case .contentFiltered: "the provider refuses this text."
        default: "\(error)"
        }
    }

    static func texts(_ files: ArraySlice<String>) throws -> [(name: String, text: String)] {
        guard files.isEmpty else {
            return try files.map { ($0, try String(contentsOfFile: $0, encoding: .utf8)) }
        }
        return [
            ("magma", "Magma is molten rock below the surface of the Earth. It is called lava once it has come out."),
            ("basalt", "Basalt is a dark rock of fine grain that forms when lava cools fast."),
        ]
    }
}
