internal import Logging

/// One line of the application's log for each call, at the level of debugging. It has neither what was said nor where it went.
struct LogSink: CallSink {
    private let logger: Logger

    /// `nil` where the log takes no such lines.
    init?(_ logger: Logger) {
        guard logger.logLevel <= .debug else { return nil }
        self.logger = logger
    }

    func ended(_ record: CallRecord) { logger.debug("call", metadata: metadata(record)) }

    private func metadata(_ record: CallRecord) -> Logger.Metadata {
        let end = record.end
        var metadata: Logger.Metadata = [
            "operation": "\(record.operation)", "model": "\(record.target)", "outcome": "\(record.outcome)",
            "duration_ms": "\(record.duration.nanoseconds / 1_000_000)", "attempts": "\(end.attempts.count)",
        ]
        if let first = record.timeToFirstToken { metadata["first_token_ms"] = "\(first.nanoseconds / 1_000_000)" }
        if !record.isFromCache {
            if let input = end.usage?.input { metadata["input_tokens"] = "\(input)" }
            if let output = end.usage?.output { metadata["output_tokens"] = "\(output)" }
        }
        if let cost = end.cost { metadata["cost_usd"] = "\(cost.total)" }
        if let status = end.error?.status { metadata["status"] = "\(status)" }
        if let id = end.error?.requestID ?? end.attempts.last?.requestID { metadata["request_id"] = "\(id)" }
        return metadata
    }
}
