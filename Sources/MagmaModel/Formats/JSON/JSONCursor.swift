/// Reads one JSON text in its order and decodes only what is asked for; everything else is checked and passed over.
///
/// The bytes must outlive the cursor. A method consumes one value, or throws ``JSONError`` and then leaves the cursor at
/// an unspecified place.
struct JSONCursor {
    var scanner: JSONScanner

    /// A cursor at the start of a text, behind its byte order mark if it has one.
    init(_ bytes: UnsafeRawBufferPointer, maxDepth: Int = 512) {
        scanner = JSONScanner(bytes, maxDepth: maxDepth)
    }

    /// Where the cursor is, in bytes from the start of the text.
    var offset: Int {
        get { scanner.next - scanner.start }
        set { scanner.next = scanner.start + newValue }
    }

    /// The kind of the value that follows, by its first byte.
    @inline(__always)
    mutating func peek() -> JSONKind { JSONKind(scanner.peek()) }

    /// Reads an object. The body is called for every member, also for repeated keys, and must consume the value.
    ///
    ///     try cursor.object { cursor, key throws(JSONError) in … }
    ///
    /// With `place`, which is where a key of the outermost object begins, what stands before it is taken as read.
    @inline(__always)
    mutating func object(
        from place: Int = 0,
        _ member: (inout JSONCursor, JSONKey) throws(JSONError) -> Void
    ) throws(JSONError) {
        if place > 0 {
            offset = place
            scanner.depth = 1
        } else {
            guard try scanner.token() == 0x7B else { throw mismatch() }
            guard try scanner.enter(closing: 0x7D) else { return }
        }
        repeat {
            try member(&self, JSONKey(text: try scanner.key()))
        } while try scanner.another(closing: 0x7D)
    }

    /// Where a key begins.
    func offset(of key: JSONKey) -> Int { key.text.start - scanner.start - 1 }

    /// Reads an array. The body is called for every element and must consume it.
    @inline(__always)
    mutating func array(_ element: (inout JSONCursor) throws(JSONError) -> Void) throws(JSONError) {
        guard try scanner.token() == 0x5B else { throw mismatch() }
        guard try scanner.enter(closing: 0x5D) else { return }
        repeat {
            try element(&self)
        } while try scanner.another(closing: 0x5D)
    }

    /// Passes over a value of any kind, and checks it as strictly as parsing it would.
    @inline(__always)
    mutating func skip() throws(JSONError) { try scanner.skip() }

    /// Reads a value of any kind as a tree.
    mutating func value() throws(JSONError) -> JSON {
        switch try scanner.token() {
        case 0x22: return .string(try scanner.string().string)
        case 0x7B, 0x5B:
            var parser = JSONTreeParser()
            return try parser.value(&scanner)
        default: return try JSONTreeParser.scalar(&scanner)
        }
    }

    /// Passes over a value of any kind and returns its bytes, without white space around them.
    mutating func rawValue() throws(JSONError) -> UnsafeRawBufferPointer {
        _ = try scanner.token()
        let first = scanner.next
        try scanner.skip()
        return UnsafeRawBufferPointer(start: first, count: scanner.next - first)
    }

    /// The bytes from an earlier offset up to the cursor.
    func text(from offset: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: scanner.start + offset, count: self.offset - offset)
    }

    /// Checks that only white space follows.
    mutating func end() throws(JSONError) { try scanner.finish() }

    /// The error for a value of the wrong kind at the cursor.
    @inline(never)
    mutating func mismatch() -> JSONError {
        let kind = JSONKind(scanner.peek())
        return scanner.error(kind == .invalid ? .unexpectedByte : .typeMismatch)
    }
}
