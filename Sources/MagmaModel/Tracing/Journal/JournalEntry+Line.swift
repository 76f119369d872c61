internal import FoundationEssentials

extension JournalEntry {
    /// One line of JSON, without its end.
    var line: String {
        var object: JSON.Object = ["time": .string(Self.time(start)), "model": .string(asked.description)]
        object["answered"] = answered.map { .string($0.description) }
        object["response_model"] = responseModel.map(JSON.string)
        object["provider"] = provider.map(JSON.string)
        if isEmbedding { object["task"] = "embedding" }
        object["outcome"] = .string(failure?.rawValue ?? "ok")
        object["stream"] = .bool(isStreaming)
        if isFromCache { object["from_cache"] = true }
        let counts = [
            ("input", usage.input), ("output", usage.output), ("cached_input", usage.cachedInput),
            ("cache_write", usage.cacheWrite), ("reasoning", usage.reasoning),
        ]
        for (name, count) in counts { object[name] = count.map { .int(Int64($0)) } }
        // As text: a number would be read as a binary fraction.
        object["cost"] = cost.map { .string($0.description) } ?? .null
        object["cost_unknown"] = costUnavailable.map(JSON.string)
        if costIsPartial { object["cost_is_partial"] = true }
        object["duration_ms"] = Self.milliseconds(duration)
        object["first_token_ms"] = timeToFirstToken.map(Self.milliseconds)
        object["attempts"] = .int(Int64(attempts))
        object["trace"] = scope?.name.map(JSON.string)
        object["user"] = scope?.user.map(JSON.string)
        object["session"] = scope?.session.map(JSON.string)
        return JSON.object(object).serialized()
    }

    /// Says how many calls there was no room for.
    static func lineOfDropped(_ count: Int) -> String {
        JSON.object(["time": .string(time(Date())), "dropped": .int(Int64(count))]).serialized()
    }

    /// `2026-01-31T12:00:00.000Z`.
    private static func time(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    private static func milliseconds(_ duration: Duration) -> JSON {
        .double((Double(duration.nanoseconds) / 1_000).rounded() / 1_000)
    }
}
