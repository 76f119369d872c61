/// Posts spans, and stays with them until they are taken or given up (docs/langfuse.md has the rules).
struct LangfuseSender: Sendable {
    let settings: LangfuseSettings
    let transport: any Transport
    let timing: Timing
    let drops: TraceDrops
    let log: LangfuseLog

    /// What became of a request in the end.
    private enum Outcome {
        case delivered
        /// The server takes less at a time.
        case tooLarge
        case lost(TraceDrops.Reason)
    }

    private static let tries = 5
    private static let patience = Duration.seconds(90)
    /// Where nothing answers: what waits is kept that long.
    private static let outage = Duration.seconds(600)
    private static let shortestRetryAfter = Duration.seconds(1)
    private static let longestRetryAfter = Duration.seconds(120)
    private static let pauseAfterRefusal = Duration.seconds(300)

    /// Sends them; which calls are lost, by their numbers in the batch.
    func deliver(_ pieces: ArraySlice<LangfusePiece>) async -> [Int: TraceDrops.Reason] {
        let size = pieces.reduce(0) { $0 + $1.bytes.count }
        let isTooMuch = size > settings.maximumBatchBytes
        let outcome = isTooMuch ? .tooLarge : await post(pieces)
        switch outcome {
        case .delivered: return [:]
        case .lost(let reason): return Dictionary(pieces.map { ($0.owner, reason) }) { first, _ in first }
        case .tooLarge:
            guard let piece = pieces.first, pieces.count == 1 else {
                let middle = pieces.startIndex + pieces.count / 2
                let first = await deliver(pieces[..<middle])
                return first.merging(await deliver(pieces[middle...])) { reason, _ in reason }
            }
            guard let shorter = LangfuseCap.shortened(piece.span) else { return [piece.owner: .tooLarge] }
            return await deliver([LangfusePiece(shorter, owner: piece.owner)])
        }
    }

    // MARK: One request, as often as need be

    private func post(_ pieces: ArraySlice<LangfusePiece>) async -> Outcome {
        let resource = OTLPRequest(resource: settings.resource, scope: (MagmaVersion.name, MagmaVersion.number))
        let body = resource.body(pieces.lazy.map(\.bytes))
        let begin = timing.now()
        var (failures, timeouts, pauses) = (0, 0, 0)
        while !Task.isCancelled {
            let wait: Duration
            switch await answer(to: body, spans: pieces.count) {
            case .taken: return .delivered
            case .tooLarge: return .tooLarge
            case .rejected: return .lost(.rejected)
            case .cancelled: return .lost(.shutdown)
            case .refused: wait = Self.pauseAfterRefusal
            case .later(let asked?):
                pauses += 1
                guard let delay = pause(asked, pauses, begin) else { return .lost(.rejected) }
                wait = delay
            case .later(nil):
                failures += 1
                guard failures < Self.tries, let delay = backoff(failures, begin, Self.patience) else {
                    return .lost(.rejected)
                }
                wait = delay
            case .slow:
                timeouts += 1
                failures += 1
                guard timeouts < 2, let delay = backoff(failures, begin, Self.patience) else { return .lost(.rejected) }
                wait = delay
            case .unreachable:
                failures += 1
                guard let delay = backoff(failures, begin, Self.outage) else { return .lost(.rejected) }
                wait = delay
            }
            log.debug("the next try is in \(wait)")
            guard (try? await timing.sleep(wait)) != nil else { break }
        }
        return .lost(.shutdown)
    }

    /// As long as the server asks, or as without its asking where that is hardly anything; `nil` where it has asked for too long.
    private func pause(_ asked: Duration, _ pauses: Int, _ begin: Moment) -> Duration? {
        guard asked >= Self.shortestRetryAfter else { return backoff(pauses, begin, Self.outage) }
        let delay = min(asked, Self.longestRetryAfter)
        return timing.now() + delay - begin > Self.outage ? nil : delay
    }

    /// 1, 2, 4, 8 s and so on up to 30 s, a fifth more or less; `nil` where that is beyond the limit.
    private func backoff(
        _ failures: Int,
        _ begin: Moment,
        _ limit: Duration
    ) -> Duration? {
        let seconds = min(30, 1 << min(failures - 1, 5))
        let delay = Duration.seconds(seconds) * (0.8 + 0.4 * timing.random())
        return timing.now() + delay - begin > limit ? nil : delay
    }

    // MARK: One try

    private enum Answer {
        case taken, tooLarge, rejected, cancelled
        /// The keys are not good for this.
        case refused
        /// For a moment, or for so long.
        case later(Duration?)
        /// It was sent, and no answer came in time: it may have been taken.
        case slow
        case unreachable
    }

    private func answer(to body: [UInt8], spans: Int) async -> Answer {
        let response: TransportResponse
        do throws(ModelError) {
            response = try await transport.send(request(body))
        } catch {
            return answer(to: error)
        }
        response.body.discard()
        log.debug("HTTP \(response.status) for \(spans) spans of \(body.count) bytes")
        switch response.status {
        case 200..<300: return .taken
        case 413: return .tooLarge
        case 401, 403:
            log.complain("HTTP \(response.status): the keys are not accepted; nothing is sent for five minutes")
            return .refused
        case 408, 429, 500, 502, 503, 504:
            log.complain("HTTP \(response.status); it is tried again")
            return .later(RetryAfter.find(in: response.headers))
        default:
            log.complain("HTTP \(response.status): \(spans) spans are not taken")
            return .rejected
        }
    }

    private func answer(to error: ModelError) -> Answer {
        if error.code == .cancelled { return .cancelled }
        log.complain(error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message)
        return switch error.code {
        case .timeout: error.timeoutPhase == .connect ? .unreachable : .slow
        case .connection: .unreachable
        default: .rejected
        }
    }

    private func request(_ body: [UInt8]) -> TransportRequest {
        let timeout = settings.timeout
        // That no connection comes is to be known before the rest of the time is over.
        let timeouts = TransportTimeouts(
            connect: timeout * 0.9, head: timeout, idle: timeout, deadline: ContinuousClock.now + timeout)
        return TransportRequest(
            url: settings.url, headers: LangfuseHeaders.fields(settings), body: body, timeouts: timeouts,
            isConfidential: true)
    }
}
