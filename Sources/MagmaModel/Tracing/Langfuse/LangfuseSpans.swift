internal import FoundationEssentials

/// What a call is in Langfuse: one generation, its retries within; where several models were asked, a span with a generation for
/// each. A pure function: the same record gives the same spans, ids included.
struct LangfuseSpans {
    let record: CallRecord
    let settings: LangfuseSettings
    private let input: JSON?
    private let start: UInt64
    private let end: UInt64

    static func spans(
        of record: CallRecord,
        _ settings: LangfuseSettings,
        masks: [TraceMasks.Mask] = []
    ) -> [OTLPSpan] {
        LangfuseSpans(record, settings).observations.map { observation in
            var observation = observation
            for mask in masks { mask(&observation.call) }
            return observation.span(settings)
        }
    }

    private init(_ record: CallRecord, _ settings: LangfuseSettings) {
        self.record = record
        self.settings = settings
        input = settings.capturesContent ? LangfuseContent.input(of: record.call) : JSON?.none
        start = record.start.unixNanoseconds
        end = start + UInt64(max(0, record.duration.nanoseconds))
    }

    private var observations: [LangfuseObservation] {
        let runs = record.end.runs
        guard runs.count > 1 else { return [single(runs.first)] }
        return [parent(runs)] + children(runs)
    }

    // MARK: One model

    private func single(_ run: AttemptRun?) -> LangfuseObservation {
        let id = run?.model ?? record.call.model.firstLeaf.id
        var observation = generation(id, span: record.context.span, from: start, to: end)
        conclude(&observation)
        charge(&observation, run, isLast: true)
        return observation
    }

    // MARK: Several models

    private func parent(_ runs: [AttemptRun]) -> LangfuseObservation {
        var observation = observation(
            .span, name: "\(operation) \(record.call.model.id)", model: "", span: record.context.span, start, end)
        observation.call.metadata["models"] = .array(runs.map { .string($0.model.description) })
        conclude(&observation)
        observation.firstToken = nil
        return observation
    }

    private func children(_ runs: [AttemptRun]) -> [LangfuseObservation] {
        let last = runs.lastIndex(where: \.hasAnswered) ?? runs.count - 1
        var time = start
        return runs.enumerated().map { index, run in
            let begin = min(end, time + UInt64(max(0, (run.attempts.first?.wait ?? .zero).nanoseconds)))
            time = min(end, begin + UInt64(max(0, run.duration.nanoseconds)))
            var observation = generation(
                run.model, span: record.context.span.child(index), from: begin, to: index == last ? end : time)
            observation.parent = record.context.span
            observation.call.metadata["attempts"] = .int(Int64(run.attempts.count))
            if index == last { conclude(&observation) } else { fail(&observation, run) }
            charge(&observation, run, isLast: index == last)
            return observation
        }
    }

    /// One that another model was asked after.
    private func fail(_ observation: inout LangfuseObservation, _ run: AttemptRun) {
        guard let attempt = run.attempts.last, let code = attempt.failure else { return }
        observation.level = code == .cancelled ? .warning : .error
        observation.call.error = code.rawValue + (attempt.status.map { ", HTTP \($0)" } ?? "")
        LangfuseMetadata.add(
            code, status: attempt.status, requestID: attempt.requestID, to: &observation.call.metadata)
    }

    // MARK: What they have in common

    private var operation: String { record.call.task == .chat ? "chat" : "embeddings" }

    private func observation(
        _ kind: LangfuseObservation.Kind,
        name: String,
        model: String,
        span: SpanID,
        _ start: UInt64,
        _ end: UInt64
    ) -> LangfuseObservation {
        let scope = record.context.scope
        let call = TracedCall(
            name: name, traceName: scope?.name ?? "\(operation) \(record.call.model.id.name)", input: input,
            output: nil, parameters: [:], metadata: LangfuseMetadata.metadata(of: record),
            traceMetadata: scope?.metadata ?? [:], user: scope?.user, session: scope?.session, tags: scope?.tags ?? [],
            model: model, error: nil)
        return LangfuseObservation(
            kind: kind, trace: record.context.trace, span: span, parent: nil, start: start, end: end, firstToken: nil,
            call: call)
    }

    private func generation(
        _ id: ModelID,
        span: SpanID,
        from start: UInt64,
        to end: UInt64
    ) -> LangfuseObservation {
        var observation = observation(
            record.call.task == .chat ? .generation : .embedding, name: "\(operation) \(id.name)", model: id.name,
            span: span, start, end)
        let handle = record.call.model.leaves.first { $0.id == id } ?? record.call.model
        observation.call.parameters = LangfuseParameters.parameters(
            of: handle, answer: nil, withContent: settings.capturesContent)
        observation.call.metadata["provider"] = .string(id.provider)
        observation.call.metadata["request_model"] = .string(id.name)
        return observation
    }

    /// How the call ended, for the observation that it ended in.
    private func conclude(_ observation: inout LangfuseObservation) {
        let answer = record.end.answer
        if let answer {
            if !answer.model.isEmpty { observation.call.model = answer.model }
            if let tier = answer.serviceTier { observation.call.parameters["service_tier"] = .string(tier) }
            if settings.capturesContent { observation.call.output = LangfuseContent.output(of: answer) }
            LangfuseMetadata.add(answer, of: record.end, to: &observation.call.metadata)
        }
        if record.call.isStreaming, let time = record.timeToFirstToken {
            observation.firstToken = record.start.addingTimeInterval(time / .seconds(1))
        }
        guard let error = record.end.error else { return }
        LangfuseMetadata.add(
            error.code, status: error.status, requestID: error.requestID, to: &observation.call.metadata)
        guard error.code != .cancelled else {
            observation.level = .warning
            observation.call.error = "cancelled"
            return
        }
        observation.level = .error
        // A provider's sentence may quote the prompt.
        let text = settings.capturesContent ? error : error.reworded("(not shown)")
        observation.call.error = String(text.description.prefix(4096))
    }
}

extension SpanID {
    /// The id of the span's part of that number: always the same, and as good as random where its own is.
    fileprivate func child(_ index: Int) -> SpanID {
        var mixed = value &+ UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return SpanID(value: mixed == 0 ? 1 : mixed)
    }
}
