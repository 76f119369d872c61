internal import Synchronization

extension RouteRunner {
    /// Asks once more where nothing has come for the delay; what comes first counts, and the other is cancelled. Until then
    /// nothing is handed out, so no delta is ever followed by another answer's.
    func runHedged(
        _ model: Model,
        after delay: Duration,
        _ input: CallInput
    ) async throws(ModelError) -> sending OpenedCall {
        guard delay > .zero else {
            throw ModelError(.configuration, "\(model.id) is hedged after \(delay), which is not above 0.")
        }
        let sleep = dispatcher.timing.sleep
        let ended = await withTaskGroup(of: HedgeEvent.self, returning: HedgeEnd.self) { group in
            group.addTask { await self.hedgeEvent(model, input, isFirst: true) }
            group.addTask {
                let isLate: Void? = try? await sleep(delay)
                return isLate == nil ? .timerEnded : .isLate
            }
            var end = HedgeEnd()
            var running = 1
            while let event = await group.next() {
                switch event {
                case .timerEnded: break
                case .isLate:
                    guard end.winner == nil, running > 0, !Task.isCancelled else { break }
                    running += 1
                    group.addTask { await self.hedgeEvent(model, input, isFirst: false) }
                case .opened(let handover, let isFirst):
                    running -= 1
                    end.opened(handover, isFirst: isFirst)
                    group.cancelAll()
                case .failed(let error, let isFirst):
                    running -= 1
                    end.failed(error, isFirst: isFirst)
                    // Nothing is late any more: what comes next is for retry and fallback to say.
                    if running == 0 { group.cancelAll() }
                }
            }
            return end
        }
        return try ended.result()
    }

    private func hedgeEvent(_ model: Model, _ input: CallInput, isFirst: Bool) async -> HedgeEvent {
        do throws(ModelError) {
            return .opened(Handover(try await run(model, input)), isFirst: isFirst)
        } catch {
            return .failed(error, isFirst: isFirst)
        }
    }
}

private enum HedgeEvent: Sendable {
    case opened(Handover, isFirst: Bool)
    case failed(ModelError, isFirst: Bool)
    case isLate, timerEnded
}

/// An opened call on its way from the task that opened it to the one that reads it.
private final class Handover: Sendable {
    private let call: Mutex<OpenedCall?>

    init(_ call: sending OpenedCall) { self.call = Mutex(call) }

    /// The call, for the first who asks.
    func take() -> sending OpenedCall? {
        call.withLock { call in
            var taken: OpenedCall?
            swap(&taken, &call)
            return taken
        }
    }
}

/// How the one or two requests ended.
private struct HedgeEnd: Sendable {
    var winner: Handover?
    private var winnerIsFirst = true
    private var failures: [(error: ModelError, isFirst: Bool)] = []
    private var losers: [Attempt] = []

    mutating func opened(_ handover: Handover, isFirst: Bool) {
        guard winner == nil else {
            // Both came at once. Letting go of this one closes its connection.
            losers += handover.take()?.attempts ?? []
            return
        }
        winner = handover
        winnerIsFirst = isFirst
    }

    mutating func failed(_ error: ModelError, isFirst: Bool) { failures.append((error, isFirst)) }

    /// The winner, with the attempts of the other one; else the failure of the first, with the attempts of both.
    func result() throws(ModelError) -> sending OpenedCall {
        let failures = failures.sorted { $0.isFirst && !$1.isFirst }
        guard let call = winner?.take() else {
            // A request that was cancelled because the other failed says less than that one.
            guard let error = failures.first(where: { $0.error.code != .cancelled }) ?? failures.first else {
                throw ModelError(.cancelled, "The task was cancelled.")
            }
            throw error.error.with(failures.flatMap(\.error.attempts))
        }
        let others = failures.flatMap(\.error.attempts) + losers
        call.attempts = others + call.attempts
        if !winnerIsFirst {
            call.warnings.append(
                Warning("model", "The first request was late, so a second one was sent, which answered."))
        }
        return call
    }
}
