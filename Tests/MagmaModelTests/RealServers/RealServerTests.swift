import MagmaModel
import MagmaTesting
import Testing

/// Against a server that runs: `scripts/real-servers` says which, by `MAGMA_REAL_URL`, `_MODEL` and `_KEY`.
@Suite(.enabled(if: Environment.process["MAGMA_REAL_URL"] != nil, "no server is named in MAGMA_REAL_URL"))
struct RealServerTests {
    /// Each ends with a whole answer or a typed error, whether it streams or not; a small server may turn some away.
    @Test func twoHundredAtOnce() async throws {
        let model = try Self.model()
        let outcomes = await withTaskGroup(of: String.self) { group in
            for number in 0..<200 {
                group.addTask { await Self.outcome(of: model, isStreamed: number.isMultiple(of: 2)) }
            }
            return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        }
        let counts = outcomes.sorted { $0.value > $1.value }.map { "\($0.value) \($0.key)" }
        print("200 at once:", counts.joined(separator: ", "))
        #expect(outcomes.values.reduce(0, +) == 200)
        #expect(outcomes["answered", default: 0] > 0)
        #expect(outcomes["cut"] == nil)
    }

    /// `MAGMA_REAL_LACKS` names the abilities that the server does not have; `MAGMA_REAL_LONG` a prompt that is answered at
    /// length.
    @Test func conforms() async throws {
        let environment = Environment.process
        let lacks = (environment["MAGMA_REAL_LACKS"] ?? "").split(separator: " ").map(String.init)
        for word in lacks { _ = try #require(ProviderConformance.Ability(rawValue: word), "there is no \(word)") }
        var suite = ProviderConformance(try Self.model(), overflowWords: 5000, concurrency: 8)
        suite.abilities = suite.abilities.filter { !lacks.contains($0.rawValue) }
        suite.longPrompt = environment["MAGMA_REAL_LONG"] ?? suite.longPrompt
        let report = await suite.run()
        print(report)
        try report.check()
    }

    private static func model() throws -> Model {
        let environment = Environment.process
        let key = environment["MAGMA_REAL_KEY"].flatMap { $0.isEmpty ? nil : $0 }
        return try Model(parsing: environment["MAGMA_REAL_MODEL"] ?? "")
            .with(apiKey: key, baseURL: environment["MAGMA_REAL_URL"], timeout: Timeouts(total: .seconds(240)))
    }

    private static func outcome(of model: Model, isStreamed: Bool) async -> String {
        do throws(ModelError) {
            let messages: [Message] = [.user("hello")]
            let answer = try await isStreamed ? model.stream(messages).collect() : model(messages)
            return answer.content.isEmpty || answer.finishReason == nil ? "cut" : "answered"
        } catch {
            return error.code.rawValue
        }
    }
}
