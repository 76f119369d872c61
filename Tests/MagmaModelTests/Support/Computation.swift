import Dispatch
import Synchronization
import Testing

/// Keeps tests that hold a thread for long off the threads that all other tests share, of which there are as few as cores: what
/// waits there for its turn cannot hold a deadline.
struct Computation: TestTrait, SuiteTrait, TestScoping {
    private static let executor = TwoThreads()

    var isRecursive: Bool { true }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(Self.executor) { try await function() }
    }

    /// Around each case of a test.
    func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { testCase == nil ? nil : self }
}

extension Trait where Self == Computation {
    /// For tests that compute for long and wait for nothing.
    static var computes: Self { Self() }

    /// For tests that start a program and hold their thread until it ends.
    static var runsPrograms: Self { Self() }
}

private final class TwoThreads: TaskExecutor {
    private let queues = (1...2).map { DispatchQueue(label: "tests that hold a thread \($0)") }
    private let next = Atomic(0)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let turn = next.add(1, ordering: .relaxed).newValue
        queues[turn % queues.count].async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
