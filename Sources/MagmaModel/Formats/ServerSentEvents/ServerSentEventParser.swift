/// Splits a byte stream into server-sent events as the WHATWG HTML standard, section 9.2.6, tells.
///
/// One deviation: an event that the end of the stream cuts off is delivered, since servers of language models omit the
/// last blank line. How the stream is cut into chunks never matters.
struct ServerSentEventParser: Sendable {
    let maxLineBytes: Int
    let maxEventBytes: Int
    /// A line whose end has not come yet.
    var line: [UInt8] = []
    var fields = ServerSentEventFields()
    var isFirstLine = true
    /// The last chunk ended with CR: an LF at the start of the next one belongs to it.
    var skipsLineFeed = false
    var failure: ServerSentEventError?

    /// A parser that fails beyond so many bytes in one line and in one event.
    init(maxLineBytes: Int = 16 << 20, maxEventBytes: Int = 16 << 20) {
        self.maxLineBytes = maxLineBytes
        self.maxEventBytes = maxEventBytes
    }

    /// Takes the next bytes of the stream and hands out each event they complete.
    ///
    /// - Throws: ``ServerSentEventError``, also on every later call, or what the body throws; then the rest of the
    ///   bytes is lost.
    @inline(__always)
    mutating func feed(_ bytes: UnsafeRawBufferPointer, _ body: (ServerSentEvent) throws -> Void) throws {
        _ = try split(
            bytes,
            { $0 as any Error },
            { event throws(any Error) in
                try body(event); return false
            }
        )
    }

    /// The same in typed throws; the parser's own errors pass through a mapping.
    @inline(__always)
    mutating func feed<E: Error>(
        _ bytes: UnsafeRawBufferPointer,
        failure map: (ServerSentEventError) -> E,
        _ body: (ServerSentEvent) throws(E) -> Void
    ) throws(E) {
        _ = try split(
            bytes,
            map,
            { event throws(E) in
                try body(event); return false
            }
        )
    }

    /// Takes bytes until the body returns true, and returns how many it took. Feed the rest later or not at all.
    @inline(__always)
    mutating func take(
        from bytes: UnsafeRawBufferPointer,
        until body: (ServerSentEvent) throws -> Bool
    ) throws -> Int {
        try split(bytes, { $0 as any Error }, body)
    }

    /// Ends the stream: hands out the event that was under way, if any, and makes the parser new.
    mutating func finish(_ body: (ServerSentEvent) throws -> Void) throws {
        try finish(failure: { $0 as any Error }, body)
    }

    /// The same in typed throws.
    mutating func finish<E: Error>(
        failure map: (ServerSentEventError) -> E,
        _ body: (ServerSentEvent) throws(E) -> Void
    ) throws(E) {
        defer { self = ServerSentEventParser(maxLineBytes: maxLineBytes, maxEventBytes: maxEventBytes) }
        if failure == nil, !line.isEmpty { endLine() }
        if let failure { throw map(failure) }
        if fields.isPending { try fields.dispatch(body) }
    }
}
