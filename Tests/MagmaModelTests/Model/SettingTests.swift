import Testing

@testable import MagmaModel

/// Each setter takes literals and variables, and tells the three states apart.
@Suite struct SettingTests {
    private static let noDouble: Double? = nil
    private static let noInt: Int? = nil

    @Test func numbersOfAllKinds() {
        let double = 0.3
        let maybe: Double? = 0.3
        let float: Float = 0.3
        let int = 1
        let maybeFloat: Float? = 0.3
        let maybeInt: Int? = 1
        let setting: Setting<Double> = .unset
        let models: [(Model, Setting<Double>)] = [
            (Model("a/b"), .unset), (Model("a/b", temperature: nil), .providerDefault),
            (Model("a/b", temperature: Self.noDouble), .providerDefault), (Model("a/b", temperature: 0), .value(0)),
            (Model("a/b", temperature: 0.3), .value(0.3)), (Model("a/b", temperature: double), .value(0.3)),
            (Model("a/b", temperature: maybe), .value(0.3)), (Model("a/b", temperature: float), .value(0.3)),
            (Model("a/b", temperature: int), .value(1)), (Model("a/b", temperature: maybeFloat), .value(0.3)),
            (Model("a/b", temperature: maybeInt), .value(1)), (Model("a/b", temperature: setting), .unset),
            (Model("a/b", temperature: Setting(maybe)), .value(0.3)),
            (Model("a/b").with(temperature: nil), .providerDefault),
            (Model("a/b").with(temperature: Self.noDouble), .providerDefault),
            (Model("a/b").with(temperature: maybe), .value(0.3)), (Model("a/b").with(temperature: 0), .value(0)),
            (Model("a/b", temperature: 1).with(temperature: setting), .value(1)),
            (Model("a/b", temperature: 1).with(), .value(1)),
        ]
        for (index, (model, expected)) in models.enumerated() { #expect(model.temperature == expected, "\(index)") }
        #expect(Model("a/b", topP: nil).topP == .providerDefault && Model("a/b", topP: maybe).topP == .value(0.3))
    }

    @Test func counts() {
        let count = 5
        let maybe: Int? = 5
        let setting: Setting<Int> = .value(5)
        for model in [
            Model("a/b", maxTokens: 5), Model("a/b", maxTokens: count), Model("a/b", maxTokens: maybe),
            Model("a/b", maxTokens: setting), Model("a/b").with(maxTokens: maybe),
        ] {
            #expect(model.maxTokens == .value(5))
        }
        #expect(Model("a/b", maxTokens: 5).with(maxTokens: Self.noInt).maxTokens == .providerDefault)
        #expect(Model("a/b", maxTokens: 0).maxTokens == .value(0))
    }

    @Test func callsTakeTheSame() async throws {
        let none: Double? = nil
        let some: Double? = 0.4
        let transport = FakeTransport(
            .json(Answers.hello), .json(Answers.hello), .json(Answers.hello), .json(Answers.hello))
        try await withDispatcher(.fake(transport)) {
            let model = Model("openai/x", temperature: 0.9)
            _ = try await model([.user("hi")], temperature: nil)
            _ = try await model([.user("hi")], temperature: none)
            _ = try await model([.user("hi")], temperature: some, maxTokens: 3)
            _ = try await model.stream([.user("hi")], temperature: 0).collect()
        }
        let sent = try transport.requests.map { try JSON(parsing: $0.body)["temperature"] }
        #expect(sent == [nil, nil, 0.4, 0])
    }

    @Test func storedStatesAreCompared() {
        let states = [Model("a/b"), Model("a/b", temperature: nil), Model("a/b", temperature: 0)]
        #expect(Set(states).count == 3)
        #expect(Model("a/b", temperature: Float(0.5)) == Model("a/b", temperature: 0.5))
    }
}
