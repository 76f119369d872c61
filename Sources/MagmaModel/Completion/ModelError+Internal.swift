extension ModelError {
    /// Whether the provider reported it: what the transport or a decoder finds carries no status of its own.
    var isFromProvider: Bool { status != nil }

    /// The same error, showing none of the secrets.
    func hiding(_ secrets: [String]) -> ModelError {
        guard secrets.contains(where: { message.contains($0) || body?.contains($0) == true }) else { return self }
        var copy = reworded(Redaction.text(message, hiding: secrets))
        copy.body = body.map { Redaction.text($0, hiding: secrets) }
        return copy
    }

    func with(_ attempts: [Attempt]) -> ModelError {
        var copy = self
        copy.attempts = attempts
        return copy
    }
}

extension PreparedRequest {
    func transportRequest(deadline: ContinuousClock.Instant?) -> TransportRequest {
        let call = resolved.call
        return TransportRequest(
            method: method,
            url: url,
            headers: headers,
            body: body,
            timeouts: TransportTimeouts(
                connect: resolved.timeouts.connect,
                head: resolved.timeouts.head,
                idle: resolved.timeouts.idle,
                deadline: deadline
            ),
            wantsWholeBody: !call.isStreaming,
            context: ExchangeContext(
                provider: call.provider.id,
                wire: call.provider.wire,
                model: call.modelName,
                isStreaming: call.isStreaming
            )
        )
    }
}
