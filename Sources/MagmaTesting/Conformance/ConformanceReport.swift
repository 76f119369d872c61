public import MagmaModel

/// What ``ProviderConformance/run()`` found.
public struct ConformanceReport: Sendable, CustomStringConvertible {
    /// How it went with one behaviour.
    public enum Result: Sendable, Equatable {
        /// It holds.
        case passed
        /// It does not, and how.
        case failed(String)
        /// It could not be tried, and why.
        case skipped(String)
    }

    /// One behaviour.
    public struct Outcome: Sendable {
        /// Its name.
        public var behaviour: String
        /// How it went.
        public var result: Result
    }

    /// What was called.
    public var model: ModelID
    /// In the order in which they were tried.
    public var outcomes: [Outcome]

    /// Those that do not hold.
    public var failures: [Outcome] {
        outcomes.filter { if case .failed = $0.result { true } else { false } }
    }

    /// Throws ``ConformanceFailure``, with all of the table, where a behaviour does not hold.
    public func check() throws {
        guard failures.isEmpty else { throw ConformanceFailure("\(self)") }
    }

    /// A table: model, behaviour, result.
    public var description: String {
        outcomes.map { outcome in
            let result =
                switch outcome.result {
                case .passed: "passed"
                case .failed(let reason): "FAILED: \(reason)"
                case .skipped(let reason): "skipped: \(reason)"
                }
            let name = outcome.behaviour
            return "\(model)  \(name)\(String(repeating: " ", count: max(1, 36 - name.count)))\(result)"
        }
        .joined(separator: "\n")
    }
}
