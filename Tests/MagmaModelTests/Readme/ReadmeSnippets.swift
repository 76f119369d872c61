import MagmaModel

// The README's Swift blocks, word for word: compiled here, run by `ReadmeTests`.
enum ReadmeSnippets {
    static func quickStart() async throws {
        let gpt4o = Model("openai/gpt-4o", temperature: 0.7)
        let opus = Model("anthropic/claude-opus-4-20250514", temperature: 0.3, maxTokens: 2048)
        let local = Model("ollama/mistral:latest", maxTokens: 512)

        let answer = try await gpt4o([["role": "user", "content": "Say hi!"]])
        print(answer.content, answer.usage?.total ?? 0, answer.cost?.total ?? 0)

        for try await delta in opus.stream([.user("Write a haiku")]) { print(delta.content, terminator: "") }

        let colder = gpt4o.with(temperature: 0)  // a new value; gpt4o is untouched
        let robust = opus.fallback(to: gpt4o, local)  // still a Model
        let config = try Model(parsing: "groq/llama-3.3-70b-versatile?temperature=0.2&max_tokens=512")
        _ = (colder, robust, config)
    }

    static func history() async {
        let model = Model("openai/gpt-4o", extra: ["seed": 7, "stop": ["END"]])
        var messages: [Message] = [.system("Be brief."), .user("What is magma?")]
        do {
            let answer = try await model(messages, temperature: nil)
            messages.append(answer)
        } catch {
            print(error.code, error.status ?? 0, error.attempts.count)
        }
    }
}
