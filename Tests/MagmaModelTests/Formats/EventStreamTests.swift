import Testing

@testable import MagmaModel

@Suite(.computes) struct EventStreamTests {
    private struct Frame: Equatable {
        var type = ""
        var payload: [UInt8]
    }

    private struct Outcome: Equatable {
        var frames: [Frame] = []
        var failure: EventStreamError?
    }

    private static let stream =
        EventStreamBytes.event("a", ["x": 1]) + EventStreamBytes.message([]) + EventStreamBytes.event("b", "é")

    private func read(_ bytes: [UInt8], cuts: [Int] = [], limit: Int = 24 << 20) -> Outcome {
        var parser = EventStreamParser(maxFrameBytes: limit)
        var outcome = Outcome()
        do throws(EventStreamError) {
            var from = 0
            for end in cuts + [bytes.count] {
                try Array(bytes[from..<end]).withBytes { (bytes) throws(EventStreamError) in
                    try parser.feed(bytes, failure: { $0 }) { (frame) throws(EventStreamError) in
                        let type = frame.headers.string(":event-type") ?? UnsafeRawBufferPointer(start: nil, count: 0)
                        outcome.frames.append(
                            Frame(type: String(decoding: type, as: UTF8.self), payload: [UInt8](frame.payload)))
                    }
                }
                from = end
            }
            try parser.finish(failure: { $0 })
        } catch {
            outcome.failure = error
        }
        return outcome
    }

    @Test func theChecksumIsThatOfZlib() {
        #expect(EventStreamBytes.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    }

    @Test func everySplitGivesTheSameFrames() {
        let expected = [
            Frame(type: "a", payload: Array(#"{"x":1}"#.utf8)), Frame(payload: []),
            Frame(type: "b", payload: Array(#""é""#.utf8)),
        ]
        for first in 0...Self.stream.count {
            for second in first...Self.stream.count {
                #expect(read(Self.stream, cuts: [first, second]) == Outcome(frames: expected))
            }
        }
    }

    /// Whatever is wrong, it is found at the same place however the stream is cut.
    @Test func damageIsFoundWhereTheMessageBegins() {
        let start = EventStreamBytes.event("a", ["x": 1])
        let next = EventStreamBytes.event("b", 2)
        func check(_ stream: [UInt8], _ failure: EventStreamError, limit: Int = 24 << 20) {
            let whole = read(stream, limit: limit)
            #expect(whole.failure == failure && whole.frames.count == 1)
            for cut in 0...stream.count { #expect(read(stream, cuts: [cut], limit: limit) == whole) }
        }
        for place in next.indices {
            var damaged = next
            damaged[place] ^= 0x10
            let failure: EventStreamError =
                place < 12 ? .preludeChecksum(offset: start.count) : .messageChecksum(offset: start.count)
            check(start + damaged, failure)
        }
        for length in 1..<next.count { check(start + next.prefix(length), .truncated(offset: start.count)) }
        check(
            start + EventStreamBytes.event("b", .string(String(repeating: "x", count: 100))),
            .tooLong(offset: start.count, limit: 99), limit: 99)
    }

    @Test(
        arguments: [
            [3, 0x61, 0x62], [1, 0x61], [1, 0x61, 10], [1, 0x61, 7, 0, 2, 0x61], [1, 0x61, 5, 0], [0, 0],
        ] as [[UInt8]])
    func headersThatAreNoneAreRefused(headers: [UInt8]) {
        #expect(read(EventStreamBytes.message(headers: headers)).failure == .malformed(offset: 0))
    }

    @Test func headersHoldValuesOfTenTypes() throws {
        func header(_ name: String, _ type: UInt8, _ value: [UInt8]) -> [UInt8] {
            EventStreamBytes.name(name) + [type] + value
        }
        let identifier = [UInt8](0..<16)
        let values: [[UInt8]] = [
            header("yes", 0, []), header("no", 1, []), header("one", 2, EventStreamBytes.integer(Int8(-1))),
            header("two", 3, EventStreamBytes.integer(Int16(-2))),
            header("four", 4, EventStreamBytes.integer(Int32(-4))),
            header("eight", 5, EventStreamBytes.integer(Int64(-8))), header("bytes", 6, [0, 2, 1, 2]),
            header("text", 7, [0, 1, 0x61]), header("time", 8, EventStreamBytes.integer(Int64(99))),
            header("id", 9, identifier), header("text", 7, [0, 1, 0x62]),
        ]
        try Array(values.joined()).withUnsafeBytes { bytes in
            let headers = try #require(EventStreamHeaders(bytes))
            guard case .bool(true) = headers["yes"], case .bool(false) = headers["no"], case .int(-1) = headers["one"],
                case .int(-2) = headers["two"], case .int(-4) = headers["four"], case .int(-8) = headers["eight"],
                case .bytes(let run) = headers["bytes"], case .timestamp(99) = headers["time"],
                case .uuid(let id) = headers["id"]
            else {
                Issue.record("a value is not what was written")
                return
            }
            #expect([UInt8](run) == [1, 2] && [UInt8](id) == identifier)
            #expect(headers.string("text").map { [UInt8]($0) } == [0x61])
            #expect(headers.string("absent") == nil && headers.string("yes") == nil)
        }
    }

    /// The vectors that Amazon's own code wrote.
    @Test(.enabled(if: SharedFiles.has("wire/bedrock.md"), SharedFiles.absent))
    func theVectorsAreRead() throws {
        let text = String(decoding: try SharedFiles.bytes("wire/bedrock.md"), as: UTF8.self)
        let runs = text.split { !$0.isHexDigit }.filter { $0.hasPrefix("000000") && $0.count > 30 }
        #expect(runs.count == 3)
        for run in runs {
            let digits = Array(run)
            let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
                UInt8(String(digits[$0...$0 + 1]), radix: 16)
            }
            let outcome = read(bytes)
            #expect(outcome.failure == nil && outcome.frames.count == 1)
            #expect(EventStreamBytes.integer(UInt32(bytes.count)) == Array(bytes.prefix(4)))
        }
    }
}
