/// Tells the kind of a failure from what a provider answered: machine words first, then the text, then the status.
enum ErrorClassifier {
    /// The most of an error's body that is kept and searched.
    static let bodyLimit = 64 << 10

    /// The error of a response that is not 2xx, whatever its body is: JSON of any shape, HTML, a bare sentence, nothing.
    static func error(
        status: Int,
        headers: HeaderFields,
        body: UnsafeRawBufferPointer,
        wire: any WireProtocol,
        dialect: Dialect
    ) -> ModelError {
        var facts = ErrorFacts()
        if let json = try? JSON(parsing: body) {
            facts = wire.errorFacts(json, status: status)
        } else if let json = firstEvent(of: body) {
            facts = wire.errorFacts(json, status: status)
        } else {
            facts.message = text(body, limit: 500)
        }
        return error(facts: facts, status: status, headers: headers, body: body, dialect: dialect)
    }

    /// The error that the facts make. For an error inside a 2xx, `status` is that of the response and the facts hold the
    /// one in the body, if there is one.
    static func error(
        facts: ErrorFacts,
        status: Int,
        headers: HeaderFields = [:],
        body: UnsafeRawBufferPointer? = nil,
        dialect: Dialect
    ) -> ModelError {
        let bodyText = body.map { text($0, limit: bodyLimit) }
        let message = facts.message.flatMap { $0.isEmpty ? nil : $0 }
        var error = ModelError(
            code(facts, status: status, headers: headers, body: bodyText, own: dialect.errorCodes),
            message ?? "The server answered with status \(facts.status ?? status) and said no more."
        )
        error.status = status
        error.providerCode = facts.codes.first
        error.requestID = RequestID.find(in: headers) ?? facts.requestID
        error.retryAfter = RetryAfter.find(in: headers) ?? facts.retryAfter
        error.body = bodyText.flatMap { $0.isEmpty ? nil : $0 }
        switch headers["x-should-retry"]?.lowercased() {
        case "true" where error.code != .quotaExceeded: error.isRetryable = true
        case "false": error.isRetryable = false
        default: if status == 409 { error.isRetryable = true }
        }
        return error
    }

    private static func code(
        _ facts: ErrorFacts,
        status: Int,
        headers: HeaderFields,
        body: String?,
        own: [String: ModelError.Code]
    ) -> ModelError.Code {
        if let code = facts.code { return code }
        let isInside2xx = (200..<300).contains(status)
        let effective = isInside2xx ? (facts.status ?? 0) : status
        var words = facts.codes
        if let type = headers["x-amzn-errortype"]?.split(separator: ":").first { words.insert(String(type), at: 0) }
        let text = ([facts.message, facts.detail].compactMap { $0 } + (facts.message == nil ? [body ?? ""] : []))
            .joined(separator: "\n").lowercased()
        if let code = ErrorWords.code(of: words, own: own, status: effective, text: text) { return code }
        if let code = ErrorTexts.code(of: text, status: effective) { return code }
        return byStatus(effective, isInside2xx: isInside2xx)
    }

    static func byStatus(_ status: Int, isInside2xx: Bool = false) -> ModelError.Code {
        switch status {
        case 401: .authentication
        case 402: .quotaExceeded
        case 403, 434: .permission
        case 404, 410: .notFound
        case 408, 504, 524: .timeout
        case 425, 429, 498: .rateLimited
        case 499: .connection
        case 424: .serverError
        case 501, 505: .invalidRequest
        case 503, 529: .overloaded
        case 500...: .serverError
        case 300...: .invalidRequest
        default: isInside2xx ? .serverError : .invalidRequest
        }
    }

    private static func text(_ body: UnsafeRawBufferPointer, limit: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(rebasing: body.prefix(limit)), as: UTF8.self)
    }

    /// Some servers send an error to a streaming request as one event.
    private static func firstEvent(of body: UnsafeRawBufferPointer) -> JSON? {
        var parser = ServerSentEventParser()
        var json: JSON?
        let take: (ServerSentEvent) throws(ServerSentEventError) -> Void = { event in
            if json == nil { json = try? JSON(parsing: event.data) }
        }
        do throws(ServerSentEventError) {
            try parser.feed(body, failure: { $0 }, take)
            try parser.finish(failure: { $0 }, take)
        } catch {
            return nil
        }
        return json
    }
}
