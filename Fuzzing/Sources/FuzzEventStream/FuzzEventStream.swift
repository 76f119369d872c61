@main
struct FuzzEventStream {
    static func main() { fuzz(fuzzEventStream) }
}

/// A stream must give the same messages, or the same error behind the same messages, however it is cut. The first two
/// bytes choose where; a small limit makes the error reachable, and checksums put in let the rest be reached.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEventStream(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    guard let start, count > 2 else { return 0 }
    let choice = Int(start.loadUnaligned(as: UInt16.self))
    let bytes = [UInt8](UnsafeRawBufferPointer(start: start + 2, count: count - 2))
    for stream in [bytes, mended(bytes)] {
        let cut = choice % (stream.count + 1)
        for parser in [EventStreamParser(), EventStreamParser(maxFrameBytes: 40)] {
            let whole = frames(stream, pieces: [stream.count], parser)
            precondition(frames(stream, pieces: [cut, stream.count], parser) == whole, "a cut changes the messages")
            let step = choice % 7 + 1
            let pieces = Array(stride(from: step, to: stream.count, by: step)) + [stream.count]
            precondition(frames(stream, pieces: pieces, parser) == whole, "cuts every \(step) bytes change them")
        }
    }
    return 0
}

private struct Outcome: Equatable {
    var frames: [[UInt8]] = []
    var failure: EventStreamError?
}

/// The same stream with the checksums that its messages should have, as far as their lengths make sense.
private func mended(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var at = 0
    while at + 16 <= bytes.count {
        // Bytes at random are hardly ever a length.
        bytes.replaceSubrange(at..<at + 3, with: [0, 0, 0])
        bytes.replaceSubrange(at + 4..<at + 7, with: [0, 0, 0])
        put(checksum(bytes[at..<at + 8]), into: &bytes, at: at + 8)
        let end = at + Int(bytes[at + 3])
        guard end >= at + 16, end <= bytes.count else { return bytes }
        put(checksum(bytes[at..<end - 4]), into: &bytes, at: end - 4)
        at = end
    }
    return bytes
}

private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.withUnsafeBytes { CRC32.checksum(of: $0) } }

private func put(_ value: UInt32, into bytes: inout [UInt8], at place: Int) {
    for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * index)) }
}

/// The messages of the pieces that end at the given places. Each piece is copied, so a read beyond it is seen.
private func frames(_ bytes: [UInt8], pieces: [Int], _ parser: EventStreamParser) -> Outcome {
    var parser = parser
    var outcome = Outcome()
    do throws(EventStreamError) {
        var from = 0
        for end in pieces {
            try Array(bytes[from..<end]).withBytes { (bytes) throws(EventStreamError) in
                try parser.feed(bytes, failure: { $0 }) { (frame) throws(EventStreamError) in
                    let type = frame.headers.string(":event-type").map { [UInt8]($0) } ?? []
                    outcome.frames.append(type + [0] + [UInt8](frame.payload))
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
