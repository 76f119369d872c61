import FoundationEssentials

/// What a call asks of a model.
enum CallTask: Sendable {
    case chat, embedding
    /// Which models there are: what only a call itself needs may be missing.
    case listing
}

/// Turns texts into vectors: in as many requests as the provider's limit demands, one after the other.
///
/// Vectors of two models cannot be compared, so that of the members of a fallback one does all of it.
///
/// Of the hooks, `beforeAttempt` is asked before each request, and `onError` told how all of it failed; the others are
/// about answers in words.
struct EmbeddingRunner {
    let dispatcher: Dispatcher
    /// `nil` where no hook is live.
    private var observation: CallObservation?

    init(dispatcher: Dispatcher) { self.dispatcher = dispatcher }

    func run(_ model: Model, _ texts: [String]) async throws(ModelError) -> Embeddings {
        guard let hooks = dispatcher.observers else {
            return try await embed(model, texts)
        }
        let sighting = hooks.sighting()
        let call = hooks.call(model, texts.map(Message.user), streaming: false, task: .embedding)
        var runner = self
        let observation = CallObservation(hooks: hooks, call: call, sighting: sighting)
        runner.observation = observation
        do throws(ModelError) {
            let answer = try await runner.embed(model, texts)
            observation.ended(answer)
            return answer
        } catch {
            await observation.failed(error)
            throw error
        }
    }

    private func embed(_ model: Model, _ texts: [String]) async throws(ModelError) -> Embeddings {
        let answer = try await embedByRoute(model, texts)
        if !answer.warnings.isEmpty { dispatcher.log.write(answer.warnings, of: model.id) }
        return answer
    }

    private func embedByRoute(_ model: Model, _ texts: [String]) async throws(ModelError) -> Embeddings {
        guard !texts.isEmpty else { throw ModelError(.invalidRequest, "There are no texts to embed.") }
        let model = try dispatcher.expanded(model)
        let (members, codes) = model.embeddingMembers
        var attempts: [Attempt] = []
        var warnings = Self.unsampled(model)
        for (index, member) in members.enumerated() {
            do throws(ModelError) {
                var answer = try await embedAll(index == 0 ? member : member.with(dropUnsupported: true), texts)
                answer.attempts = attempts + answer.attempts
                answer.warnings = warnings + answer.warnings
                return answer
            } catch {
                attempts += error.attempts
                guard index + 1 < members.count, codes.contains(error.code) else { throw error.with(attempts) }
                warnings.append(
                    Warning("model", "\(member.id) failed (\(error.code)), \(members[index + 1].id) was asked."))
            }
        }
        throw ModelError(.configuration, "The route has no members.")
    }

    /// Settings of the handle that say how an answer is to be written: there is none.
    private static func unsampled(_ model: Model) -> [Warning] {
        let settings = [
            ("temperature", model.temperature.value != nil), ("top_p", model.topP.value != nil),
            ("max_tokens", model.maxTokens.value != nil),
        ]
        return settings.filter(\.1).map { Warning($0.0, "Not sent: embeddings are not written by sampling.") }
    }

    private func embedAll(_ model: Model, _ texts: [String]) async throws(ModelError) -> Embeddings {
        let endpoint = try dispatcher.resolver.get().embeddingEndpoint(dispatcher.single(model))
        if endpoint.refusesEmpty, let place = texts.firstIndex(where: \.isEmpty) {
            throw ModelError(.invalidRequest, "The text at \(place) is empty, which \(model.id) refuses.")
        }
        var answer = Embeddings([])
        var costs: [Cost?] = []
        var usages: [Usage?] = []
        /// Those that were answered, with what they are known to have used, should a later one fail.
        var charged: [Attempt] = []
        let limit = endpoint.limit ?? texts.count
        for start in stride(from: 0, to: texts.count, by: limit) {
            let batch = texts[start..<Swift.min(start + limit, texts.count)]
            do throws(ModelError) {
                let generation = try await ask(model, Array(batch))
                answer.attempts += generation.attempts
                charged += generation.attempts
                charged.chargeLast(generation)
                try answer.add(generation, from: start, count: batch.count)
                costs.append(generation.cost)
                usages.append(generation.usage)
                answer.costUnavailable = generation.costUnavailable
                for warning in generation.warnings where !answer.warnings.contains(warning) {
                    answer.warnings.append(warning)
                }
            } catch {
                throw error.with(charged + (error.attempts == answer.attempts ? [] : error.attempts))
            }
        }
        answer.usage = Usage.sum(usages)
        if let all = costs as? [Cost] {
            answer.cost = all.count == 1 ? all[0] : Cost(total: all.reduce(0) { $0 + $1.total }, source: all[0].source)
            answer.costUnavailable = nil
        }
        return answer
    }

