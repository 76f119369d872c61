import Foundation
import Testing

@testable import MagmaModel

@Suite struct CapabilitiesTests {
    @Test func aKnownModelHasItsFacts() throws {
        let model = Model("openai/gpt-4o")
        let known = model.capabilities
        #expect(known.contextWindow == 128_000 && known.maxOutput == 16_384 && model.maxInputTokens == 128_000)
        #expect(model.supports(.vision) == .supported && model.supports("no_such_ability") == .unknown)
        #expect(known.prices?.standard.input == Decimal(string: "2.5"))
        #expect(known.asOf != nil && known.source?.hasPrefix("https://") == true)
        #expect(Model("anthropic/claude-opus-5").supports(.samplingParameters) == .unsupported)
    }

    @Test(arguments: ["openai/gpt-4o-2099-01-01", "groq/gpt-4o", "mine/gpt-4o", "@mine"])
    func ofAnUnknownModelNothingIsKnown(_ id: String) throws {
        let model = Model(try ModelID(parsing: id))
        #expect(model.capabilities == Capabilities())
        #expect(model.supports(.vision) == .unknown)
    }

    @Test(arguments: [
        ("cohere_chat/command-a-03-2025", "cohere/command-a-03-2025"),
        ("alibaba/qwen-flash", "dashscope/qwen-flash"), ("kimi/kimi-k2.5", "moonshot/kimi-k2.5"),
    ])
    func otherPrefixesOfAProviderNameTheSameModel(_ id: String, _ same: String) throws {
        let known = try #require(Registry.bundled.capabilities(same))
        #expect(Model(try ModelID(parsing: id)).capabilities == known)
    }

    @Test(.computes) func everyLineIsReadAndInOrder() throws {
        let ids = BundledModels.ids
        #expect(ids.count > 3_000)
        #expect(ids == ids.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
        #expect(Set(ids).count == ids.count)
        for id in ids {
            let model = try #require(BundledModels.capabilities(id), "\(id)")
            #expect(model.mode != nil && model.asOf != nil, "\(id)")
            #expect(try Capabilities(json: model.json, place: id) == model, "\(id) is written as it is read")
        }
        for id in ["", "a", "zzz/zzz", "openai/gpt-4", "openai/gpt-4oo", ids[0] + "x", String(ids[0].dropLast())] {
            #expect((BundledModels.capabilities(id) != nil) == ids.contains(id), "\(id)")
        }
    }

    @Test(.runsPrograms, .enabled(if: SharedFiles.has("models/facts.json"), SharedFiles.absent))
    func theFileIsWhatTheFactsGive() throws {
        let process = Process()
        process.executableURL = SourceFiles.package.appendingPathComponent("scripts/make-registry")
        process.arguments = ["--check", "\(SharedFiles.root)/models/facts.json"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "run scripts/make-registry")
    }

    @Test func whatAHandleSaysGoesFirst() throws {
        let said = Capabilities(maxOutput: 7, abilities: [.vision: false], prices: Prices(input: 1, output: 2))
        let model = Model("openai/gpt-4o", capabilities: said)
        #expect(model.capabilities.maxOutput == 7 && model.capabilities.contextWindow == 128_000)
        #expect(model.supports(.vision) == .unsupported && model.supports(.functionCalling) == .supported)
        #expect(model.capabilities.prices == Prices(input: 1, output: 2))
        let later = model.with(capabilities: Capabilities(contextWindow: 9))
        #expect(later.capabilities.contextWindow == 9 && later.capabilities.maxOutput == 7)
        let copy = try JSONDecoder().decode(Model.self, from: JSONEncoder().encode(later))
        #expect(copy == later && copy.capabilitiesOverride == later.capabilitiesOverride)
        #expect(later.description.contains("capabilities"))
    }

    @Test func whatAHandleSaysIsHeeded() async throws {
        let refusing = Model(
            "openai/some-model", temperature: 0.5, capabilities: Capabilities(abilities: [.samplingParameters: false]))
        await #expect(throws: ModelError.self) {
            try await withDispatcher(.fake(FakeTransport(.json(Answers.hello)))) { try await refusing([.user("hi")]) }
        }
    }

    @Test func aMemberThatIsWrongIsNamed() throws {
        for (text, word) in [
            (#"{"limits": {"input": -1}}"#, "limits.input"), (#"{"prices": {"input": "1,5"}}"#, "prices.input"),
            (#"{"colour": "red"}"#, "colour"), (#"{"tiers": [{"prices": {}}]}"#, "tier"), ("[]", "object"),
            (#"{"off_peak": {"prices": {}, "windows": [{"from": "25:00", "to": "26:00"}]}}"#, "windows.from"),
        ] {
            let error = #expect(throws: ModelError.self) { try Capabilities(json: JSON(parsing: text), place: "here") }
            #expect(error?.code == .configuration && error?.message.hasPrefix("here: ") == true)
            #expect(error?.message.contains(word) == true, "\(text): \(error?.message ?? "")")
        }
    }

    @Test(arguments: [
        ("2.5e-06", "0.0000025"), ("0.15", "0.15"), ("10", "10"), ("1E2", "100"), ("0", "0"), ("007.50", "7.5"),
    ])
    func numeralsAreReadExactly(_ text: String, _ value: String) {
        #expect(Decimal(numeral: text) == Decimal(string: value))
    }

    @Test(arguments: ["", "-1", "+1", ".5", "1e", "1e99", "1.2.3", "ten", "1_000", "1234567890123456789", " 1"])
    func otherTextsAreNone(_ text: String) { #expect(Decimal(numeral: text) == nil) }
}
