extension ModelError {
    /// Whether the provider reported it: what the transport or a decoder finds carries no status of its own.
    var isFromProvider: Bool { status != nil }

    /// Whether the handle's own limits refused it before anything was sent.
    var isOfLimits: Bool { code == .rateLimited && status == nil }

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
