import Testing

@testable import MagmaModel

/// What one provider of the Responses encrypted, and the ids it gave, stay with it.
struct ResponsesOriginTests {
    private static let output = #"""
        [{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"e1"},
         {"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"q"}},
         {"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"I look."}]},
         {"type":"function_call","id":"fc_1","call_id":"call_1","name":"f","arguments":"{}"}]
        """#

    /// An answer of a model, as a call brings it.
    private func answer(_ id: String, streamed: Bool) async throws -> Message {
        let whole = #"{"id":"resp_1","object":"response","status":"completed","model":"m","output":\#(Self.output)}"#
            .replacing("\n", with: " ")
        let reply: FakeTransport.Reply =
            streamed
            ? .stream("event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":\(whole)}\n\n")
            : .json(whole)
        let dispatcher = Dispatcher.fake(FakeTransport(reply), environment: ResponsesSupport.keys)
        let model = try Model(parsing: id)
        return try await withDispatcher(dispatcher) {
            streamed
                ? try await model.stream([.user("Hi")]).collect().message : try await model([.user("Hi")]).message
        }
    }

    private func again(_ message: Message, _ model: String) throws -> (input: [JSON], request: PreparedRequest) {
        let messages: [Message] = [.user("Hi"), message, .tool("done", callID: "call_1")]
        let request = try ResponsesSupport.prepare(
            model, messages, ["tools": [["type": "function", "function": ["name": "f"]]]])
        return (try ResponsesSupport.body(request)["input"]?.arrayValue ?? [], request)
    }

    @Test(arguments: [false, true])
    func itsOwnProviderGetsAllOfItBack(streamed: Bool) async throws {
        let message = try await answer("openai/responses/gpt-5", streamed: streamed)
        let (input, request) = try again(message, "openai/responses/gpt-5")
        #expect(JSON.array(Array(input.dropFirst().dropLast())) == (try JSON(parsing: Self.output)))
        #expect(request.warnings.isEmpty)
        // The same, once it has been written down and read again.
        let reread = try again(Message(json: message.json), "openai/responses/gpt-5")
        #expect(reread.input == input && reread.request.warnings.isEmpty)
    }

    @Test(arguments: ["xai/responses/grok-4", "azure/responses/gpt-5", "deepseek/responses/deepseek-chat"])
    func anotherGetsTheWordsAndTheCalls(model: String) async throws {
        for streamed in [false, true] {
            let message = try await answer("openai/responses/gpt-5", streamed: streamed)
            for message in [message, try Message(json: message.json)] {
                let (input, request) = try again(message, model)
                let text = String(decoding: request.body, as: UTF8.self)
                for secret in ["encrypted_content", "rs_1", "ws_1", "msg_1", "fc_1", "openai"] {
                    #expect(!text.contains(secret), "\(secret)")
                }
                let hasCall = input.contains { $0["type"] == "function_call" }
                #expect(hasCall)
                #expect(text.contains("I look."))
                let subjects = Set(request.warnings.map(\.subject))
                #expect(subjects.isSuperset(of: ["messages[1].reasoning", "messages[1].content"]))
            }
        }
    }

    @Test func aTurnOfUnknownOriginIsTakenAsItIs() async throws {
        let message = try ResponsesSupport.decode(JSON(parsing: Self.output)).message
        let (input, request) = try again(message, "azure/responses/gpt-5")
        #expect(input.contains { $0["encrypted_content"] == "e1" } && request.warnings.isEmpty)
    }

    @Test func aGatewayOfChatsGetsNoItemsOfIt() async throws {
        let message = try await answer("openai/responses/gpt-5", streamed: false)
        let request = try Dispatcher.fake(FakeTransport(), environment: ["OPENROUTER_API_KEY": testKey])
            .prepare(Model("openrouter/a/b"), [.user("Hi"), message, .tool("x", callID: "call_1")], streaming: false)
        let text = String(decoding: request.body, as: UTF8.self)
        #expect(!text.contains("encrypted_content") && !request.warnings.isEmpty)
    }
}
