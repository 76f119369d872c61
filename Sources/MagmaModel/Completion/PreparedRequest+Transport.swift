extension PreparedRequest {
    func transportRequest(deadline: Moment?, isInherited: Bool = false) -> TransportRequest {
        let timeouts = TransportTimeouts(
            connect: resolved.timeouts.connect, head: resolved.timeouts.head, idle: resolved.timeouts.idle,
            due: deadline, deadlinePhase: isInherited ? .deadline : .total)
        return TransportRequest(
            method: method,
            url: url,
            headers: headers,
            body: body,
            timeouts: timeouts,
            wantsWholeBody: !resolved.call.isStreaming,
            context: ExchangeContext(
                provider: resolved.call.provider.id,
                wire: resolved.call.provider.wire,
                model: resolved.call.modelName,
                isStreaming: resolved.call.isStreaming
            ),
            messages: resolved.call.messages
        )
    }
}
