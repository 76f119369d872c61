import MagmaModel

extension ProviderConformance {
    /// A call is answered with text, a reason why it ended, and one attempt.
    public func answersACall() async throws {
        let answer = try await model([.user("Say hello.")], maxTokens: 200)
        try require(!answer.content.isEmpty || answer.reasoning != nil, "The answer is empty.")
        try require(answer.finishReason != nil, "The answer says no reason why it ended.")
        try require(answer.attempts.count == 1, "The call took \(answer.attempts.count) attempts.")
        try require(answer.rawResponse?.bytes.isEmpty == false, "The response's own text was not kept.")
    }

    /// Instructions and earlier turns are taken.
    public func answersAConversation() async throws {
        let answer = try await model(
            [.system("You are brief."), .user("My name is Ada."), .assistant("Hello, Ada."), .user("Who am I?")],
            maxTokens: 200
        )
        try require(answer.finishReason != nil, "The answer says no reason why it ended.")
    }

    /// The counts of a whole answer are there and above zero.
    public func countsItsTokens() async throws {
        try need(.usage)
        try counted(try await model([.user("Say hello.")], maxTokens: 200).usage)
    }

    /// With a limit of four tokens the answer is cut short, and says so.
    public func keepsToATokenLimit() async throws {
        try need(.tokenLimit)
        let answer = try await model([.user(longPrompt)], maxTokens: 16)
        try require(answer.finishReason?.kind == .length, "It ended by \(answer.finishReason?.raw ?? "nothing").")
        if let output = answer.usage?.output { try require(output <= 32, "It wrote \(output) tokens.") }
    }

    /// Calls made at the same time are all answered.
    public func answersManyAtOnce() async throws {
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<concurrency {
                group.addTask {
                    let messages: [Message] = [.user("Say the number \(number).")]
                    let answer =
                        number.isMultiple(of: 2)
                        ? try await model(messages, maxTokens: 200)
                        : try await model.stream(messages, maxTokens: 200).collect()
                    return answer.finishReason == nil ? "" : answer.content
                }
            }
            for try await text in group { try require(!text.isEmpty, "One of \(concurrency) answers is empty.") }
        }
    }

    func counted(_ usage: Usage?) throws {
        guard let usage else { throw ConformanceFailure("The answer has no usage.") }
        try require((usage.input ?? 0) > 0 && (usage.output ?? 0) > 0, "The usage is \(usage).")
    }
}
