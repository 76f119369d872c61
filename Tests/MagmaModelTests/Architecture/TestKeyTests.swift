import Foundation
import Testing

@testable import MagmaModel

/// What the search for secrets in logs relies on.
@Suite struct TestKeyTests {
    private static let word = testKey.split(separator: "-")[1]
    private static let tests = SourceFiles.package.appendingPathComponent("Tests")

    /// `KEY` stands for the key in arguments, which are printed.
    @Test func everyKeyOfATestIsFoundByItsWord() throws {
        let literal = /(?:apiKey: |key: |"[A-Z_]*(?:KEY|TOKEN|PAT|SECRET)": )"(?<text>[^"]*)"/
        var count = 0
        let files = FileManager.default.enumerator(at: Self.tests, includingPropertiesForKeys: nil)
        for case let file as URL in try #require(files) where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            count += text.matches(of: /\btestKey\b/).count
            for match in text.matches(of: literal) {
                let key = match.output.text
                let isKnown = key.isEmpty || key == "KEY" || key.hasPrefix("env:") || key.contains(Self.word)
                #expect(isKnown || key.contains(#"\("#), "\(file.lastPathComponent) gives a key of its own: \(key)")
            }
        }
        #expect(count > 100)
    }

    @Test func bothTargetsHaveOneKey() throws {
        let texts = try ["MagmaModelTests", "MagmaCLITests"].map {
            try String(
                contentsOf: Self.tests.appendingPathComponent("\($0)/Support/TestKey.swift"), encoding: .utf8)
        }
        #expect(texts[0] == texts[1])
    }

    /// What a program that crashes says of what it holds.
    @Test func aCrashShowsNoKey() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let model = Model("openai/m", extra: ["groq_api_key": .string(testKey)], apiKey: testKey)
            let refusal = FakeTransport(.json(#"{"error":{"message":"bad key \#(testKey)"}}"#, status: 401))
            let error = await failure { () async throws(ModelError) in
                try await withDispatcher(.fake(refusal)) { () async throws(ModelError) in
                    _ = try await model([.user("hi")])
                }
            }
            var text = "\(model) \(String(reflecting: model)) \(error as Any) \(String(reflecting: error))"
            dump(model, to: &text)
            dump(error, to: &text)
            fatalError("It ends here: \(text)")
        }
        let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(text.contains("It ends here"))
        #expect(!text.contains(Self.word), "\(text)")
    }
}
