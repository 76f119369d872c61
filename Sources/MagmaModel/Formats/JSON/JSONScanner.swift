/// The grammar of RFC 8259 over bytes that outlive the scanner. The tree parser and the cursor are both made of it, so
/// they accept the same texts.
struct JSONScanner {
    let start: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>
    var next: UnsafePointer<UInt8>
    /// How many containers are open around `next`.
    var depth = 0
    let maxDepth: Int

    init(_ bytes: UnsafeRawBufferPointer, maxDepth: Int) {
        let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? ("" as StaticString).utf8Start
        start = base
        end = base + bytes.count
        self.maxDepth = maxDepth
        let hasMark = bytes.count >= 3 && base[0] == 0xEF && base[1] == 0xBB && base[2] == 0xBF
        next = hasMark ? base + 3 : base
    }

    func error(_ reason: JSONError.Reason) -> JSONError { error(reason, at: next) }

    func error(_ reason: JSONError.Reason, at place: UnsafePointer<UInt8>) -> JSONError {
        JSONError(place < end ? reason : .unexpectedEnd, offset: place - start)
    }

    /// The next byte that is not white space, without consuming it; nil at the end.
    @inline(__always)
    mutating func peek() -> UInt8? {
        guard next < end else { return nil }
        let byte = next.pointee
        return byte > 0x20 ? byte : peekBehindSpace()
    }

    @inline(never)
    private mutating func peekBehindSpace() -> UInt8? {
        while next < end {
            switch next.pointee {
            case 0x20, 0x0A, 0x0D, 0x09: next += 1
            case let byte: return byte
            }
        }
        return nil
    }

    /// The same where the text must go on.
    @inline(__always)
    mutating func token() throws(JSONError) -> UInt8 {
        guard let byte = peek() else { throw error(.unexpectedEnd) }
        return byte
    }

    /// Consumes `null`, `true` or `false`; `word` is its text and starts with the byte at `next`.
    @inline(__always)
    mutating func literal(_ word: StaticString) throws(JSONError) {
        let count = word.utf8CodeUnitCount
        guard end - next >= count, equalBytes(next, word.utf8Start, count: count) else { throw literalError(word) }
        next += count
    }

    @inline(never)
    private func literalError(_ word: StaticString) -> JSONError {
        var at = 0
        while next + at < end, at < word.utf8CodeUnitCount, next[at] == word.utf8Start[at] { at += 1 }
        return error(.unexpectedByte, at: next + at)
    }

    /// Consumes an opening bracket, which the caller has seen. False when the container is empty; then its end is
    /// consumed too.
    @inline(__always)
    mutating func enter(closing: UInt8) throws(JSONError) -> Bool {
        guard depth < maxDepth else { throw error(.depthExceeded) }
        next += 1
        guard try token() == closing else {
            depth &+= 1
            return true
        }
        next += 1
        return false
    }

    /// Consumes what follows a value in a container: true behind a comma, false behind the container's end.
    @inline(__always)
    mutating func another(closing: UInt8) throws(JSONError) -> Bool {
        let byte = try token()
        guard byte == 0x2C || byte == closing else { throw error(.unexpectedByte) }
        next += 1
        if byte == 0x2C { return true }
        depth &-= 1
        return false
    }

    /// Consumes a key and the colon behind it.
    @inline(__always)
    mutating func key() throws(JSONError) -> JSONText {
        guard try token() == 0x22 else { throw error(.unexpectedByte) }
        let key = try string()
        guard try token() == 0x3A else { throw error(.unexpectedByte) }
        next += 1
        return key
    }

    /// Checks that only white space is left.
    mutating func finish() throws(JSONError) {
        if peek() != nil { throw error(.trailingBytes) }
    }
}
