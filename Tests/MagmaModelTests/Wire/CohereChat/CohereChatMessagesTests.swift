import Testing

@testable import MagmaModel

@Suite struct CohereChatMessagesTests {
    private func messages(_ messages: [Message], drop: Bool? = nil) throws -> (JSON, [String]) {
        let request = try CohereChatRequestTests.request(messages, drop: drop)
        return (request.body["messages"] ?? .null, request.warned)
    }

    @Test func picturesAreSentAsTheyAre() throws {
        let image = Part.image(Image(.base64("SU1H", mediaType: "image/png"), detail: "low"))
        let (sent, warned) = try messages([.user(.text("What?"), image)])
        let url: JSON = ["url": "data:image/png;base64,SU1H", "detail": "low"]
        let content: JSON = [["type": "text", "text": "What?"], ["type": "image_url", "image_url": url]]
        #expect(sent == [["role": "user", "content": content]] && warned.isEmpty)
    }

    @Test func picturesOfToolsFollowAllResults() throws {
        let image = Part.image(Image(.url("https://h/a.png")))
        let calls = [ToolCall(id: "a", name: "f", arguments: "{}"), ToolCall(id: "b", name: "f", arguments: "")]
        let (sent, warned) = try messages([
            .user("Hi"), .assistant(toolCalls: calls),
            Message(role: .tool, parts: [.text("1"), image], toolCallID: "a"),
            .tool("2", callID: "b"),
        ])
        #expect(sent[1]?["content"] == nil)
        #expect(sent[1]?["tool_calls"]?[1]?["function"]?["arguments"] == "{}")
        #expect(sent[2] == ["role": "tool", "tool_call_id": "a", "content": "1"])
        #expect(sent[3] == ["role": "tool", "tool_call_id": "b", "content": "2"])
        #expect(sent[4]?["content"]?[0]?["image_url"]?["url"] == "https://h/a.png")
        #expect(warned == ["messages[2].content"])
    }

    @Test func documentsMayBeResults() throws {
        let document: JSON = ["type": "document", "document": ["id": "d", "data": ["text": "a"]]]
        let result = try Message(json: ["role": "tool", "tool_call_id": "a", "content": [document]])
        let call = ToolCall(id: "a", name: "f", arguments: "{}")
        let (sent, warned) = try messages([.user("Hi"), .assistant(toolCalls: [call]), result])
        #expect(sent[2]?["content"] == [document] && warned.isEmpty)
    }

    @Test func callsWithoutIDsGetOnes() throws {
        let call = ToolCall(name: "f", arguments: "{}")
        let (sent, warned) = try messages([
            .user("Hi"), .assistant(toolCalls: [call]), Message(role: .tool, parts: [.text("1")]),
        ])
        #expect(sent[1]?["tool_calls"]?[0]?["id"] == sent[2]?["tool_call_id"])
        #expect(warned == ["messages[1].tool_calls"])
    }

    @Test func whatOthersSignedStaysAway() throws {
        let signed = Part.reasoning(Reasoning("hm", signature: "s"))
        let (sent, warned) = try messages([
            .user("Hi"), Message(role: .assistant, parts: [signed, .text("a")]), .user("Go on"),
        ])
        #expect(sent[1] == ["role": "assistant", "content": "a"])
        #expect(warned == ["messages[1].thinking"])
    }

    @Test func otherProvidersCitationsStayAway() throws {
        let answer = Message(role: .assistant, parts: [.text("a")], extra: ["citations": ["https://h"]])
        let (sent, _) = try messages([.user("Hi"), answer, .user("Go on")])
        #expect(sent[1] == ["role": "assistant", "content": "a"])
    }

    @Test(arguments: [
        Part.audio(Audio(base64: "V0FW", format: "wav")),
        .file(File(.base64("UERG", mediaType: "application/pdf"))), .image(Image(.fileID("f"))),
    ])
    func whatItCannotTakeIsRefusedOrDropped(part: Part) throws {
        let error = #expect(throws: ModelError.self) { try messages([.user(.text("a"), part)]) }
        #expect(error?.code == .unsupported)
        let (sent, warned) = try messages([.user(.text("a"), part)], drop: true)
        #expect(sent == [["role": "user", "content": "a"]] && warned == ["messages[0].content"])
    }

    @Test func hintsAndNamesAreWarnedOf() throws {
        let message = Message(role: .user, parts: [.text("a", cache: .ephemeral)], name: "ann")
        #expect(try messages([message]).1 == ["messages[0].cache_control", "messages[0].name"])
    }
}
