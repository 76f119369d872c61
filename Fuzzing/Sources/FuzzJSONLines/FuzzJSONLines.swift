@main
struct FuzzJSONLines {
    static func main() { fuzz(fuzzJSONLines) }
}

/// A stream must give the same lines, or the same error behind the same lines, however it is cut. The first two bytes
/// choose where; a small limit makes the error reachable.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSONLines(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    guard let start, count > 2 else { return 0 }
    let choice = Int(start.loadUnaligned(as: UInt16.self))
    let bytes = UnsafeRawBufferPointer(start: start + 2, count: count - 2)
    let cut = choice % (bytes.count + 1)
    for parser in [JSONLinesParser(), JSONLinesParser(maxLineBytes: 12)] {
        let whole = lines(bytes, pieces: [bytes.count], parser)
        precondition(lines(bytes, pieces: [cut, bytes.count], parser) == whole, "a cut changes the lines")
        let step = choice % 7 + 1
        let pieces = Array(stride(from: step, to: bytes.count, by: step)) + [bytes.count]
        precondition(lines(bytes, pieces: pieces, parser) == whole, "cuts every \(step) bytes change the lines")
    }
    return 0
}

private struct Outcome: Equatable {
    var lines: [[UInt8]] = []
    var failure: JSONLinesError?
}

/// The lines of the pieces that end at the given places. Each piece is copied, so a read beyond it is seen.
private func lines(_ bytes: UnsafeRawBufferPointer, pieces: [Int], _ parser: JSONLinesParser) -> Outcome {
    var parser = parser
    var outcome = Outcome()
    let take = { (line: UnsafeRawBufferPointer) in outcome.lines.append([UInt8](line)) }
    do {
        var from = 0
        for end in pieces {
            try [UInt8](bytes[from..<end]).withUnsafeBytes { try parser.feed($0, take) }
            from = end
        }
        parser.finish(take)
    } catch {
        outcome.failure = error as? JSONLinesError
    }
    return outcome
}
