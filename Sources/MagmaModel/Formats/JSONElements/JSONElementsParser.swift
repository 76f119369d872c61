/// Splits a byte stream of one JSON array, or of JSON objects in a row, into its objects, each as soon as it is whole.
///
/// Only braces and strings are looked at: whoever reads an object checks it. How the stream is cut into chunks never
/// matters.
struct JSONElementsParser: Sendable {
    let maxElementBytes: Int
    /// The part of an object that earlier chunks held.
    private var element: [UInt8] = []
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var isArrayOpen = false
    private var failure: JSONElementsError?

    /// A parser that fails beyond so many bytes in one object.
    init(maxElementBytes: Int = 16 << 20) {
        self.maxElementBytes = maxElementBytes
    }

    /// Whether the stream may end here: no object and no array is open.
    var isClosed: Bool { depth == 0 && !isArrayOpen }

    /// Takes the next bytes and hands out each object they complete. Its bytes are valid inside the body only.
    ///
    /// - Throws: ``JSONElementsError`` by way of the mapping, also on every later call, or what the body throws; then
    ///   the rest of the bytes is lost.
    mutating func feed<E: Error>(
        _ bytes: UnsafeRawBufferPointer,
        failure map: (JSONElementsError) -> E,
        _ body: (UnsafeRawBufferPointer) throws(E) -> Void
    ) throws(E) {
        if let failure { throw map(failure) }
        var start = 0
        for (at, byte) in bytes.enumerated() {
            if depth == 0 {
                guard byte == 0x7B else {
                    between(byte)
                    continue
                }
                start = at
                depth = 1
            } else if step(byte) {
                let end = UnsafeRawBufferPointer(rebasing: bytes[start...at])
                guard keeps(end.count) else { throw map(.elementTooLong(limit: maxElementBytes)) }
                try handOut(end, body)
                start = at + 1
            }
        }
        guard depth > 0 else { return }
        let rest = bytes[start...]
        guard keeps(rest.count) else { throw map(.elementTooLong(limit: maxElementBytes)) }
        element.append(contentsOf: rest)
    }

    private mutating func between(_ byte: UInt8) {
        if byte == 0x5B { isArrayOpen = true }
        if byte == 0x5D { isArrayOpen = false }
    }

    /// Whether the byte closes the object.
    private mutating func step(_ byte: UInt8) -> Bool {
        if isEscaped {
            isEscaped = false
        } else if isInString {
            if byte == 0x5C { isEscaped = true }
            if byte == 0x22 { isInString = false }
        } else if byte == 0x22 {
            isInString = true
        } else if byte == 0x7B {
            depth += 1
        } else if byte == 0x7D {
            depth -= 1
            return depth == 0
        }
        return false
    }

    private mutating func keeps(_ count: Int) -> Bool {
        guard count > maxElementBytes - element.count else { return true }
        failure = .elementTooLong(limit: maxElementBytes)
        return false
    }

    private mutating func handOut<E: Error>(
        _ end: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) throws(E) -> Void
    ) throws(E) {
        guard !element.isEmpty else { return try body(end) }
        var whole: [UInt8] = []
        swap(&whole, &element)
        whole.append(contentsOf: end)
        try whole.withUnsafeBufferPointer { (bytes) throws(E) in try body(UnsafeRawBufferPointer(bytes)) }
    }
}

/// A stream of objects that needs more memory than allowed.
enum JSONElementsError: Error, Sendable, Hashable {
    /// An object has more bytes than the limit.
    case elementTooLong(limit: Int)
}
