import Testing

@testable import MagmaModel

@Suite struct GenerateContentThinkingTests {
    typealias Support = GenerateContentSupport

    struct Case: Sendable {
        var model: String
        var option: JSON.Object
        var config: JSON
        var warnings = 0
    }

    private static func level(_ level: String, shown: Bool = true) -> JSON {
        ["thinkingLevel": .string(level), "includeThoughts": .bool(shown)]
    }
    private static func budget(_ budget: Int64, shown: Bool = true) -> JSON {
        ["thinkingBudget": .int(budget), "includeThoughts": .bool(shown)]
    }
    private static func effort(_ word: JSON) -> JSON.Object { ["reasoning_effort": word] }

    static let cases: [Case] = [
        Case(model: "gemini-2.5-flash", option: effort("none"), config: budget(0, shown: false)),
        Case(model: "gemini-2.5-flash", option: effort("minimal"), config: budget(1)),
        Case(model: "gemini-2.5-flash", option: effort("high"), config: budget(4096)),
        Case(model: "gemini-2.5-flash-lite", option: effort("minimal"), config: budget(512)),
        Case(model: "gemini-2.5-pro", option: effort("none"), config: budget(128, shown: false), warnings: 1),
        Case(model: "gemini-3-flash-preview", option: effort("minimal"), config: level("minimal")),
        Case(
            model: "gemini-3-flash-preview", option: effort("none"), config: level("minimal", shown: false), warnings: 1
        ),
        Case(model: "gemini-3.1-pro-preview", option: effort("minimal"), config: level("low"), warnings: 1),
        Case(model: "gemini-3.8-flash", option: effort("none"), config: level("low", shown: false), warnings: 1),
        Case(model: "gemini-3.8-flash", option: effort("xhigh"), config: level("high"), warnings: 1),
        Case(model: "gemini-flash-latest", option: effort("medium"), config: level("medium")),
        Case(model: "gemini-9-ultra", option: effort("low"), config: level("low")),
        Case(
            model: "gemini-2.5-flash", option: ["thinking": ["type": "enabled", "budget_tokens": 2000]],
            config: budget(2000)),
        Case(model: "gemini-2.5-flash", option: ["thinking": ["type": "disabled"]], config: budget(0, shown: false)),
        Case(model: "gemini-2.5-flash", option: ["thinking": ["type": "adaptive"]], config: budget(-1)),
        Case(
            model: "gemini-3.1-pro-preview", option: ["thinking": ["type": "enabled", "budget_tokens": 2048]],
            config: level("medium"), warnings: 1),
        Case(
            model: "gemini-3.1-pro-preview", option: ["thinking": ["type": "adaptive"]],
            config: ["includeThoughts": true]),
        Case(
            model: "gemini-3.1-pro-preview", option: ["thinking_config": ["thinkingLevel": "low"]],
            config: ["thinkingLevel": "low"]),
    ]

    @Test(arguments: cases)
    func thinkingIsSaidAsTheModelTakesIt(item: Case) throws {
        let (body, warnings) = try Support.encode(Support.call(model: item.model, options: item.option))
        #expect(body["generationConfig"]?["thinkingConfig"] == item.config)
        #expect(warnings.count == item.warnings)
    }

    @Test func aModelThatDoesNotThinkIsNotAsked() throws {
        #expect(
            try Support.refusal(Support.call(model: "gemini-2.0-flash", options: ["reasoning_effort": "low"]))
                == .unsupported)
        #expect(
            try Support.body(Support.call(model: "gemini-2.0-flash", options: ["reasoning_effort": "none"]))[
                "generationConfig"] == nil)
        #expect(try Support.refusal(Support.call(options: ["reasoning_effort": "a lot"])) == .invalidRequest)
    }

    @Test(arguments: [
        ("gemini-2.5-flash", 0.0 as Double?), ("gemini-3-pro-preview", nil), ("gemini-3.8-flash", nil),
        ("gemini-9-pro", nil),
    ])
    func theDefaultTemperatureIsForTheOlderModels(model: String, sent: Double?) throws {
        var call = try Support.call(model: model)
        call.settings.temperature = 0
        #expect(try Support.body(call)["generationConfig"]?["temperature"]?.doubleValue == sent)
        call.settings.temperatureIsExplicit = true
        let refuses = model == "gemini-3.8-flash"
        #expect(try Support.refusal(call) == (refuses ? .unsupported : nil))
        if !refuses { #expect(try Support.body(call)["generationConfig"]?["temperature"] == 0) }
    }
}
