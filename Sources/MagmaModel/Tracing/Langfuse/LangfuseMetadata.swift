/// Facts of a call beside those that have a place of their own in Langfuse.
enum LangfuseMetadata {
    /// Of the whole call.
    static func metadata(of record: CallRecord) -> JSON.Object {
        var object: JSON.Object = ["stream": .bool(record.call.isStreaming)]
        object["attempts"] = .int(Int64(record.end.attempts.count))
        if let parent = record.context.parent {
            // Langfuse does not get that span, and would look for it.
            object["ambient_parent_span_id"] = .string(parent.span.hex)
        }
        if let base = record.call.model.baseURL ?? record.call.model.extra["api_base"]?.stringValue {
            object["api_base"] = .string(Redaction.url(String(base.prefix { $0 != "?" }), mark: nil))
        }
        return object
    }

    /// Adds what is known of the answer that a call ended with, or of the part of it.
    static func add(_ answer: Generation, of end: CallEnd, to object: inout JSON.Object) {
        if let reason = answer.finishReason { object["finish_reason"] = .string(reason.kind.rawValue) }
        if !answer.id.isEmpty { object["response_id"] = .string(answer.id) }
        if answer.isFromCache { object["cache_hit"] = true }
        if let cost = end.cost {
            if cost.isPartial { object["cost_is_partial"] = true }
        } else if let reason = answer.costUnavailable {
            object["cost_unavailable"] = .string(reason)
        }
        if !answer.warnings.isEmpty {
            object["warnings"] = .array(answer.warnings.map { .string($0.description) })
        }
    }

    /// Adds what is known of a failure.
    static func add(_ code: ModelError.Code, status: Int?, requestID: String?, to object: inout JSON.Object) {
        object["error_type"] = .string(code.rawValue)
        if let status { object["http_status"] = .int(Int64(status)) }
        if let requestID { object["request_id"] = .string(requestID) }
    }
}
