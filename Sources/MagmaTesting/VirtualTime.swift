internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A clock that stands still while anything runs, and then jumps to the next one who sleeps: hours of back-off, limits and deadlines
/// pass in no time, in the same order each time.
///
/// ```swift
/// let time = VirtualTime()
/// let waited = await time.run {
///     let server = Dispatcher(transport: script, clock: time)
///     _ = try? await withDispatcher(server) { () async throws(ModelError) in try await model([.user("hi")]) }
///     return time.now.offset
/// }
/// ```
///
/// It knows of what runs in it: the body, its child tasks, and tasks made with `Task(executorPreference:)`. While something outside is
/// waited for, such as a socket, others' time goes on, so a transport that answers by itself is what it is for.
public final class VirtualTime: Clock, TaskExecutor {
    /// A time since the clock was made.
    public struct Instant: InstantProtocol, Hashable {
        /// Since the clock was made.
        public var offset: Duration

        /// A later time, or an earlier one.
        public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        /// From this time to another.
        public func duration(to other: Instant) -> Duration { other.offset - offset }
        /// The earlier comes first.
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        let due: Instant
        let number: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var jobs: [UnownedJob] = []
        /// Those that wait, the next one last.
        var sleepers: [Sleeper] = []
        var number = 0
        /// Cancelled before they slept.
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    /// A clock that begins at zero.
    public init() {}

    /// The time that it is.
    public var now: Instant { state.withLock { $0.now } }

    /// As fine as durations are.
    public let minimumResolution = Duration.zero

    /// Waits until the clock has jumped there. Throws `CancellationError` where the task is cancelled before.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isRefused = state.withLock { state in
                    guard state.cancelled.remove(number) == nil else { return true }
                    // The later ones first; of those with the same time, the one that came later.
                    let sleeper = Sleeper(due: deadline, number: number, continuation: continuation)
                    let place = state.sleepers.firstIndex { $0.due <= deadline } ?? state.sleepers.endIndex
                    state.sleepers.insert(sleeper, at: place)
                    return false
                }
                if isRefused { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper: Sleeper? = state.withLock { state in
                guard let place = state.sleepers.firstIndex(where: { $0.number == number }) else {
                    state.cancelled.insert(number)
                    return nil
                }
                return state.sleepers.remove(at: place)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Takes a job of a task that runs here.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
    }

    /// Runs the body, and the tasks that it makes, until it returns: one piece at a time, and where none is left, time jumps.
    public func run<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
        let result = Result<Value>()
        Task(executorPreference: self) { @Sendable in
            let value = await body()
            result.value.withLock { $0 = value }
        }
        return finish(result)
    }

    private final class Result<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }

    private func finish<Value>(_ result: Result<Value>) -> Value {
        var idleSince: ContinuousClock.Instant?
        while true {
            if let value = result.value.withLock({ $0 }) { return value }
            if step() {
                idleSince = nil
                continue
            }
            // Something may be on its way from outside, such as a hook's word.
            let since = idleSince ?? .now
            idleSince = since
            precondition(.now - since < .seconds(30), "VirtualTime: nothing runs and nobody sleeps in it.")
            sched_yield()
        }
    }

    /// Whether there was anything to do.
    private func step() -> Bool {
        let jobs = state.withLock { state in
            let jobs = state.jobs
            state.jobs = []
            return jobs
        }
        if !jobs.isEmpty {
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            return true
        }
        let next: Sleeper? = state.withLock { state in
            guard let sleeper = state.sleepers.popLast() else { return nil }
            state.now = max(state.now, sleeper.due)
            return sleeper
        }
        next?.continuation.resume()
        return next != nil
    }
}
