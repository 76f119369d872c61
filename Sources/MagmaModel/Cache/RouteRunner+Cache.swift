extension RouteRunner {
    /// Answers from the cache, else asks, and keeps what comes.
    func runCached(
        _ model: Model,
        _ caching: ResponseCaching,
        _ input: CallInput
    ) async throws(ModelError) -> sending OpenedCall {
        let store = try dispatcher.caches.store(caching.store)
        let key = CacheKey.make(model, input.messages, task, try dispatcher.resolver.get().defaults)
        if let answer = await store.answer(for: key) { return OpenedCall(kept: answer.fromCache(askedOf: model)) }
        let filler = CacheFiller(
            store: store, key: key, caching: caching, isByChance: model.leaves.contains(where: \.asksForChoices))
        var runner = self
        runner.cacheDepth += 1
        if input.isStreaming {
            // A stream is read by one, at its own pace, so nobody else can wait for it.
            let opened = try await runner.run(model, input)
            opened.filler = filler
            return opened
        }
        let inner = runner
        // Who has less time does not wait for who has more, nor fails with who has less.
        let time = "\(model.timeout?.json.serialized() ?? "") \(deadline.map { "\($0)" } ?? "")"
        let flight = "\(key) \(cacheDepth) \(time)"
        let shared: (answer: Generation, isOwn: Bool)
        do throws(ModelError) {
            shared = try await dispatcher.caches.shared(flight) {
                do throws(ModelError) {
                    let answer = try await inner.run(model, input).finished()
                    await filler.keep(answer)
                    return .success(answer)
                } catch {
                    return .failure(error)
                }
            }
        } catch {
            guard error.code == .cancelled, error.attempts.isEmpty else { throw error }
            // Whoever waits for a request of several does not hear what becomes of it.
            var unheard = Attempt(model: model.id, failure: .cancelled)
            unheard.mayHaveBeenPaid = true
            throw error.with([unheard])
        }
        // Who sent it has paid for it.
        return OpenedCall(kept: shared.isOwn ? shared.answer : shared.answer.fromCache(askedOf: model))
    }
}

/// Puts an answer into a store, where it may be kept.
struct CacheFiller: Sendable {
    let store: any ResponseStore
    let key: String
    let caching: ResponseCaching
    /// Whether several answers are asked for that chance makes different.
    let isByChance: Bool

    func keep(_ answer: Generation) async {
        if isByChance, !caching.exceptions.contains(.randomChoices) { return }
        if answer.callsTools, !caching.exceptions.contains(.toolCalls) { return }
        await store.keep(answer, for: key, ttl: caching.ttl)
    }
}

extension Model {
    /// Whether it asks for several answers that chance makes different.
    fileprivate var asksForChoices: Bool {
        (extra["n"]?.intValue ?? 1) > 1 && temperature.or(.value(CallDefaults.builtInTemperature)).value != 0
    }
}

extension Generation {
    /// Whether tools are asked for, or were run by the provider.
    fileprivate var callsTools: Bool {
        !toolCalls.isEmpty
            || message.parts.contains { part in
                if case .opaque = part { true } else { false }
            }
    }

    /// The same for another who asks: nothing was sent, and nothing is to be paid.
    fileprivate func fromCache(askedOf model: Model) -> Generation {
        var answer = self
        answer.attempts = []
        answer.isFromCache = true
        answer.cost = .fromCache
        return answer
    }

    /// Itself as a stream: its parts in few pieces, and the end.
    var deltas: [Delta] {
        var deltas: [Delta] = []
        if let reasoning, !reasoning.isEmpty { deltas.append(Delta(reasoning: reasoning)) }
        if !content.isEmpty { deltas.append(Delta(content: content)) }
        var end = Delta()
        if let refusal { end.refusal = refusal }
        end.toolCalls = toolCalls.enumerated().map { place, call in
            ToolCallDelta(index: place, id: call.id, name: call.name, arguments: call.arguments)
        }
        end.finishReason = finishReason
        end.usage = usage
        return deltas + [end]
    }
}
