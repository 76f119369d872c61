extension Provider {
    /// The row of a provider that has OpenAI's Responses too: for models named `responses/NAME`.
    ///
    /// `only`: beginnings of the names of models that are nowhere else. `beside`: members of `extra` that send a model
    /// there, by the beginning of its name. `change`: what else is otherwise there.
    func withResponses(
        only: [String] = [],
        beside parameters: [String] = [],
        of prefixes: [String] = [],
        change: (inout Provider) -> Void = { _ in }
    ) -> Provider {
        var row = self
        var responses = self
        responses.wire = .responses
        change(&responses)
        row.variants.append(Variant("responses/", isSwitch: true, provider: responses))
        if !only.isEmpty { row.variants.append(Variant(prefixes: only, provider: responses)) }
        if !prefixes.isEmpty {
            row.variants.append(Variant(prefixes: prefixes, parameters: parameters, provider: responses))
        }
        return row
    }

    /// The same for a provider of OpenAI's own models.
    func withOpenAIResponses(change: (inout Provider) -> Void = { _ in }) -> Provider {
        withResponses(
            only: Self.responsesOnly, beside: ["tools", "functions", "web_search_options"], of: Self.responsesForTools,
            change: change)
    }

    /// OpenAI's models that have no chat completions.
    private static let responsesOnly = [
        "o1-pro", "o3-pro", "o3-deep-research", "o4-mini-deep-research", "gpt-5-pro", "gpt-5-codex", "gpt-5.1-codex",
        "gpt-5.2-codex", "gpt-5.3-codex", "gpt-5.2-pro", "gpt-5.4-pro", "gpt-5.5-pro", "gpt-daybreak-", "codex-mini",
        "computer-use-preview",
    ]

    /// Those whose chat completions refuse function tools while they reason, and their successors.
    private static let responsesForTools = [
        "gpt-5.4", "gpt-5.5", "gpt-5.6", "gpt-5.7", "gpt-5.8", "gpt-5.9", "gpt-6", "gpt-7", "gpt-8", "gpt-9",
    ]
}
