import Testing

@testable import MagmaModel

@Suite struct SemanticNamesTests {
    /// Those that the conventions list.
    private static let listed: Set = [
        "anthropic", "aws.bedrock", "azure.ai.inference", "azure.ai.openai", "cohere", "deepseek", "gcp.gemini",
        "gcp.gen_ai", "gcp.vertex_ai", "groq", "ibm.watsonx.ai", "mistral_ai", "moonshot_ai", "openai", "perplexity",
        "x_ai",
    ]

    @Test func everyPrefixIsAProviderAndEveryNameIsListed() throws {
        for prefix in ProviderTable.prefixesWithSemanticNames {
            #expect(throws: Never.self, "\(prefix)") { _ = try ProviderCatalog.builtIn.row(prefix) }
            #expect(Self.listed.contains(ProviderTable.semanticName(of: prefix)), "\(prefix)")
        }
    }

    /// What a provider is called does not depend on which of its prefixes a handle has.
    @Test func allPrefixesOfAProviderHaveOneName() throws {
        for id in ProviderTable.prefixesWithSemanticNames {
            let provider = try ProviderCatalog.builtIn.row(id).provider
            #expect(Set(provider.prefixes.map(ProviderTable.semanticName)).count == 1, "\(id)")
        }
    }

    @Test func allListedNamesButTheGeneralOneAreOfSomeProvider() {
        let names = Set(ProviderCatalog.builtIn.all.flatMap(\.prefixes).map(ProviderTable.semanticName))
        #expect(Self.listed.subtracting(names) == ["gcp.gen_ai"])
        #expect(ProviderTable.semanticName(of: "") == "_OTHER")
    }
}
