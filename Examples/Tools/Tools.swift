import MagmaModel

/// A tool-calling round trip: the model asks for a tool, the program runs it, and the model answers with the result.
///
///     swift run example-tools openai/gpt-4o "What is 1234 times 5678?"
///
/// It needs a model that calls tools. The built-in `echo/` calls none, so it answers at once.
@main
struct Tools {
    static let definitions: JSON = [
        [
            "type": "function",
            "function": [
                "name": "multiply",
                "description": "Multiplies two whole numbers.",
                "parameters": [
                    "type": "object",
                    "properties": ["a": ["type": "integer"], "b": ["type": "integer"]],
                    "required": ["a", "b"],
                ],
            ],
        ]
    ]

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let model = try Model(parsing: arguments.first ?? "echo/tools").with(extra: ["tools": definitions])
        var messages: [Message] = [.user(arguments.dropFirst().first ?? "What is 1234 times 5678?")]
        // A model that keeps asking is stopped.
        for _ in 1...5 {
            let answer = try await model(messages)
            messages.append(answer)
            guard !answer.toolCalls.isEmpty else { return print(answer.content) }
            for call in answer.toolCalls {
                let result = run(call)
                print("\(call.name)(\(call.arguments)) = \(result)")
                messages.append(.tool(result, callID: call.id, name: call.name))
            }
        }
        print("The model asked for tools five times and gave no answer.")
    }

    /// A model may ask for anything, so nothing it writes is trusted; what is wrong is told to it in words.
    static func run(_ call: ToolCall) -> String {
        guard call.name == "multiply" else { return "There is no tool \"\(call.name)\"." }
        guard let input = call.parsedArguments, let a = input["a"]?.intValue, let b = input["b"]?.intValue else {
            return "The arguments must be two whole numbers, a and b."
        }
        let (product, isTooLarge) = a.multipliedReportingOverflow(by: b)
        return isTooLarge ? "The product is too large." : "\(product)"
    }
}
