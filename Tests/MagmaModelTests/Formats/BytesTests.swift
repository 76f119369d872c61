import Testing

@testable import MagmaModel

@Suite struct BytesTests {
    @Test func wordsCompareWithoutCase() {
        #expect("X-API-Key".endsCaseless(with: "key"))
        #expect("key".endsCaseless(with: "key"))
        #expect(!"ey".endsCaseless(with: "key"))
        #expect(!"keys".endsCaseless(with: "key"))
        #expect("X-RateLimit-Limit".containsCaseless("ratelimit"))
        #expect("ratelimit".containsCaseless("ratelimit"))
        #expect(!"x-rate-limit".containsCaseless("ratelimit"))
        #expect(!"".containsCaseless("ratelimit"))
        #expect("Content-Type".equalsCaseless("content-TYPE"))
        #expect(!"content-typ".equalsCaseless("content-type"))
        // Only letters have a case: `[` and `{` differ by the same bit.
        #expect(!"[".equalsCaseless("{"))
        #expect("é".equalsCaseless("é"))
    }

    @Test func lazyValuesCompareByWhatTheySay() {
        func lazy(_ text: String) -> LazyJSON { Array(text.utf8).withBytes { LazyJSON($0) } }
        #expect(lazy(#"{"a":1}"#).value == ["a": 1])
        #expect(lazy(#"{"a":1}"#) == lazy(#"{ "a": 1.0 }"#))
        #expect(lazy(#"{"a":1}"#) == LazyJSON(["a": 1]))
        #expect(lazy(#"{"a":1}"#) != lazy(#"{"a":2}"#))
        #expect(lazy(#"{"a":1}"#).hashValue == LazyJSON(["a": 1]).hashValue)
    }

    @Test func deltasCompareByWhatTheyHold() {
        var delta = Generation.Delta(content: "a")
        #expect(delta == Generation.Delta(content: "a"))
        delta.refusal = "no"
        #expect(delta != Generation.Delta(content: "a"))
        delta.refusal = ""
        #expect(delta == Generation.Delta(content: "a"))
        #expect(delta.hashValue == Generation.Delta(content: "a").hashValue)
        delta.toolCalls.append(Generation.ToolCallDelta(index: 0, id: "x"))
        delta.usage = Usage(input: 1)
        #expect(delta.toolCalls.map(\.id) == ["x"])
        #expect(delta.usage?.input == 1)
    }
}
