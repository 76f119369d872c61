import Foundation
import MagmaModel

/// A conversation in the terminal: the answer appears as it arrives, and an error does not end the conversation.
///
///     swift run example-chat ollama/llama3.2
@main
struct Chat {
    static func main() async throws {
        let model = try Model(parsing: CommandLine.arguments.dropFirst().first ?? "echo/chat")
        var messages: [Message] = [.system("Answer briefly.")]
        print("Talking to \(model.id). An empty line ends.")
        while let line = readLine(), !line.isEmpty {
            messages.append(.user(line))
            let stream = model.stream(messages)
            do {
                for try await delta in stream {
                    print(delta.content, terminator: "")
                    fflush(nil)
                }
                print()
                // The whole answer goes into the history, with what its provider wants back in the next turn.
                if let answer = stream.generation { messages.append(answer) }
            } catch {
                print("\n\(error.code): \(error.message)")
                messages.removeLast()
            }
        }
    }
}
