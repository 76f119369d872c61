import Testing

@testable import MagmaModel

@Suite struct PartialArgumentsTests {
    typealias Support = GenerateContentSupport

    private static func piece(_ path: String, _ value: JSON.Object, goesOn: Bool = false) -> JSON {
        var piece: JSON.Object = ["jsonPath": .string(path)]
        piece.merge(value)
        if goesOn { piece["willContinue"] = true }
        return .object(piece)
    }

    private static func call(_ members: JSON.Object, signature: String? = nil) -> JSON {
        var part: JSON.Object = ["functionCall": .object(members)]
        part["thoughtSignature"] = signature.map(JSON.string)
        return Support.chunk([.object(part)])
    }

    private static let chunks: [JSON] = [
        call(["name": "cook", "willContinue": true], signature: "c2ln"),
        call([
            "partialArgs": [piece("$.steps[0]", ["stringValue": "Boil "], goesOn: true)], "willContinue": true,
        ]),
        call(["partialArgs": [piece("$.steps[0]", ["stringValue": "water."])], "willContinue": true]),
        call([
            "partialArgs": [
                piece("$.steps[1]", ["stringValue": "Wait."]), piece("$['a.b'].n", ["numberValue": 2.5]),
                piece("$.hot", ["boolValue": true]), piece("$.lid", ["nullValue": "NULL_VALUE"]),
            ], "willContinue": true,
        ]),
        call([:]),
        call(["name": "eat", "args": ["x": 1]]),
        Support.chunk([], finish: "STOP"),
    ]

    @Test(arguments: [1, 50, 1000])
    func piecesBecomeOneCall(pieces: Int) throws {
        let answer = try Support.stream(Support.events(Self.chunks), pieces: pieces).answer
        #expect(answer.toolCalls.map(\.name) == ["cook", "eat"])
        #expect(
            answer.toolCalls[0].parsedArguments
                == ["steps": ["Boil water.", "Wait."], "a.b": ["n": 2.5], "hot": true, "lid": .null])
        #expect(answer.toolCalls[0].thoughtSignature == "c2ln")
        #expect(answer.toolCalls[1].arguments == #"{"x":1}"#)
        #expect(answer.finishReason == FinishReason(.toolCalls, raw: "STOP"))
        #expect(answer.message.toolCalls == answer.toolCalls)
    }

    @Test func aNewNameEndsTheCallBefore() throws {
        let chunks = [Self.chunks[0], Self.chunks[2], Self.chunks[5], Self.chunks[6]]
        let answer = try Support.stream(Support.events(chunks)).answer
        #expect(answer.toolCalls.map(\.arguments) == [#"{"steps":["water."]}"#, #"{"x":1}"#])
    }

    @Test(arguments: ["$.a[9999999999]", "$.a[-1]", "a.b", "$.a[", "$x"])
    func pathsThatAreNoneChangeNothing(path: String) {
        var arguments = PartialArguments()
        arguments.add(Self.piece("$.b", ["numberValue": 1]))
        arguments.add(Self.piece(path, ["numberValue": 2]))
        #expect(arguments.value?["b"] == 1)
        #expect(arguments.value?["a"]?.arrayValue?.isEmpty != false)
    }
}
