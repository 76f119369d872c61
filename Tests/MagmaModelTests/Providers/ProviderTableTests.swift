import Testing

@testable import MagmaModel

@Suite struct ProviderTableTests {
    @Test func noTwoProvidersShareAPrefix() {
        var seen: [String: String] = [:]
        for row in ProviderTable.all {
            for prefix in [row.id] + row.aliases {
                #expect(seen.updateValue(row.id, forKey: prefix) == nil, "\(prefix) names two providers")
                #expect(ProviderTable.planned[prefix] == nil, "\(prefix) is a row and planned")
                #expect(!prefix.isEmpty && !prefix.contains("/") && prefix.first != "@")
            }
        }
    }

    @Test(arguments: ProviderTable.all)
    func rowsAreWellFormed(row: Provider) throws {
        if let base = row.baseURL {
            let loopback = ["http://localhost:", "http://localhost/", "http://127.0.0.1:", "http://127.0.0.1/"]
            let isLocal = loopback.contains { "\(base)/".hasPrefix($0) }
            #expect(base.hasPrefix("https://") || isLocal, "\(row.id) sends over the open network")
            #expect(!base.hasSuffix("/"))
        } else {
            #expect(!row.baseURLVariables.isEmpty, "\(row.id) can have no address")
        }
        for name in row.credential.variables + row.baseURLVariables {
            #expect(name.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 0x5F }, "\(name)")
            #expect(name.utf8.first.map { $0 > 57 } == true)
        }
        #expect(Set(row.credential.variables).count == row.credential.variables.count)
        #expect(row.credential.scheme == .none || !row.credential.variables.isEmpty)
        #expect(row.dialect.flags.isSubset(of: Dialect.Flag.known))
        #expect(row.wire.implementation != nil || row.wire == .echo)
    }

    /// A key is worth money: it never goes to two vendors, save where both are one company's.
    @Test func noKeyGoesToTwoVendors() {
        var owners: [String: Set<String>] = [:]
        for row in ProviderTable.all {
            for name in row.credential.variables { owners[name, default: []].insert(row.id) }
        }
        let shared = owners.filter { $0.value.count > 1 }
        #expect(
            shared == [
                "ZAI_API_KEY": ["zai", "bigmodel"], "MISTRAL_API_KEY": ["mistral", "codestral"],
                "GEMINI_API_KEY": ["gemini", "gemini_openai"],
                "AWS_BEARER_TOKEN_BEDROCK": ["bedrock", "bedrock_mantle"],
            ])
    }

    /// Who comes from LiteLLM finds the keys of each of its prefixes under the variables that it reads.
    @Test(.enabled(if: SharedFiles.has("litellm/providers.json"), SharedFiles.absent))
    func variablesOfLiteLLMAreKnown() throws {
        let theirs = try JSON(parsing: SharedFiles.bytes("litellm/providers.json")).objectValue ?? [:]
        // A bearer token for another scheme than the key's, a key for another vendor's endpoint, and what is no key alone.
        let others = [
            "ANTHROPIC_AUTH_TOKEN", "MISTRAL_AZURE_API_KEY", "AWS_SESSION_TOKEN", "AWS_WEB_IDENTITY_TOKEN",
        ]
        var compared = 0
        for (prefix, facts) in theirs {
            guard let row = try? ProviderCatalog.builtIn.provider(prefix), row.retired == nil else { continue }
            compared += 1
            for name in facts["env_read"]?.arrayValue?.compactMap(\.stringValue) ?? []
            where name.hasSuffix("_API_KEY") || name.hasSuffix("_TOKEN") {
                if name == "OPENAI_API_KEY" || name == "LITELLM_API_KEY" || others.contains(name) { continue }
                // A key of the Gemini API is not for the cloud.
                if prefix == "vertex_ai_beta", ["GEMINI_API_KEY", "GOOGLE_API_KEY", "PALM_API_KEY"].contains(name) {
                    continue
                }
                // One vendor's key is for one of its services.
                if prefix == "azure_ai", ["AZURE_API_KEY", "AZURE_OPENAI_API_KEY"].contains(name) { continue }
                let known = row.credential.variables + row.credential.tokens.flatMap(\.variables)
                #expect(known.contains(name), "\(prefix) reads \(name)")
            }
        }
        #expect(compared > 30)
    }

    @Test(arguments: [
        "vllm", "hosted_vllm", "lmstudio", "ollama_chat", "together", "vercel-gateway", "github", "portkey",
    ])
    func aliasesFindTheirRow(prefix: String) throws {
        let row = try ProviderCatalog.builtIn.provider(prefix)
        #expect(row.id == prefix || row.aliases.contains(prefix))
    }

    @Test(arguments: [("opnai", "openai"), ("antropic", "anthropic"), ("Groq", "groq"), ("open_router", "openrouter")])
    func nearMissesAreNamed(written: String, meant: String) {
        let error = #expect(throws: ModelError.self) { try ProviderCatalog.builtIn.provider(written) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("\"\(meant)\"") == true)
        #expect(error?.message.contains("MAGMA_PROVIDERS") == true)
    }

    @Test func farMissesNameNothing() {
        let error = #expect(throws: ModelError.self) { try ProviderCatalog.builtIn.provider("qqqqqqqqqqqq") }
        #expect(error?.message.contains("Did you mean") == false)
    }

    @Test(arguments: ["watsonx_text", "sagemaker", "replicate"])
    func plannedProvidersAreNotUnknown(prefix: String) {
        let error = #expect(throws: ModelError.self) { try ProviderCatalog.builtIn.provider(prefix) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("not supported yet") == true)
    }

    @Test func aUsersRowWins() throws {
        let row = Provider(id: "groq", baseURL: "https://groq.example/v1")
        let catalog = ProviderCatalog.builtIn.adding([row, Provider(id: "mine", aliases: ["lm_studio"])])
        #expect(try catalog.provider("groq").baseURL == "https://groq.example/v1")
        #expect(try catalog.provider("lm_studio").id == "mine")
        #expect(catalog.all.count == ProviderTable.all.count + 1)
    }
}
