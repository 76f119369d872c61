internal import Instrumentation
internal import Tracing

extension SpanAttributes {
    /// What the call came to.
    mutating func setEnd(_ record: CallRecord) {
        let end = record.end
        if let answer = end.answer {
            if !answer.id.isEmpty { self[GenAI.responseID] = answer.id }
            if !answer.model.isEmpty { self[GenAI.responseModel] = answer.model }
            if let reason = answer.finishReason { set(GenAI.finishReasons, value: .stringArray([reason.word])) }
        }
        if let first = record.timeToFirstToken { self[GenAI.timeToFirstChunk] = first.seconds }
        if record.isFromCache {
            self[GenAI.Own.fromCache] = true
        } else if let usage = end.usage {
            setUsage(usage)
        }
        if end.attempts.count > 1 { self[GenAI.Own.attempts] = end.attempts.count }
        self[GenAI.Own.cost] = end.cost?.dollars
        self[GenAI.Own.requestID] = end.error?.requestID ?? end.attempts.last?.requestID
        guard let error = end.error else { return }
        self[GenAI.errorType] = error.code.rawValue
        self[GenAI.status] = error.status
    }

    /// Counts as the provider gave them. Those of caches lie within the input, those of reasoning within the output.
    private mutating func setUsage(_ usage: Usage) {
        self[GenAI.inputTokens] = usage.input
        self[GenAI.outputTokens] = usage.output
        self[GenAI.cacheReadTokens] = usage.cachedInput
        self[GenAI.cacheCreationTokens] = usage.cacheWrite
        self[GenAI.reasoningTokens] = usage.reasoning
    }

    /// An attempt that failed.
    init(failed attempt: Attempt, _ code: ModelError.Code) {
        self.init([:])
        self[GenAI.provider] = ProviderTable.semanticName(of: attempt.model.provider)
        self[GenAI.requestModel] = attempt.model.name
        self[GenAI.errorType] = code.rawValue
        self[GenAI.status] = attempt.status
        self[GenAI.Own.requestID] = attempt.requestID
        if let usage = attempt.usage { setUsage(usage) }
        self[GenAI.Own.cost] = attempt.cost?.dollars
    }
}

extension FinishReason {
    /// The unified word; the provider's own where it has none.
    var word: String { kind == .other ? raw ?? kind.rawValue : kind.rawValue }
}

extension Duration {
    /// As a number.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
