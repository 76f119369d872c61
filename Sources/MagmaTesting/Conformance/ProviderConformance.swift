public import MagmaModel

/// Holds a provider, real or scripted, against what a caller of any provider may rely on: one function per behaviour.
///
/// ```swift
/// @Test func mineConforms() async throws {
///     let mine = ProviderConformance(Model("mine/small", baseURL: "http://127.0.0.1:8000"))
///     try await mine.run().check()
/// }
/// ```
///
/// It knows no test framework: a behaviour that does not hold throws ``ConformanceFailure`` or the ``ModelError`` of the
/// call, one that cannot be tried ``ConformanceSkip``. Some forty calls are made, the longest with a prompt beyond the window.
public struct ProviderConformance: Sendable {
    /// What a server may lack without being wrong.
    public enum Ability: String, Sendable, CaseIterable {
        /// Its model calls a tool when it is told to.
        case tools
        /// It lets nobody in with a wrong key.
        case keys
        /// It tells an unknown model's name from a known one.
        case modelNames
        /// It refuses a prompt of ``ProviderConformance/overflowWords`` words.
        case window
        /// It says how many tokens were read and written.
        case usage
        /// It keeps to a token limit.
        case tokenLimit
        /// Its streams come in more than one piece.
        case pieces
    }

    /// What is called.
    public var model: Model
    /// What the server has. Behaviours that need more are skipped.
    public var abilities: Set<Ability>
    /// A prompt that is answered at length, for cutting a stream short.
    public var longPrompt: String
    /// How many words the prompt has that must not fit the window.
    public var overflowWords: Int
    /// How many calls are made at once.
    public var concurrency: Int

    /// Everything is expected of the server unless `abilities` says less.
    public init(
        _ model: Model,
        abilities: Set<Ability> = Set(Ability.allCases),
        longPrompt: String = "Count from 1 to 2000 in words, one a line.",
        overflowWords: Int = 300_000,
        concurrency: Int = 16
    ) {
        self.model = model
        self.abilities = abilities
        self.longPrompt = longPrompt
        self.overflowWords = overflowWords
        self.concurrency = concurrency
    }

    /// A behaviour: its name and the function that holds the provider against it.
    public typealias Behaviour = (name: String, check: @Sendable (ProviderConformance) async throws -> Void)

    /// All of them.
    public static let behaviours: [Behaviour] = [
        ("answers a call", { try await $0.answersACall() }),
        ("answers a conversation", { try await $0.answersAConversation() }),
        ("counts its tokens", { try await $0.countsItsTokens() }),
        ("keeps to a token limit", { try await $0.keepsToATokenLimit() }),
        ("streams", { try await $0.streams() }),
        ("counts the tokens of a stream", { try await $0.countsTheTokensOfAStream() }),
        ("ends a stream at once", { try await $0.endsAStreamAtOnce() }),
        ("calls a tool", { try await $0.callsATool() }),
        ("calls a tool in a stream", { try await $0.callsAToolInAStream() }),
        ("takes its own message back", { try await $0.takesItsOwnMessageBack() }),
        ("takes another provider's history", { try await $0.takesAnotherProvidersHistory() }),
        ("answers many at once", { try await $0.answersManyAtOnce() }),
        ("refuses a wrong key", { try await $0.refusesAWrongKey() }),
        ("refuses an unknown model", { try await $0.refusesAnUnknownModel() }),
        ("refuses what is beyond its window", { try await $0.refusesWhatIsBeyondItsWindow() }),
    ]

    /// Tries all behaviours, one after the other.
    public func run() async -> ConformanceReport {
        var outcomes: [ConformanceReport.Outcome] = []
        for behaviour in Self.behaviours {
            let result: ConformanceReport.Result
            do {
                try await behaviour.check(self)
                result = .passed
            } catch let skip as ConformanceSkip {
                result = .skipped(skip.reason)
            } catch let error as ModelError where error.code == .unsupported && error.attempts.isEmpty {
                result = .skipped(error.message)
            } catch {
                result = .failed("\(error)")
            }
            outcomes.append(ConformanceReport.Outcome(behaviour: behaviour.name, result: result))
        }
        return ConformanceReport(model: model.id, outcomes: outcomes)
    }

    func need(_ ability: Ability) throws {
        guard abilities.contains(ability) else {
            throw ConformanceSkip("Not expected of this server: \(ability.rawValue).")
        }
    }

    func require(_ condition: Bool, _ message: @autoclosure () -> String) throws {
        guard condition else { throw ConformanceFailure(message()) }
    }
}

/// A behaviour that does not hold.
public struct ConformanceFailure: Error, CustomStringConvertible {
    /// What was expected and what was there.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// A behaviour that cannot be tried on this provider.
public struct ConformanceSkip: Error {
    /// Why.
    public let reason: String

    init(_ reason: String) { self.reason = reason }
}
