extension PreparedRequest {
    func transportRequest(deadline: ContinuousClock.Instant?, isInherited: Bool = false) -> TransportRequest {
        var request = TransportRequest(
            method: method,
            url: url,
            headers: headers,
            body: body,
            timeouts: TransportTimeouts(
                connect: resolved.timeouts.connect,
                head: resolved.timeouts.head,
                idle: resolved.timeouts.idle,
                deadline: deadline,
                deadlinePhase: isInherited ? .deadline : .total
            ),
            wantsWholeBody: !resolved.call.isStreaming,
            context: ExchangeContext(
                provider: resolved.call.provider.id,
                wire: resolved.call.provider.wire,
                model: resolved.call.modelName,
                isStreaming: resolved.call.isStreaming
            )
        )
        request.messages = resolved.call.messages
        return request
    }
}
