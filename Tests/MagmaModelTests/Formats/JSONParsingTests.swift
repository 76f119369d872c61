import Testing

@testable import MagmaModel

@Suite struct JSONParsingTests {
    @Test(.enabled(if: SharedFiles.has("json-test-suite"), SharedFiles.absent))
    func conformsToJSONTestSuite() throws {
        let paths = try SharedFiles.paths(under: "json-test-suite/test_parsing", suffix: ".json")
        #expect(paths.count > 300)
        for path in paths {
            let bytes = try SharedFiles.bytes(path)
            let tree = Self.parse(bytes)
            switch path.split(separator: "/").last?.first {
            case "y": #expect(throws: Never.self, "\(path)") { try tree.get() }
            case "n": #expect(throws: JSONError.self, "\(path)") { try tree.get() }
            default: break
            }
            #expect(Self.skipError(bytes) == Self.error(tree), "\(path)")
            if let value = try? tree.get() {
                #expect(try JSON(parsing: value.bytes()) == value, "\(path)")
            }
        }
    }

    @Test func keepsWholeNumbersExactly() throws {
        #expect(try Self.kind("9223372036854775807") == "int")
        #expect(try Self.kind("-9223372036854775808") == "int")
        #expect(try Self.kind("9223372036854775808") == "uint")
        #expect(try Self.kind("18446744073709551615") == "uint")
        #expect(try Self.kind("18446744073709551616") == "double")
        #expect(try Self.kind("-9223372036854775809") == "double")
        #expect(try Self.kind("99999999999999999999") == "double")
        #expect(try Self.kind("1.0") == "double")
        #expect(try JSON(parsing: "18446744073709551615").serialized() == "18446744073709551615")
        #expect(try JSON(parsing: "-9223372036854775808").serialized() == "-9223372036854775808")
        guard case .double(let zero) = try JSON(parsing: "-0") else {
            Issue.record("-0 is no double")
            return
        }
        #expect(zero == 0 && zero.sign == .minus)
    }

    @Test(arguments: [
        "0.1", "1e22", "1e23", "1.7976931348623157e308", "5e-324", "2.2250738585072011e-308", "123456789.123456789",
        "9007199254740993.0", "0.000001234", "-12.5e-3", "1E+2", "100000000000000000000000",
        "3.141592653589793238462643",
        "1e-400",
    ])
    func roundsFractionsLikeTheStandardLibrary(_ text: String) throws {
        #expect(try JSON(parsing: text).doubleValue?.bitPattern == Double(text)?.bitPattern)
    }

    @Test(
        arguments: [
            ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("{]", .unexpectedByte, 1),
            ("[1,]", .unexpectedByte, 3),
            ("[1 2]", .unexpectedByte, 3), ("01", .invalidNumber, 1), ("1.", .unexpectedEnd, 2),
            ("-x", .invalidNumber, 1),
            ("1e999", .invalidNumber, 0), ("\"a\nb\"", .invalidString, 2), ("\"\\x\"", .invalidEscape, 2),
            ("\"\\u12G4\"", .invalidEscape, 5), ("nul", .unexpectedEnd, 3), ("nulx", .unexpectedByte, 3),
            ("{} x", .trailingBytes, 3), ("{\"a\" 1}", .unexpectedByte, 5), ("{\"a\":1,}", .unexpectedByte, 7),
            ("[\"abc", .unexpectedEnd, 5), ("+1", .unexpectedByte, 0),
        ] as [(String, JSONError.Reason, Int)]
    )
    func tellsWhereATextGoesWrong(_ text: String, _ reason: JSONError.Reason, _ offset: Int) {
        let error = JSONError(reason, offset: offset)
        #expect(throws: error) { try JSON(parsing: text) }
        #expect(Self.skipError([UInt8](text.utf8)) == error)
    }

    @Test(
        arguments: [
            [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE0, 0x9F, 0x80], [0xF0, 0x8F, 0x80, 0x80],
            [0xFF], [0x80], [0xE2, 0x82], [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]]
    )
    func refusesWhatIsNotUTF8(_ bytes: [UInt8]) {
        for padding in [0, 3, 7, 8, 20] {
            let text = [0x22] + [UInt8](repeating: 0x61, count: padding) + bytes + [0x22]
            let error = JSONError(.invalidUTF8, offset: padding + 1)
            #expect(throws: error) { try JSON(parsing: text) }
            #expect(Self.skipError(text) == error)
        }
    }

    @Test func decodesEscapes() throws {
        #expect(
            try JSON(parsing: #""\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\uD83D\uDE00\u0000""#)
                == "\"\\/\u{8}\u{C}\n\r\tAé€😀\u{0}"
        )
        #expect(try JSON(parsing: #""\uD83D""#) == "\u{FFFD}")
        #expect(try JSON(parsing: #""\uDE00\uD83Dx""#) == "\u{FFFD}\u{FFFD}x")
        #expect(try JSON(parsing: #""\uD83D\u0041""#) == "\u{FFFD}A")
        #expect(
            try JSON(parsing: #""a long text that is no small string é \n \uD83D\uDE00 and goes on""#)
                == "a long text that is no small string é \n 😀 and goes on"
        )
    }

    @Test func skipsAByteOrderMarkOnce() throws {
        #expect(try JSON(parsing: [0xEF, 0xBB, 0xBF, 0x31]) == 1)
        #expect(throws: JSONError.self) { try JSON(parsing: [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, 0x31]) }
    }

    @Test func limitsDepth() throws {
        let text = String(repeating: "[{\"a\":", count: 256) + "1" + String(repeating: "}]", count: 256)
        #expect(try JSON(parsing: text).serialized() == text)
        #expect(throws: JSONError(.depthExceeded, offset: 1536)) {
            try JSON(parsing: text.replacing("1", with: "[]"))
        }
        #expect(try JSON(parsing: "[[1]]", maxDepth: 2) == [[1]])
        #expect(throws: JSONError(.depthExceeded, offset: 2)) { try JSON(parsing: "[[[]]]", maxDepth: 2) }
        let brackets = [UInt8](repeating: 0x5B, count: 1_000_000)
        #expect(throws: JSONError(.depthExceeded, offset: 512)) { try JSON(parsing: brackets) }
        #expect(Self.skipError(brackets) == JSONError(.depthExceeded, offset: 512))
    }

    @Test func parsesAnyCollection() throws {
        let bytes = [UInt8]("x[1,\"a\"]".utf8)
        #expect(try JSON(parsing: bytes[1...]) == [1, "a"])
        #expect(try JSON(parsing: bytes.lazy.filter { $0 != 0x78 }) == [1, "a"])
    }

    static func parse(_ bytes: [UInt8]) -> Result<JSON, JSONError> {
        Result { () throws(JSONError) in try JSON(parsing: bytes) }
    }

    static func error(_ result: Result<JSON, JSONError>) -> JSONError? {
        if case .failure(let error) = result { error } else { nil }
    }

    static func skipError(_ bytes: [UInt8]) -> JSONError? {
        bytes.withUnsafeBytes { bytes in
            var cursor = JSONCursor(bytes)
            do throws(JSONError) {
                try cursor.skip()
                try cursor.end()
                return nil
            } catch {
                return error
            }
        }
    }

    private static func kind(_ text: String) throws -> String {
        switch try JSON(parsing: text) {
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        default: "other"
        }
    }
}
