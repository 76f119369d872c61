import Testing

@testable import MagmaModel

@Suite struct EndpointURLTests {
    static let callable = ProviderTable.all.filter { $0.retired == nil && $0.wire != .echo }

    private func url(_ row: Provider, _ base: String?) throws -> String {
        try EndpointURL.url(provider: row, base: base, wire: #require(row.wire.implementation))
    }

    @Test(arguments: callable)
    func allSpellingsAreOneAddress(row: Provider) throws {
        let wire = try #require(row.wire.implementation)
        let endpoint = "http://h:1" + (row.versionPath ?? wire.versionPath) + (row.path ?? wire.path)
        // Version 1 of Azure AI is another API than the one at its bare address.
        let versions = row.id == "azure_ai" ? [] : ["http://h:1/v1", "http://h:1/v1/"]
        // A query is the end of an address; a slash behind it is part of it.
        let closed = endpoint.contains("?") ? [] : [endpoint + "/"]
        for base in ["http://h:1", "http://h:1/", endpoint] + closed + versions {
            #expect(try url(row, base) == endpoint, "\(base)")
        }
    }

    @Test(arguments: callable)
    func nothingIsDoubled(row: Provider) throws {
        for base in [row.baseURL, "http://h", "http://h//", "http://h/v1//", "http://h/a/v1/", "http://h/v1beta"] {
            guard let base, !base.contains("{") else { continue }
            let path = try url(row, base).dropFirst(8)
            #expect(!path.contains("//") && !path.contains("/v1/v1"), "\(path)")
        }
    }

    @Test(arguments: callable)
    func aUsersPathIsKept(row: Provider) throws {
        for path in ["/custom/prefix", "/api/v3", "/openai"] {
            #expect(try url(row, "http://h" + path).hasPrefix("http://h" + path + "/"))
        }
    }

    /// On the provider's own host a bare address, or one with `/v1`, is the row's.
    @Test(arguments: callable)
    func theOwnHostHasTheRowsPath(row: Provider) throws {
        guard let base = row.baseURL, !base.contains("{"), let slashes = base.firstRange(of: "://") else { return }
        let host = String(base[..<(base[slashes.upperBound...].firstIndex(of: "/") ?? base.endIndex)])
        for spelling in [host, host + "/", host + "/v1", host + "/v1/", base + "/", try url(row, base)] {
            #expect(try url(row, spelling) == url(row, base), "\(spelling)")
        }
    }

    @Test(arguments: [
        ("perplexity", "https://api.perplexity.ai/chat/completions"),
        ("openrouter", "https://openrouter.ai/api/v1/chat/completions"),
        ("zai", "https://api.z.ai/api/paas/v4/chat/completions"),
        ("anthropic", "https://api.anthropic.com/v1/messages"),
        ("ollama", "http://localhost:11434/api/chat"),
        ("writer", "https://api.writer.com/v1/chat"),
        ("crusoe", "https://api.inference.crusoecloud.com/v1/chat/completions"),
        ("litellm_proxy", "http://localhost:4000/v1/chat/completions"),
    ])
    func rowsGiveTheDocumentedEndpoint(prefix: String, endpoint: String) throws {
        let row = try ProviderCatalog.builtIn.provider(prefix)
        #expect(try url(row, row.baseURL) == endpoint)
    }

    /// LiteLLM's joins, wherever they follow from the spelling: not what it doubles, nor a version behind a user's path.
    @Test(.enabled(if: SharedFiles.has("litellm/apibase.json"), SharedFiles.absent))
    func spellingsMeanWhatTheyMeanElsewhere() throws {
        let answers = try JSON(parsing: SharedFiles.bytes("litellm/apibase.json")).objectValue ?? [:]
        var count = 0
        // The older of Ollama's two protocols is not spoken; Azure's addresses depend on its version.
        for (target, spellings) in answers where !["ollama", "azure", "azure_ai"].contains(target) {
            guard let row = try? ProviderCatalog.builtIn.provider(target) else { continue }
            let wire = try #require(row.wire.implementation)
            let places = ["project": "proj-1", "location": "us-central1"]
            let path = PathTemplate.filled(row.path ?? wire.path, model: "gemini-2.5-flash", places: places)
            let endpoint = (row.versionPath ?? wire.versionPath) + path
            for (spelling, theirs) in try #require(spellings.objectValue) {
                let theirs = try #require(theirs.stringValue)
                    .replacing(#/\/model\/[^\/]+/#, with: "/model/gemini-2.5-flash")
                let whole = try EndpointURL.url(provider: row, base: "http://h" + spelling, wire: wire, endpoint: path)
                let ours = whole.dropFirst("http://h".count)
                count += 1
                if ["", "/", "/v1", "/v1/", "/v1" + path].contains(spelling) {
                    #expect(ours == endpoint, "\(target) \(spelling)")
                } else {
                    let isKept = theirs == spelling + "/v1" + path && ours == spelling + path
                    // At these LiteLLM takes a base URL for the endpoint itself, or for the model's address.
                    let takesWhole = target == "cohere_chat" || target == "vertex_ai"
                    let isWhole = takesWhole && theirs.hasPrefix(spelling) && ours == spelling + path
                    #expect(ours == theirs || isKept || isWhole, "\(target) \(spelling)")
                }
            }
        }
        #expect(count > 100)
    }

    @Test func theQueryStaysBehindThePath() throws {
        let row = try ProviderCatalog.builtIn.provider("openai")
        #expect(try url(row, "https://h/v1?api-version=1") == "https://h/v1/chat/completions?api-version=1")
        #expect(try url(row, "https://h?x=/v1#part") == "https://h/v1/chat/completions?x=/v1")
    }

    @Test(arguments: [
        "", "localhost:8000", "ftp://h", "//h/v1", "http://", "http:///v1", "http://h/v1\r\nX: y", "http://h/a b",
    ])
    func whatIsNoAddressIsRefused(base: String) throws {
        let row = try ProviderCatalog.builtIn.provider("openai")
        let error = #expect(throws: ModelError.self) { try url(row, base) }
        #expect(error?.code == .configuration)
    }

    @Test(arguments: [
        ("https://api.openai.com/v1", true), ("https://US.api.openai.com", true),
        ("https://me@api.openai.com/v1", true),
        ("https://evil-api.openai.com.h/v1", false), ("http://llm.local:8000/v1", false),
    ])
    func hostsAreKnown(base: String, isOwn: Bool) throws {
        #expect(EndpointURL.isOwnHost(try ProviderCatalog.builtIn.provider("openai"), base) == isOwn)
    }

    @Test func anErrorShowsNoPassword() throws {
        let row = try ProviderCatalog.builtIn.provider("openai")
        let error = #expect(throws: ModelError.self) { try url(row, "ftp://me:canary@h/v1") }
        #expect(error?.message.contains("canary") == false)
    }
}
