extension Model {
    /// How many tokens the model would read, tools and schemas in `extra` included: an estimate, made here in microseconds, without
    /// the model's tokenizer and without asking anybody.
    ///
    /// It goes by the scripts of the text, and by what protocols put around messages and tools; images, audio and files count flat.
    /// `docs/tokens.md` has its error: half of some 700 recorded prompts, most of them short, are within a third of what the provider
    /// counted. What a provider adds by itself, such as a hidden system prompt or the results of a search, is not in it. Limits
    /// and budgets go by the same number, and are put right by the provider's count. Of a route, the first member counts.
    public func estimateTokens(_ messages: [Message]) -> Int {
        Dispatcher.current.estimateTokens(self, messages)
    }
}

extension Dispatcher {
    func estimateTokens(_ model: Model, _ messages: [Message]) -> Int {
        let member = (try? expanded(expanded(model).firstLeaf)) ?? model
        let resolver = try? resolver.get()
        var extra = resolver?.defaults.extra ?? [:]
        extra.merge(member.extra)
        let wire = try? resolver?.serving(member, .chat, CallExtra([:], extra)).row.provider.wire
        return TokenEstimate.input(
            of: messages, extra, overhead: wire.map { TokenEstimate.Overhead($0) } ?? TokenEstimate.Overhead(), to: wire
        )
    }
}
