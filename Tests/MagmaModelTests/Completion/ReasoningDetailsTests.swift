import Testing

@testable import MagmaModel

@Suite struct ReasoningDetailsTests {
    private func joined(_ pieces: JSON...) -> JSON? {
        var details = ReasoningDetails()
        for piece in pieces { details.add(piece) }
        return details.json
    }

    @Test func piecesOfAnItemAreJoined() {
        #expect(joined() == nil)
        let text: JSON = "reasoning.text"
        #expect(
            joined(
                ["type": text, "index": 0, "text": "a", "id": nil], ["type": text, "index": 0, "text": "b", "id": "r"],
                ["type": text, "index": 0, "signature": "s", "text": nil]
            ) == [["type": text, "index": 0, "text": "ab", "id": "r", "signature": "s"]])
    }

    @Test func anotherTypeIndexOrIdIsAnotherItem() {
        let items: [JSON] = [
            ["type": "t", "index": 0, "id": "a", "text": "x"], ["type": "t", "index": 0, "id": "b", "text": "x"],
            ["type": "t", "index": 1, "id": "b", "text": "x"], ["type": "u", "index": 1, "id": "b", "data": "x"], "odd",
        ]
        var details = ReasoningDetails()
        for item in items { details.add(item) }
        #expect(details.json == .array(items))
    }

    /// In proportion to the length: a copy of the text at each piece would take minutes.
    @Test(.computes) func aLongTextInSmallPiecesIsJoined() {
        var details = ReasoningDetails()
        for _ in 0..<200_000 { details.add(["type": "t", "index": 0, "text": "12345678"]) }
        #expect(details.json?[0]?["text"]?.stringValue?.utf8.count == 1_600_000)
    }
}
