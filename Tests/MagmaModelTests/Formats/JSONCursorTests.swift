import Testing

@testable import MagmaModel

@Suite(.computes) struct JSONCursorTests {
    @Test func decodesWhatIsAskedFor() throws {
        let text =
            #" { "id" : "c\u0031", "choices":[{"index":0,"text":"é"},{"index":1.0}], "skip":{"a":[1,{}]}, "n":null }"#
        var id: String?
        var indexes: [Int?] = []
        var parts = "<"
        var unknown: [String] = []
        try read(text) { cursor throws(JSONError) in
            try cursor.object { cursor, key throws(JSONError) in
                switch key {
                case "id": id = try cursor.string()
                case "choices":
                    try cursor.array { cursor throws(JSONError) in
                        try cursor.object { cursor, key throws(JSONError) in
                            switch key {
                            case "index": indexes.append(try cursor.intOrNil())
                            case "text": try cursor.appendString(to: &parts)
                            default: try cursor.skip()
                            }
                        }
                    }
                default:
                    unknown.append(key.string)
                    if try !cursor.isNull() { try cursor.skip() }
                }
            }
            try cursor.end()
        }
        #expect(id == "c1" && indexes == [0, 1] && parts == "<é" && unknown == ["skip", "n"])
    }

    @Test func passesOverOtherKinds() throws {
        try read(#"[1, "x", null, true, 2.5, 1e3, {"a":[]}, 18446744073709551615]"#) { cursor throws(JSONError) in
            var kinds: [JSONKind] = []
            try cursor.array { cursor throws(JSONError) in
                kinds.append(cursor.peek())
                let start = cursor.offset
                let string = try cursor.stringOrNil()
                cursor.offset = start
                let int = try cursor.intOrNil()
                cursor.offset = start
                let double = try cursor.doubleOrNil()
                cursor.offset = start
                let bool = try cursor.boolOrNil()
                switch kinds.count {
                case 1: #expect(string == nil && int == 1 && double == 1 && bool == nil)
                case 2: #expect(string == "x" && int == nil && double == nil && bool == nil)
                case 4: #expect(string == nil && int == nil && double == nil && bool == true)
                case 5: #expect(string == nil && int == nil && double == 2.5 && bool == nil)
                case 6: #expect(string == nil && int == 1000 && double == 1000 && bool == nil)
                case 8: #expect(string == nil && int == nil && double == 0x1p64 && bool == nil)
                default: #expect(string == nil && int == nil && double == nil && bool == nil)
                }
            }
            #expect(kinds == [.number, .string, .null, .bool, .number, .number, .object, .number])
            #expect(cursor.peek() == .end)
        }
    }

    @Test func comparesKeysByBytes() throws {
        let text =
            #"{"":0,"e":0,"id":0,"role":0,"index":0,"content":0,"finish_reason":0,"\u0069d":0,"contend":0,"é":0}"#
        var seen: [String] = []
        try read(text) { cursor throws(JSONError) in
            try cursor.object { cursor, key throws(JSONError) in
                switch key {
                case "": seen.append("empty")
                case "e": seen.append("e")
                case "id": seen.append("id")
                case "role": seen.append("role")
                case "index": seen.append("index")
                case "content": seen.append("content")
                case "finish_reason": seen.append("finish_reason")
                case "é": seen.append("é")
                default: seen.append("?\(key.string)")
                }
                try cursor.skip()
            }
        }
        #expect(
            seen == ["empty", "e", "id", "role", "index", "content", "finish_reason", "id", "?contend", "é"]
        )
    }

    @Test func tellsKindsApartFromBrokenText() {
        #expect(throws: JSONError(.typeMismatch, offset: 1)) {
            try read(" 5") { cursor throws(JSONError) in
                try cursor.object { cursor, _ throws(JSONError) in try cursor.skip() }
            }
        }
        #expect(throws: JSONError(.typeMismatch, offset: 0)) {
            try read("null") { cursor throws(JSONError) in _ = try cursor.string() }
        }
        #expect(throws: JSONError(.unexpectedEnd, offset: 0)) {
            try read("") { cursor throws(JSONError) in _ = try cursor.string() }
        }
        #expect(throws: JSONError(.unexpectedByte, offset: 5)) {
            // A body that does not consume the value.
            try read("{\"a\":1}") { cursor throws(JSONError) in try cursor.object { _, _ throws(JSONError) in } }
        }
    }

    @Test func limitsDepthAcrossNestedReads() throws {
        let depth = { (text: String) in
            try self.read(text, maxDepth: 3) { cursor throws(JSONError) in
                try cursor.array { cursor throws(JSONError) in
                    try cursor.array { cursor throws(JSONError) in _ = try cursor.value() }
                }
            }
        }
        try depth("[[[1]]]")
        #expect(throws: JSONError(.depthExceeded, offset: 3)) { try depth("[[[[1]]]]") }
    }

    @Test(.enabled(if: SharedFiles.has(Recordings.folder), SharedFiles.absent))
    func agreesWithTheTreeOnRecordedBodies() throws {
        var count = 0
        for answer in try Recordings.answers() where !answer.isEventStream {
            let tree = JSONParsingTests.parse(answer.body)
            #expect(JSONParsingTests.skipError(answer.body) == JSONParsingTests.error(tree), "\(answer.path)")
            guard let value = try? tree.get() else { continue }
            count += 1
            let rebuilt = try answer.body.withUnsafeBytes { bytes in
                var cursor = JSONCursor(bytes)
                return try Self.rebuild(&cursor)
            }
            #expect(rebuilt == value, "\(answer.path)")
            #expect(try JSON(parsing: value.bytes()) == value, "\(answer.path)")
            #expect(try JSON(parsing: value.serialized(sortedKeys: true, pretty: true)) == value, "\(answer.path)")
        }
        #expect(count > 100)
    }

    /// The tree, put together out of the cursor's own parts.
    private static func rebuild(_ cursor: inout JSONCursor) throws(JSONError) -> JSON {
        switch cursor.peek() {
        case .object:
            var object = JSON.Object()
            try cursor.object { cursor, key throws(JSONError) in object[key.string] = try rebuild(&cursor) }
            return .object(object)
        case .array:
            var array: [JSON] = []
            try cursor.array { cursor throws(JSONError) in array.append(try rebuild(&cursor)) }
            return .array(array)
        case .string: return .string(try cursor.string())
        case .bool: return try cursor.boolOrNil().map(JSON.bool) ?? .null
        case .number: return try JSON(parsing: cursor.rawValue())
        default: return try cursor.value()
        }
    }

    private func read(
        _ text: String,
        maxDepth: Int = 512,
        _ body: (inout JSONCursor) throws(JSONError) -> Void
    ) throws {
        try [UInt8](text.utf8).withUnsafeBytes { bytes in
            var cursor = JSONCursor(bytes, maxDepth: maxDepth)
            try body(&cursor)
        }
    }
}
