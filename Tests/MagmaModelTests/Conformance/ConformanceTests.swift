import MagmaTesting
import Testing

@testable import MagmaModel

/// Every row, held against the same behaviours over real sockets.
@Suite struct ConformanceTests {
    static let rows = ProviderTable.all.filter {
        $0.retired == nil && FakeProvider.wires.contains($0.wire)
    }

    @Test(arguments: rows)
    func everyRowConforms(row: Provider) async throws {
        let server = try await FakeProvider(wire: row.wire, key: row.credential.scheme == .none ? nil : testKey)
        defer { server.stop() }
        let model = try Model(parsing: "\(row.id)/\(FakeProvider.model)").with(
            apiKey: testKey, baseURL: server.url, timeout: Timeouts(total: .seconds(60)))
        var suite = ProviderConformance(model, longPrompt: FakeProvider.slowWord, overflowWords: 20_001)
        if row.credential.scheme == .none { suite.abilities.remove(.keys) }
        // What the credential would say is said: the key is no credential of a cloud.
        let places = (row.places.filter(\.comesWithCredential) + row.bodyPlaces).compactMap(\.variables.first)
        var environment = Dictionary(places.map { ($0, "account") }) { $1 }
        // Who exchanges keys for tokens: here the token is the key.
        let tokens = try await ScriptedServer { request in
            let form = String(decoding: request.body, as: UTF8.self).split(separator: "&")
            let key = form.first { $0.hasPrefix("apikey=") }?.dropFirst(7) ?? ""
            return .json("{\"access_token\":\"\(key)\",\"expires_in\":3600}")
        }
        defer { tokens.stop() }
        environment["WATSONX_IAM_URL"] = tokens.url
        try await withDispatcher(Dispatcher(environment: Environment(environment))) {
            let report = await suite.run()
            try report.check()
            let passed = report.outcomes.filter { $0.result == .passed }
            #expect(passed.count >= 9, "\(report)")
        }
    }

    /// The suite itself must be able to fail: a server that answers nothing but an empty text holds no behaviour of an answer.
    @Test func anEmptyAnswerDoesNotConform() async throws {
        let body = #"{"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":""}}]}"#
        let server = try await ScriptedServer { _ in .json(body) }
        defer { server.stop() }
        let report = await ProviderConformance(Model("vllm/fake", baseURL: server.url), overflowWords: 100).run()
        let failed = Set(report.failures.map(\.behaviour))
        for (name, _) in ProviderConformance.behaviours where name != "takes another provider's history" {
            #expect(failed.contains(name), "\"\(name)\" held for a server that says nothing")
        }
        #expect(throws: ConformanceFailure.self) { try report.check() }
    }
}
