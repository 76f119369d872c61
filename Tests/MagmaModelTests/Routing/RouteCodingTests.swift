import Foundation
import Testing

@testable import MagmaModel

@Suite struct RouteCodingTests {
    private func again(_ model: Model) throws -> Model {
        try JSONDecoder().decode(Model.self, from: JSONEncoder().encode(model))
    }

    private static let a = Model("openai/a", temperature: 0.5)
    private static let b = Model("groq/b")

    @Test(arguments: [
        Model.pool([a, b]), .pool([a.weighted(3), b.weighted(0.5)], strategy: .cheapest, name: "p"),
        .pool([a], name: "x", ejection: .never),
        .pool(
            [a],
            ejection: Pool.Ejection(
                consecutiveFailures: 2, failureRate: 0.25, minimumRequests: 3, interval: .seconds(1),
                baseTime: .seconds(2), maximumTime: .seconds(9), maximumShare: 1)),
        .pool([a, b]).with(affinity: "k"), a.hedged(after: .milliseconds(1500)),
        a.cached(), a.cached(in: "s", ttl: .seconds(5), including: [.toolCalls]),
        Model.pool([a, b]).hedged(after: .seconds(2)).fallback(to: b, on: [.timeout]).cached(),
        a.fallback(to: b).hedged(after: .seconds(1)), a.cached().fallback(to: b),
        a.fallback(to: Model.pool([b.cached(), a.hedged(after: .seconds(1))])),
        a.routed(.fallback(.fallback(.single, [b], on: [.contextWindowExceeded]), [a], on: [.timeout])),
    ])
    func aRouteComesBackEqual(model: Model) throws {
        #expect(try again(model) == model, "\(model.json.serialized())")
        #expect(try again(model).hashValue == model.hashValue)
        #expect(model.description.contains("Model("))
    }

    @Test func theUsualOrderIsFlat() throws {
        let model = Model.pool([Self.b], name: "p").hedged(after: .seconds(2)).fallback(to: Self.b).cached(
            ttl: .seconds(60))
        #expect(
            model.json == [
                "model": "pool/p", "pool": [["model": "groq/b"]], "hedged_after": 2, "fallback": [["model": "groq/b"]],
                "cache": ["ttl": 60],
            ])
        #expect(try Model(json: ["pool": ["openai/a", "groq/b"]]).id.description == "pool/openai/a+groq/b")
    }

    @Test(arguments: [
        #"{"model":"pool/x"}"#, #"{"model":"openai/x","pool":["a/b"]}"#, #"{"pool":[]}"#, #"{"pool":{"members":3}}"#,
        #"{"pool":["b"]}"#, #"{"pool":{"members":["a/b"],"strategy":"best"}}"#,
        #"{"pool":[{"model":"a/b","weight":0}]}"#, #"{"pool":{"members":["a/b"],"ejection":{"x":1}}}"#,
        #"{"pool":{"members":["a/b"],"x":1}}"#, #"{"model":"a/b","hedged_after":0}"#,
        #"{"model":"a/b","cache":{"ttl":-1}}"#, #"{"model":"a/b","cache":false}"#, #"{"model":"a/b","cache":{"x":1}}"#,
        #"{"model":"a/b","route":[{"x":1}]}"#, #"{"model":"a/b","route":[],"hedged_after":1}"#,
        #"{"model":"a/b","fallback_on":["timeout"]}"#,
    ])
    func whatIsNoRouteIsRefused(text: String) throws {
        let json = try JSON(parsing: text)
        let error = #expect(throws: ModelError.self) { try Model(json: json) }
        #expect(error?.code == .configuration, "\(text)")
    }

    @Test func secretsStayOut() throws {
        let secret = Model("openai/x", extra: ["api_key": "canary"], apiKey: testKey)
        let model = Model.pool([secret.weighted(2)]).fallback(to: secret).hedged(after: .seconds(1)).cached()
        #expect(!model.json.serialized().contains("canary") && !model.description.contains("canary"))
    }

    @Test func fallbacksOfFallbacksAreOneList() {
        let model = Self.a.fallback(to: Self.b).fallback(to: Self.a, on: [.timeout])
        #expect(model.route == .fallback(.single, [Self.b, Self.a], on: [.timeout]))
    }
}
