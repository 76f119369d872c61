import MagmaModel

extension ProviderConformance {
    /// The pieces of a stream, put together, are the collected answer.
    public func streams() async throws {
        let stream = model.stream([.user("Say hello to all of us.")], maxTokens: 200)
        var content = ""
        var pieces = 0
        for try await delta in stream {
            content += delta.content
            if !delta.content.isEmpty || !delta.reasoning.isEmpty { pieces += 1 }
        }
        guard let answer = stream.generation else { throw ConformanceFailure("The stream kept no answer.") }
        try require(pieces > 0, "The stream said nothing.")
        try require(answer.content == content, "The pieces are \"\(content)\", the answer is \"\(answer.content)\".")
        try require(answer.finishReason != nil, "The stream says no reason why it ended.")
        if abilities.contains(.pieces) { try require(pieces > 1, "The answer came in one piece.") }
    }

    /// The counts of a streamed answer are there and above zero.
    public func countsTheTokensOfAStream() async throws {
        try need(.usage)
        try counted(try await model.stream([.user("Say hello.")], maxTokens: 200).collect().usage)
    }

    /// A task that is cancelled within a stream ends within a second, with `.cancelled` or by itself.
    public func endsAStreamAtOnce() async throws {
        let (model, prompt) = (model, longPrompt)
        let (first, said) = AsyncStream<Void>.makeStream()
        let task = Task {
            var iterator = model.stream([.user(prompt)], maxTokens: 2000).makeAsyncIterator()
            defer { said.finish() }
            while try await iterator.next(isolation: nil) != nil { said.yield() }
        }
        var hasBegun = false
        for await _ in first {
            hasBegun = true
            break
        }
        let start = ContinuousClock.now
        task.cancel()
        let result = await task.result
        let time = ContinuousClock.now - start
        try require(time < .seconds(1), "It took \(time) to end.")
        if case .failure(let error) = result {
            guard let error = error as? ModelError, error.code == .cancelled else { throw error }
        }
        try require(hasBegun, "The stream said nothing.")
    }
}