    private func ask(_ model: Model, _ texts: [String]) async throws(ModelError) -> Generation {
        let runner = RouteRunner(dispatcher: dispatcher, observation: observation, task: .embedding)
        return try await runner.run(model, texts.map(Message.user), streaming: false).finished()
    }
}

extension [Attempt] {
    fileprivate mutating func chargeLast(_ generation: Generation) {
        if !isEmpty { self[count - 1].charge(generation) }
    }
}

extension Embeddings {
    /// Adds what one request brought, which must be a vector for each of its texts.
    fileprivate mutating func add(_ generation: Generation, from start: Int, count: Int) throws(ModelError) {
        let vectors = generation.message.extra["embeddings"]?.arrayValue ?? []
        requestID = generation.requestID
        if model.isEmpty { model = generation.model }
        guard vectors.count == count else {
            throw wrong("The answer holds \(vectors.count) vectors for \(count) texts.", generation)
        }
        for (place, json) in vectors.enumerated() {
            guard let vector = EmbeddingVector.floats(json) else {
                throw wrong("The answer's vector at \(place) is no list of numbers.", generation)
            }
            items.append(Embedding(index: start + place, vector: vector))
        }
    }

    private func wrong(_ message: String, _ generation: Generation) -> ModelError {
        var error = ModelError(.decoding, message)
        error.requestID = generation.requestID
        error.provider = generation.attempts.last?.model.provider
        error.model = generation.attempts.last?.model.name
        error.attempts = attempts
        return error
    }
}

extension Usage {
    /// All of them together; `nil` where one is not known.
    fileprivate static func sum(_ all: [Usage?]) -> Usage? {
        guard let known = all as? [Usage], let first = known.first else { return nil }
        guard known.count > 1 else { return first }
        func sum(_ count: (Usage) -> Int?) -> Int? {
            let counts = known.compactMap(count)
            return counts.isEmpty ? nil : counts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
        }
        return Usage(input: sum(\.input), output: sum(\.output), cachedInput: sum(\.cachedInput))
    }
}

extension Model {
    /// The handles of the outermost fallback, of which one makes all vectors.
    fileprivate var embeddingMembers: (models: [Model], on: Set<ModelError.Code>) {
        guard case .fallback(let first, let others, let codes) = route else { return ([self], []) }
        return ([routed(first)] + others, codes)
    }
}

extension Dispatcher {
    /// The model that makes vectors, whichever member of a pool it is asked of. Throws `.unsupported` where there are several,
    /// since their vectors cannot be compared.
    fileprivate func single(_ model: Model) throws(ModelError) -> Model {
        let leaves = try expanded(model).leaves
        guard let first = leaves.first else { throw ModelError(.configuration, "The pool \(model.id) has no members.") }
        guard leaves.allSatisfy({ $0.id.name == first.id.name }) else {
            throw ModelError(
                .unsupported, "\(model.id) is made of different models, whose vectors cannot be compared.")
        }
        return try expanded(first)
    }
}

extension CallResolver {
    /// How a model's provider turns texts into vectors. Throws `.unsupported` where it does not.
    func embeddingEndpoint(_ model: Model) throws(ModelError) -> EmbeddingEndpoint {
        let row = try catalog.row(model.id.provider).embedding(model.id.name)
        return row.provider.embeddings.first ?? EmbeddingEndpoint()
    }
}
