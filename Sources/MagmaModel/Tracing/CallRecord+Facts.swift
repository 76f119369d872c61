extension CallRecord {
    /// What is asked, in the words of OpenTelemetry's conventions.
    var operation: String { call.task.operationName }

    /// The model that answered, or failed last; the first that the handle names where none was asked.
    var target: ModelID { end.attempts.last?.model ?? call.model.firstLeaf.id }

    /// The handle of the target among those that the call's one is made of; the call's own where it stands behind an alias.
    var handle: Model {
        if case .single = call.model.route { return call.model }
        let target = target
        return call.model.leaves.first { $0.id == target } ?? call.model
    }

    /// Whether nothing was sent for it.
    var isFromCache: Bool { end.answer?.isFromCache == true }

    /// `ok`, `cached`, or the code of the error: a bounded set of words.
    var outcome: String { end.error?.code.rawValue ?? (isFromCache ? "cached" : "ok") }

    /// The attempts that another one followed because they had failed. The slower of two hedged ones is none: it was cancelled.
    var failedBefore: [Attempt] {
        end.attempts.dropLast().filter { $0.failure != nil && $0.failure != .cancelled }
    }

    /// What was used, and what it cost as far as that is known, by the model that has it on its bill. Each is there once.
    var bills: [(model: ModelID, usage: Usage, cost: Cost?)] {
        guard !isFromCache else { return [] }
        var bills = end.attempts.compactMap { attempt in attempt.usage.map { (attempt.model, $0, attempt.cost) } }
        // What had come before the last attempt failed is that attempt's already.
        let isCharged = end.error != nil && end.attempts.last?.usage != nil
        if let usage = end.usage, !isCharged { bills.append((target, usage, end.cost)) }
        return bills
    }
}

extension CallTask {
    /// The word of OpenTelemetry's conventions.
    var operationName: String {
        switch self {
        case .chat, .listing: "chat"
        case .embedding: "embeddings"
        }
    }
}

extension Cost {
    /// The nearest to the sum, in US dollars.
    var dollars: Double { total.json.doubleValue ?? 0 }
}
