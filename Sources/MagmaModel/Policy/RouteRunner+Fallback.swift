extension RouteRunner {
    /// Asks the members in turn, as long as they fail with one of the codes.
    func runFallback(
        _ members: [Model],
        on codes: Set<ModelError.Code>,
        _ input: CallInput
    ) async throws(ModelError) -> sending OpenedCall {
        var attempts: [Attempt] = []
        var warnings: [Warning] = []
        for (index, member) in members.enumerated() {
            do throws(ModelError) {
                var runner = self
                // What a later member refuses is left out with a warning: the call was made for the first one.
                runner.isStandIn = isStandIn || index > 0
                let opened = try await runner.run(member, input)
                opened.attempts = attempts + opened.attempts
                opened.warnings = warnings + opened.warnings
                return opened
            } catch {
                attempts += error.attempts
                guard index + 1 < members.count, codes.contains(error.code), error.mayLeadOn(from: member) else {
                    throw error.with(attempts)
                }
                warnings.append(.ledOn(from: member.id, to: members[index + 1].id, by: error))
            }
        }
        throw ModelError(.configuration, "The route has no members.")
    }
}

extension ModelError {
    /// Whether another model may be asked. A response that was cut or stalled after its 2xx head may have been paid for, so it
    /// is not sent again on its own, there as little as here.
    func mayLeadOn(from member: Model) -> Bool {
        // Nobody has more time than this one had.
        guard timeoutPhase != .deadline else { return false }
        guard let status, (200..<300).contains(status) else { return true }
        let isCut = code == .connection || (code == .timeout && timeoutPhase != nil)
        return !isCut || (partial == nil && member.retry?.afterHead == true)
    }
}

extension Warning {
    /// That one model failed and another was asked.
    static func ledOn(from member: ModelID, to next: ModelID, by error: ModelError) -> Warning {
        Warning("model", "\(member) failed (\(error.code)), \(next) was asked.")
    }
}
