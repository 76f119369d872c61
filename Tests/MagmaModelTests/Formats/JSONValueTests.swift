import Testing

@testable import MagmaModel

@Suite struct JSONValueTests {
    @Test func readsValues() {
        let json: JSON = ["a": [1, 2.5, "x", true, nil], "n": 2.0, "big": 1e300]
        #expect(json["a"]?[0]?.intValue == 1)
        #expect(json["a"]?[1]?.doubleValue == 2.5)
        #expect(json["a"]?[1]?.intValue == nil)
        #expect(json["a"]?[2]?.stringValue == "x")
        #expect(json["a"]?[3]?.boolValue == true)
        #expect(json["a"]?[4]?.isNull == true)
        #expect(json["a"]?[5] == nil && json["a"]?[-1] == nil && json["b"] == nil && json[0] == nil)
        #expect(json["n"]?.intValue == 2 && json["big"]?.intValue == nil)
        #expect(JSON.uint(.max).intValue == nil && JSON.uint(3).intValue == 3)
        #expect(json["a"]?.arrayValue?.count == 5 && json.objectValue?.keys == ["a", "n", "big"])
    }

    @Test func comparesNumbersByValue() {
        let equal: [(JSON, JSON)] = [
            (1, 1.0), (.uint(1), 1), (.uint(1), 1.0), (0, -0.0), (.uint(1 << 63), .double(0x1p63)),
            (["a": 1, "b": [2]], ["b": [2.0], "a": 1.0]),
        ]
        for (left, right) in equal {
            #expect(left == right && right == left)
            #expect(left.hashValue == right.hashValue)
        }
        let unequal: [(JSON, JSON)] = [
            (1, 1.5), (1, true), (0, nil), (.int(.max), .double(0x1p63)), ("1", 1), ([1, 2], [2, 1]),
            (["a": 1], ["a": 2]),
            (["a": nil], ["b": nil]), ([], [:]), ([[1], 2], [1, [2]]), ("e\u{301}", "\u{E9}"), (.int(-1), .uint(.max)),
        ]
        for (left, right) in unequal { #expect(left != right) }
        #expect(Set<JSON>([1, 1.0, .uint(1), "1", [1], [1.0]]).count == 3)
    }

    @Test func keepsOrderAndLetsTheLastKeyWin() throws {
        let parsed = try JSON(parsing: #"{"b":1,"a":2,"b":3,"c":4,"a":5}"#)
        #expect(parsed.serialized() == #"{"b":3,"a":5,"c":4}"#)
        let literal: JSON = ["b": 1, "a": 2, "b": 3]
        #expect(literal.serialized() == #"{"b":3,"a":2}"#)
        #expect(try JSON(parsing: #"{"é":1,"e\u0301":2}"#).objectValue?.count == 2)
        #expect(try JSON(parsing: #"{"a":1,"\u0061":2}"#).serialized() == #"{"a":2}"#)
        let keys = (0..<40).map { "key \($0 % 30)" }
        let text = "{" + keys.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",") + "}"
        let object = try #require(JSON(parsing: text).objectValue)
        #expect(object.keys == (0..<30).map { "key \($0)" })
        #expect(object["key 5"] == 35 && object["key 15"] == 15)
    }

    @Test(arguments: [3, 16, 17, 100])
    func changesObjectsLikeAnOrderedDictionary(_ count: Int) {
        var object = JSON.Object((0..<count).map { ("k\($0)", .int(Int64($0))) })
        object["k1"] = "one"
        object["new"] = true
        object["k0"] = nil
        #expect(object.removeValue(forKey: "k2") == 2 && object.removeValue(forKey: "k2") == nil)
        #expect(object.keys == ["k1"] + (3..<max(count, 3)).map { "k\($0)" } + ["new"])
        #expect(object["k1"] == "one" && object["new"] == true && object["k0"] == nil)
        #expect(object["k\(count - 1)"] == (count == 3 ? nil : .int(Int64(count - 1))))
        object.merge(["k1": 0, "other": 1])
        #expect(object["k1"] == 0 && object["other"] == 1 && object.last?.key == "other")
        #expect(object.map(\.key) == object.keys && object.count == object.keys.count)
    }

    @Test(.timeLimit(.minutes(1)))
    func handlesManyMembers() throws {
        var object = JSON.Object()
        for index in 0..<100_000 { object["member \(index)"] = .int(Int64(index)) }
        let json = JSON.object(object)
        let parsed = try JSON(parsing: json.bytes())
        #expect(parsed["member 99999"] == 99_999 && parsed.objectValue?.count == 100_000)
        #expect(parsed == json)
    }

    @Test func writesCompactSortedAndPretty() throws {
        let json: JSON = ["b": [1, 2.5, []], "a": [:], "é": ["x": "q\"\\\n\u{1}\u{7F}/"]]
        #expect(json.serialized() == #"{"b":[1,2.5,[]],"a":{},"é":{"x":"q\"\\\n\u0001\#u{7F}/"}}"#)
        #expect(json.serialized(sortedKeys: true).hasPrefix(#"{"a":{},"b":"#))
        let pretty = """
            {
              "b": [
                1,
                [],
                {}
              ],
              "s": "{[,:"
            }
            """
        let value: JSON = ["b": [1, [], [:]], "s": "{[,:"]
        #expect(value.serialized(pretty: true) == pretty)
        #expect(try JSON(parsing: pretty) == value)
    }

    @Test func knowsWhatCannotBeWritten() {
        let json: JSON = ["a": [.double(.nan)]]
        #expect(!json.isSerializable && json.serialized() == #"{"a":[null]}"#)
        #expect((["a": [1.5]] as JSON).isSerializable)
    }

    @Test func walksDeepTreesWithoutRecursion() {
        var json: JSON = 1
        for _ in 0..<5_000 { json = [json] }
        #expect(json == json && json.hashValue == json.hashValue && json.isSerializable)
        #expect(json.bytes().count == 10_001)
    }
}
