import Testing

@testable import MagmaModel

@Suite struct ProviderJSONTests {
    private func rows(_ text: String) throws -> [Provider] {
        try ProviderCatalog.rows(from: JSON(parsing: text), file: "p.json")
    }

    @Test func everyMemberIsRead() throws {
        let row = try #require(
            try rows(
                """
                {"providers": [{"id": "mine", "name": "Mine", "aliases": ["my"], "wire": "messages",
                  "base_url": "https://h/x", "base_url_variables": ["MINE_BASE"], "path": "/p", "version_path": "/v2",
                  "key": {"scheme": "header", "header": "x-key", "variables": ["MINE_KEY"], "optional": true},
                  "headers": {"x-a": "b"}, "dialect": ["flat_text"], "refuses": ["seed"],
                  "error_codes": {"7": "rate_limited"},
                  "documentation": "https://h/docs"}]}
                """
            ).first
        )
        #expect(
            row
                == Provider(
                    id: "mine", name: "Mine", aliases: ["my"], wire: .messages, baseURL: "https://h/x",
                    baseURLVariables: ["MINE_BASE"], path: "/p", versionPath: "/v2",
                    credential: .header("x-key", "MINE_KEY", optional: true), headers: ["x-a": "b"],
                    dialect: Dialect(.flatText, refuses: ["seed"], errorCodes: ["7": .rateLimited]),
                    documentation: "https://h/docs"
                )
        )
    }

    @Test func placesAndTokensAreRead() throws {
        let row = try #require(
            try rows(
                """
                [{"id": "mine", "base_url": "https://h", "dialect": ["model_id", "tool_choice_option"],
                  "key": {"cloud": "ibm", "variables": ["K"],
                    "tokens": [{"keys": ["t"], "variables": ["T"]}, {"keys": ["z"], "variables": ["Z"], "word": "Zen"}]},
                  "places": [{"name": "zone", "keys": ["zone"], "leads_names": true}],
                  "body_places": [{"name": "team", "keys": ["team"], "variables": ["TEAM"]}],
                  "variants": [{"prefixes": ["a-"], "key_prefixes": ["AIza"], "path": "/x"}]}]
                """
            ).first
        )
        #expect(row.credential.cloud == .ibm && row.credential.tokens.map(\.word) == ["Bearer", "Zen"])
        #expect(row.places.map(\.leadsNames) == [true] && row.bodyPlaces.map(\.name) == ["team"])
        #expect(row.variants[0].keyPrefixes == ["AIza"] && row.variants[0].provider.bodyPlaces == row.bodyPlaces)
    }

    @Test func aShortRowIsEnough() throws {
        let row = try #require(
            try rows(#"[{"id": "mine", "base_url": "https://h", "key": {"variables": ["K"]}}]"#).first)
        #expect(row.wire == .chatCompletions)
        #expect(row.credential == .bearer("K"))
    }

    @Test(arguments: [
        (#"{}"#, "p.json"),
        (#"[3]"#, "providers[0]"),
        (#"[{"name": "x"}]"#, "id"),
        (#"[{"id": "a"}, {"id": "b", "bse_url": "https://h"}]"#, "providers[1]"),
        (#"[{"id": "a", "wire": "smoke"}]"#, "smoke"),
        (#"[{"id": "a", "dialect": ["no_such_flag"]}]"#, "no_such_flag"),
        (#"[{"id": "a", "refuses": "n"}]"#, "refuses"),
        (#"[{"id": "a", "aliases": "b"}]"#, "aliases"),
        (#"[{"id": "a", "base_url": 3}]"#, "base_url"),
        (#"[{"id": "a", "headers": {"x": 1}}]"#, "headers.x"),
        (#"[{"id": "a", "error_codes": {"1": "smoke"}}]"#, "error_codes.1"),
        (#"[{"id": "a", "key": {"scheme": "magic"}}]"#, "magic"),
        (#"[{"id": "a", "key": {"scheme": 1}}]"#, "key.scheme"),
        (#"[{"id": "a", "key": {"scheme": "header"}}]"#, "key.header"),
        (#"[{"id": "a", "key": {"variabels": ["K"]}}]"#, "variabels"),
        (#"[{"id": "a", "key": {"optional": "yes"}}]"#, "key.optional"),
        (#"[{"id": "a", "key": {"tokens": [{"key": "x"}]}}]"#, "key.tokens[0]"),
        (#"[{"id": "a", "body_places": [{"keys": ["x"]}]}]"#, "body_places[0]"),
        (#"[{"id": "a", "places": [{"name": "z", "leads_names": 1}]}]"#, "leads_names"),
        (#"[{"id": "a/b"}]"#, "a/b"),
        (#"[{"id": "a"}, {"id": "b", "aliases": ["a"]}]"#, "\"a\""),
    ])
    func mistakesAreNamed(text: String, named: String) {
        let error = #expect(throws: ModelError.self) { try rows(text) }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("p.json") == true)
        #expect(error?.message.contains(named) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ("[\n  {\"id\": \"a\"},\n  {\"id\": \"b\", \"colour\": 1}\n]", ":3: "),
        ("{\"x\": [1],\n\"providers\": [\n\n{\"name\": 1}]}", ":4: "),
        ("[\n\n  {\"id\" \"a\"}]", ":3: "),
        ("[\n", ":2: "),
    ])
    func mistakesAreFoundInTheFile(text: String, place: String) throws {
        let error = #expect(throws: ModelError.self) {
            let document = try UserProviders.Document.json(text, "p.json")
            _ = try ProviderCatalog.rows(from: document.json, file: "p.json", lines: document.lines)
        }
        #expect(error?.code == .configuration)
        #expect(error?.message.hasPrefix("p.json\(place)") == true, "\(error?.message ?? "")")
    }
}
