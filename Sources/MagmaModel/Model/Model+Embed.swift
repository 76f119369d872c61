extension Model {
    /// Turns texts into vectors, one each and in their order, by an embedding model.
    ///
    /// More texts than the provider takes in one request are sent in several, one after the other. What is said here holds
    /// for this call; everything else (key, base URL, timeouts, retries, fallbacks) is the handle's, as for an answer.
    ///
    /// ```swift
    /// let model = Model("openai/text-embedding-3-small")
    /// let vectors = try await model.embed(["a cat", "a dog"], dimensions: 256)
    /// ```
    ///
    /// - Parameters:
    ///   - dimensions: How long the vectors are to be, for models that can shorten them.
    ///   - inputType: What the texts are for, for models that make a difference.
    ///   - encoding: How the numbers come over the wire, for providers that have a choice.
    ///   - user: Whose call it is, for providers that want to know.
    ///   - extra: Members of the request's body besides, as for an answer.
    /// - Returns: A collection of ``Embedding`` with usage and cost. Throws ``ModelError``; nothing else: `.unsupported`
    ///   where the provider has no embeddings, `.decoding` where the answer holds another number of vectors.
    public func embed(
        _ texts: [String],
        dimensions: Int? = nil,
        inputType: Embedding.InputType? = nil,
        encoding: Embedding.Encoding? = nil,
        user: String? = nil,
        extra: JSON.Object = [:]
    ) async throws(ModelError) -> Embeddings {
        var extra = extra
        if let dimensions { extra["dimensions"] = .int(Int64(dimensions)) }
        if let inputType { extra["input_type"] = .string(inputType.rawValue) }
        if let encoding { extra["encoding_format"] = .string(encoding.rawValue) }
        if let user { extra["user"] = .string(user) }
        let model = extra.isEmpty ? self : with(extra: extra)
        return try await EmbeddingRunner(dispatcher: .current).run(model, texts)
    }
}
