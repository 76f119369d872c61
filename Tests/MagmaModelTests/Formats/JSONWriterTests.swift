import Testing

@testable import MagmaModel

@Suite struct JSONWriterTests {
    @Test func putsCommas() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("a")
        writer.beginArray()
        writer.int(.min)
        writer.uint(.max)
        writer.double(0.1)
        writer.double(1)
        writer.bool(true)
        writer.null()
        writer.string("x")
        writer.string("xyz".dropFirst())
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.endArray()
        writer.key(named: "b\"")
        writer.value([1, [:]])
        writer.key("raw")
        "{}".utf8.withContiguousStorageIfAvailable { writer.raw(UnsafeRawBufferPointer($0)) }
        writer.key("joined")
        writer.string(joining: ["a\n", "b"])
        writer.endObject()
        let expected =
            #"{"a":[-9223372036854775808,18446744073709551615,0.1,1.0,true,null,"x","yz",{},[]],"#
            + #""b\"":[1,{}],"raw":{},"joined":"a\nb"}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test func escapesEveryByteThatNeedsIt() throws {
        let all = String(String.UnicodeScalarView((0..<0x180).compactMap(Unicode.Scalar.init)))
        for start in 0..<20 {
            let text = String(repeating: "a", count: start) + all + "😀"
            var writer = JSONWriter()
            writer.string(text)
            #expect(try JSON(parsing: writer.bytes).stringValue == text)
            #expect(writer.bytes.allSatisfy { $0 >= 0x20 })
        }
    }

    @Test func writesNumbersThatReadBack() throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            let double = Double(bitPattern: generator.next())
            guard double.isFinite else { continue }
            #expect(try JSON(parsing: JSON.double(double).bytes()).doubleValue?.bitPattern == double.bitPattern)
            let int = Int64(bitPattern: generator.next()) >> Int64.random(in: 0..<64, using: &generator)
            #expect(try JSON(parsing: JSON.int(int).bytes()) == .int(int))
        }
    }
}
