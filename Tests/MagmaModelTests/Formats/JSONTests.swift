import Foundation
import Testing

@testable import MagmaModel

@Suite struct JSONTests {
    @Test(.enabled(if: SharedFiles.isThere, "needs the shared JSON test suite"))
    func theTestSuiteIsObeyed() throws {
        let files = SharedFiles.files("json-test-suite/test_parsing", ending: ".json")
        #expect(files.count > 300)
        for file in files {
            let bytes = try SharedFiles.bytes(file)
            let isAccepted = (try? JSON(parsing: bytes)) != nil
            let skipped = bytes.withBytes { bytes in
                var cursor = JSONCursor(bytes)
                return (try? cursor.skip()) != nil && (try? cursor.end()) != nil
            }
            #expect(skipped == isAccepted, "\(file.lastPathComponent): the cursor and the tree disagree")
            switch file.lastPathComponent.prefix(2) {
            case "y_": #expect(isAccepted, "\(file.lastPathComponent) must be accepted")
            case "n_": #expect(!isAccepted, "\(file.lastPathComponent) must be rejected")
            default: break
            }
        }
    }

    @Test(arguments: [
        "0", "-0.0", "1.5", "-12", "9223372036854775807", "18446744073709551615", "1e+300", "true", "null", "\"\"",
        "\"a\\\"b\\\\\\n\\u0001é\"", "[]", "{}", "[1,[2,{\"a\":null}],\"x\"]", "{\"b\":1,\"a\":{\"c\":[true,false]}}",
    ])
    func textSurvivesARoundTrip(text: String) throws {
        let value = try JSON(parsing: text)
        #expect(try JSON(parsing: value.bytes()) == value)
        #expect(try JSON(parsing: value.serialized(pretty: true)) == value)
    }

    @Test func integersStayExact() throws {
        #expect(try JSON(parsing: "9223372036854775807") == .int(.max))
        guard case .uint(let value) = try JSON(parsing: "18446744073709551615") else {
            Issue.record("no unsigned value")
            return
        }
        #expect(value == .max)
        #expect(try JSON(parsing: "1") == JSON.double(1))
    }

    @Test func keysKeepTheirOrderAndTheLastOfTwoWins() throws {
        let value = try JSON(parsing: #"{"b":1,"a":2,"b":3}"#)
        #expect(value.objectValue?.map(\.key) == ["b", "a"])
        #expect(value["b"] == 3)
    }

    @Test func depthIsCapped() throws {
        let fits = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(throws: Never.self) { try JSON(parsing: fits) }
        let error = #expect(throws: JSONError.self) { try JSON(parsing: "[" + fits + "]") }
        #expect(error?.offset == 512)
        #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
    }

    @Test func badUTF8IsRejectedWithItsPlace() {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0x61, 0xC3, 0x28, 0x22] as [UInt8]) }
        #expect(error?.offset == 2)
    }

    @Test func aHundredThousandKeysAreFound() throws {
        var object = JSON.Object()
        for index in 0..<100_000 { object["key\(index)"] = .int(Int64(index)) }
        #expect(object["key99999"] == 99_999)
        #expect(try JSON(parsing: JSON.object(object).bytes()) == .object(object))
    }
}
