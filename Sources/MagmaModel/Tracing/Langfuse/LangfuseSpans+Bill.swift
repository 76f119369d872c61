extension LangfuseSpans {
    /// What the attempts of a model used and cost together. `isLast`: the call ended in them, so that what its answer used is theirs.
    ///
    /// No cost: it is not known. A cost of nothing has to be said, or Langfuse makes one up from the text. `isPartial`: of some
    /// requests that may have been paid for, as the slower of two hedged ones, nothing is known.
    func bill(_ run: AttemptRun?, isLast: Bool) -> (usage: LangfuseUsage, cost: LangfuseCost?, isPartial: Bool) {
        let end = record.end
        var usages = (run?.attempts ?? []).filter { $0.usage != nil }.map { ($0.usage, $0.cost) }
        var unknown = (run?.attempts ?? []).count { $0.usage == nil && $0.mayHaveBeenPaid }
        if isLast {
            if end.answer?.isFromCache == true {
                // It tells what was used when it was first asked for, and counted then.
                return (LangfuseUsage(), .nothing, false)
            }
            // One that broke off may have told its tokens to both the attempt and the error.
            let isTold = end.error != nil && run?.attempts.last?.usage != nil
            if end.usage != nil, !isTold { usages.append((end.usage, end.cost)) }
            if end.usage == nil, isUnclear(run) { unknown += 1 }
        }
        var (usage, cost) = (LangfuseUsage(), LangfuseCost())
        let pricesReasoning = !usages.isEmpty && usages.allSatisfy { $0.1?.reasoning != nil }
        for (used, paid) in usages {
            usage.add(used, pricesReasoning: pricesReasoning)
            cost.add(paid)
        }
        return (usage, unknown > 0 && usages.isEmpty ? nil : cost, unknown > 0)
    }

    /// Whether a call without counted tokens may have been billed all the same.
    private func isUnclear(_ run: AttemptRun?) -> Bool {
        guard let last = run?.attempts.last else {
            // Refused or given up before anything was sent.
            return record.end.error == nil
        }
        return last.failure == nil
    }

    func charge(_ observation: inout LangfuseObservation, _ run: AttemptRun?, isLast: Bool) {
        let (usage, cost, isPartial) = bill(run, isLast: isLast)
        observation.usage = usage.json
        observation.cost = cost?.text(usage)
        if isPartial, observation.cost != nil { observation.call.metadata["cost_is_partial"] = true }
    }
}
