/// Why a stream of JSON lines cannot be read on.
enum JSONLinesError: Error, Hashable {
    case lineTooLong(limit: Int)
}

/// Bytes in, lines out: each that is not blank, without its line ending (LF or CR LF). What a line holds is not looked at.
struct JSONLinesParser {
    private var lines: LineSplitter
    private let limit: Int

    init(maxLineBytes: Int = 16 << 20) {
        lines = LineSplitter(.lineFeed, limit: maxLineBytes)
        limit = maxLineBytes
    }

    /// Hands out each line that ends in these bytes, valid only during the call.
    mutating func feed<Failure: Error>(
        _ bytes: UnsafeRawBufferPointer,
        failure: (JSONLinesError) -> Failure,
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let limit = limit
        try lines.feed(bytes, tooLong: { failure(.lineTooLong(limit: limit)) }) { (line) throws(Failure) in
            if !Self.isBlank(line) { try body(line) }
        }
    }

    /// Hands out the last line, where no line ending followed it.
    mutating func finish<Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
        try lines.finish { (line) throws(Failure) in
            if !Self.isBlank(line) { try body(line) }
        }
    }

    private static func isBlank(_ line: UnsafeRawBufferPointer) -> Bool {
        line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }
}
