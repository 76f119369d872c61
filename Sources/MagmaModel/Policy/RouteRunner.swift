/// Runs a call through its route: the members of a fallback in turn, each with its own retries.
struct RouteRunner {
    let dispatcher: Dispatcher

    func run(_ model: Model, _ messages: [Message], streaming: Bool) async throws(ModelError) -> sending OpenedCall {
        if case .single = model.route {
            return try await runMember(model, messages, streaming: streaming, isFirst: true)
        }
        let (members, codes) = model.members
        var attempts: [Attempt] = []
        var warnings: [Warning] = []
        for (index, member) in members.enumerated() {
            do throws(ModelError) {
                let opened = try await runMember(member, messages, streaming: streaming, isFirst: index == 0)
                opened.attempts = attempts + opened.attempts
                opened.warnings = warnings + opened.warnings
                return opened
            } catch {
                var error = error
                attempts += error.attempts
                error.attempts = attempts
                guard index + 1 < members.count, codes.contains(error.code) else { throw error }
                warnings.append(
                    Warning("model", "\(member.id) failed (\(error.code)), \(members[index + 1].id) was asked."))
            }
        }
        throw ModelError(.configuration, "The route has no members.")
    }

    private func runMember(
        _ member: Model,
        _ messages: [Message],
        streaming: Bool,
        isFirst: Bool
    ) async throws(ModelError) -> sending OpenedCall {
        // What a later member refuses is left out with a warning: the call was made for the first one.
        let model = isFirst ? member : member.with(dropUnsupported: true)
        let resolved = try dispatcher.resolver.get().resolve(model, messages, streaming: streaming)
        if resolved.call.provider.wire == .echo { return .echo(resolved.call) }
        let request = try PreparedRequest(resolved, requireKey: true)
        return try await AttemptRunner(dispatcher: dispatcher, request: request).run()
    }
}
