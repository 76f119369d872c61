import MagmaModel

extension ProviderConformance {
    private static let tools: JSON.Object = [
        "tools": [
            [
                "type": "function",
                "function": [
                    "name": "get_weather",
                    "description": "Tells the weather of a city.",
                    "parameters": [
                        "type": "object",
                        "properties": ["city": ["type": "string", "description": "The name of the city."]],
                        "required": ["city"],
                    ],
                ],
            ]
        ]
    ]
    private static let question = Message.user("What is the weather in Zürich? Use the tool.")

    /// A tool that is offered is called, with arguments that are JSON.
    public func callsATool() async throws {
        try need(.tools)
        try called(try await model([Self.question], maxTokens: 300, extra: Self.tools))
    }

    /// The same, piece by piece.
    public func callsAToolInAStream() async throws {
        try need(.tools)
        try called(try await model.stream([Self.question], maxTokens: 300, extra: Self.tools).collect())
    }

    private func called(_ answer: Generation) throws {
        guard let call = answer.toolCalls.first else { throw ConformanceFailure("No tool was called.") }
        try require(call.name == "get_weather", "The tool \"\(call.name)\" was called.")
        try require(call.parsedArguments?.objectValue != nil, "The arguments are \(call.arguments).")
        try require(answer.finishReason?.kind == .toolCalls, "It ended by \(answer.finishReason?.raw ?? "nothing").")
    }

    /// What it said, appended to the history with the tool's result, is understood.
    public func takesItsOwnMessageBack() async throws {
        try need(.tools)
        for isStreamed in [false, true] {
            var history = [Self.question]
            let first =
                isStreamed
                ? try await model.stream(history, maxTokens: 300, extra: Self.tools).collect()
                : try await model(history, maxTokens: 300, extra: Self.tools)
            history.append(first)
            for call in first.toolCalls {
                history.append(.tool("It is sunny.", callID: call.id, name: call.name))
            }
            let second = try await model(history, maxTokens: 300, extra: Self.tools)
            try require(second.finishReason != nil, "The second answer says no reason why it ended.")
        }
    }

    /// A conversation held with another provider goes on here: calls with its ids, reasoning with its signature, and blocks
    /// that only it understands.
    public func takesAnotherProvidersHistory() async throws {
        try need(.tools)
        let call = ToolCall(id: "toolu_01:A/b+c=", name: "get_weather", arguments: #"{"city": "Zürich"}"#)
        let foreign = OpaqueBlock(wire: "another_protocol", value: ["type": "search", "query": "weather"])
        let history: [Message] = [
            Self.question,
            Message(
                role: .assistant,
                parts: [
                    .reasoning(Reasoning("The tool knows.", signature: "c2lnbmVkIGJ5IGFub3RoZXI=")),
                    .opaque(foreign), .text("Let me look."), .toolCall(call),
                ]
            ),
            .tool("It is sunny.", callID: call.id, name: call.name),
            .user("Thank you. Anything else?"),
        ]
        let answer = try await model(history, maxTokens: 300, extra: Self.tools)
        try require(answer.finishReason != nil, "The answer says no reason why it ended.")
    }
}
