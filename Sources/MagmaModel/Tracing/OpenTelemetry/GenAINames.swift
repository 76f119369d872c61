/// The names of OpenTelemetry's GenAI conventions, as of version 1.41, and our own for what these have none for.
enum GenAI {
    static let operation = "gen_ai.operation.name"
    static let provider = "gen_ai.provider.name"
    static let conversation = "gen_ai.conversation.id"
    static let outputType = "gen_ai.output.type"

    static let requestModel = "gen_ai.request.model"
    static let temperature = "gen_ai.request.temperature"
    static let topP = "gen_ai.request.top_p"
    static let topK = "gen_ai.request.top_k"
    static let maxTokens = "gen_ai.request.max_tokens"
    static let frequencyPenalty = "gen_ai.request.frequency_penalty"
    static let presencePenalty = "gen_ai.request.presence_penalty"
    static let seed = "gen_ai.request.seed"
    static let stopSequences = "gen_ai.request.stop_sequences"
    static let choiceCount = "gen_ai.request.choice.count"
    static let stream = "gen_ai.request.stream"
    static let dimensions = "gen_ai.embeddings.dimension.count"

    static let responseID = "gen_ai.response.id"
    static let responseModel = "gen_ai.response.model"
    static let finishReasons = "gen_ai.response.finish_reasons"
    static let timeToFirstChunk = "gen_ai.response.time_to_first_chunk"

    static let inputTokens = "gen_ai.usage.input_tokens"
    static let outputTokens = "gen_ai.usage.output_tokens"
    static let cacheReadTokens = "gen_ai.usage.cache_read.input_tokens"
    static let cacheCreationTokens = "gen_ai.usage.cache_creation.input_tokens"
    static let reasoningTokens = "gen_ai.usage.reasoning.output_tokens"

    static let systemInstructions = "gen_ai.system_instructions"
    static let inputMessages = "gen_ai.input.messages"
    static let outputMessages = "gen_ai.output.messages"
    static let toolDefinitions = "gen_ai.tool.definitions"

    static let errorType = "error.type"
    static let serverAddress = "server.address"
    static let serverPort = "server.port"
    static let status = "http.response.status_code"

    /// Names of metrics, and what tells their values apart.
    enum Metric {
        static let duration = "gen_ai.client.operation.duration"
        static let timeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk"
        static let tokens = "gen_ai.client.token.usage"
        static let tokenType = "gen_ai.token.type"
    }

    /// What the conventions have no name for.
    enum Own {
        static let attempts = "magma.attempts"
        static let cost = "magma.cost"
        static let fromCache = "magma.from_cache"
        static let requestID = "magma.request_id"
        static let attemptFailed = "magma.attempt.failed"

        static let calls = "magma.calls"
        static let callsInFlight = "magma.calls.in_flight"
        static let cachedTokens = "magma.tokens.cached"
        static let retries = "magma.retries"
        static let limiterWait = "magma.limiter.wait"
        static let outcome = "magma.outcome"
    }
}
