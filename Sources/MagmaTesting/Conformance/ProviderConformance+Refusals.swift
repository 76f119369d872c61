import MagmaModel

extension ProviderConformance {
    /// A wrong key is `.authentication` (or `.permission`), and stands in no text of the error.
    public func refusesAWrongKey() async throws {
        try need(.keys)
        let key = "sk-wrong-0123456789abcdef"
        let error = try await failure(of: model.with(apiKey: key))
        try require(
            [.authentication, .permission].contains(error.code), "The error is \(error.code): \(error.message)")
        for text in [error.message, error.body ?? "", "\(error)"] {
            try require(!text.contains(key), "The error shows the key.")
        }
    }

    /// A model that there is not is `.notFound` (or `.invalidRequest`, where the provider says no more).
    public func refusesAnUnknownModel() async throws {
        try need(.modelNames)
        let unknown = try ModelID(parsing: "\(model.id.provider)/no-such-model")
        let error = try await failure(of: model.with(id: unknown))
        try require([.notFound, .invalidRequest].contains(error.code), "The error is \(error.code): \(error.message)")
    }

    /// A prompt that does not fit is `.contextWindowExceeded`, and is not sent again.
    public func refusesWhatIsBeyondItsWindow() async throws {
        try need(.window)
        let words = String(repeating: "word ", count: overflowWords)
        let error = try await failure(of: model, words)
        try require(error.code == .contextWindowExceeded, "The error is \(error.code): \(error.message)")
        try require(error.attempts.count == 1, "It was sent \(error.attempts.count) times.")
    }

    private func failure(of model: Model, _ prompt: String = "Say hello.") async throws -> ModelError {
        do throws(ModelError) {
            _ = try await model([.user(prompt)], maxTokens: 200)
        } catch {
            return error
        }
        throw ConformanceFailure("The call was answered.")
    }
}
