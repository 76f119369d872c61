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

    static func registry() async throws {
        let sonnet = Model("anthropic/claude-sonnet-4-5")
        print(sonnet.capabilities.contextWindow ?? 0, sonnet.maxInputTokens ?? 0, sonnet.supports(.vision))

        let reply = try await sonnet([.user("Say hi!")])
        print(reply.cost?.total ?? 0, reply.costUnavailable ?? "")
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

    static func embeddings() async throws {
        let embedder = Model("openai/text-embedding-3-small")
        let vectors = try await embedder.embed(["a cat", "a dog", "a house"], dimensions: 256)
        for item in vectors { print(item.index, item.vector.count) }
        print(vectors.usage?.input ?? 0)
    }

    static func hooks(_ gpt4o: Model) async throws {
        let token = registerHook(.beforeAttempt) { attempt in
            if attempt.bodySize > 1_000_000 { throw ModelError(.budgetExceeded, "Too long a prompt.") }
        }
        try await withHook(.afterCall, { call, answer in print(call.id, answer.usage?.total ?? 0) }) {
            _ = try await gpt4o([.user("Say hi!")])
        }
        token.remove()
    }
}
