import MagmaModel
import Synchronization

/// What came of the calls of a soak.
final class SoakTally: Sendable {
    struct State {
        /// How often each call ended, by its number.
        var ends: [UInt8]
        /// How often calls ended well, or with an error of a code.
        var outcomes: [String: Int] = [:]
        var attempts = 0
        var failedAttempts = 0
        /// Calls that ended, and what the hooks were told of their ends, where hooks were live.
        var hooked = (calls: 0, afterCall: 0, onError: 0)
        /// What must not be, in words.
        var complaints: [String] = []
    }

    static let success = "success"

    let state: Mutex<State>
    let started = Atomic(0)
    let ended = Atomic(0)

    init(_ count: Int) { state = Mutex(State(ends: Array(repeating: 0, count: count))) }

    /// The number of the call to make next.
    func next() -> Int { started.add(1, ordering: .relaxed).oldValue }

    func succeeded(_ number: Int, _ answer: Generation, expected: String) {
        end(number, Self.success, attempts: answer.attempts.count, failed: answer.attempts.count - 1)
        if answer.content != expected { complain("call \(number) was answered with: \(answer.content)") }
    }

    func failed(_ number: Int, _ error: ModelError) {
        end(number, error.code.rawValue, attempts: error.attempts.count, failed: error.attempts.count)
        if !SoakMix.codes.contains(error.code) || error.attempts.isEmpty {
            complain("call \(number) failed in a way that no fault asks for: \(error)")
        }
    }

    func complain(_ complaint: String) { state.withLock { $0.complaints.append(complaint) } }

    private func end(_ number: Int, _ outcome: String, attempts: Int, failed: Int) {
        state.withLock { state in
            state.ends[number] &+= 1
            state.outcomes[outcome, default: 0] += 1
            state.attempts += attempts
            state.failedAttempts += failed
        }
        ended.add(1, ordering: .relaxed)
    }
}
