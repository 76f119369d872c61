internal import NIOCore

/// The body of a response, pulled by one consumer. Nothing is read ahead beyond a small buffer.
///
/// Dropping the last reference before the end closes the connection, as ``cancel()`` does.
public protocol ResponseBody: AnyObject, Sendable {
    /// The next bytes, never empty; `nil` at the end.
    ///
    /// Throws `.timeout`, `.cancelled`, or `.connection` where the body breaks off. After a throw the connection is
    /// closed.
    nonisolated(nonsending) func next() async throws(ModelError) -> BodyChunk?

    /// The rest of the body, where all of it has come and there is nothing to wait for; else `nil`, and ``next()`` is to be asked.
    /// After the rest has been taken, ``next()`` returns `nil`. A task that is cancelled gets `nil`, for ``next()`` to throw.
    func takeRest() -> BodyChunk?

    /// Closes the connection. A waiting ``next()`` throws `.cancelled`; after the end it does nothing.
    func cancel()

    /// Says that the rest, if there is any, is not wanted: the answer is known to be complete. Where the end comes
    /// soon, the connection is kept for the next request, else it is closed.
    func discard()
}

extension ResponseBody {
    /// `nil`: bodies that do not say otherwise are read piece by piece.
    public func takeRest() -> BodyChunk? { nil }

    /// The whole body, read where the caller runs. One that is longer than `limit` bytes is a `.decoding` error and closes the
    /// connection.
    public nonisolated(nonsending) func collect(upTo limit: Int) async throws(ModelError) -> [UInt8] {
        if let rest = try takeRest(upTo: limit) { return rest }
        var bytes: [UInt8] = []
        while let chunk = try await next() { try append(chunk, to: &bytes, upTo: limit) }
        return bytes
    }

    private func append(_ chunk: BodyChunk, to bytes: inout [UInt8], upTo limit: Int) throws(ModelError) {
        guard chunk.count <= limit - bytes.count else {
            cancel()
            throw ModelError(.decoding, "The response body is longer than \(limit) bytes.")
        }
        chunk.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    /// The whole body where it is there, held to the limit as in ``collect(upTo:)``.
    func takeRest(upTo limit: Int) throws(ModelError) -> [UInt8]? {
        guard let rest = takeRest() else { return nil }
        var bytes: [UInt8] = []
        try append(rest, to: &bytes, upTo: limit)
        return bytes
    }
}

/// Some bytes of a body. Copies share them.
public struct BodyChunk: Sendable {
    private var buffer: ByteBuffer

    /// A piece from its bytes.
    public init(bytes: [UInt8]) { buffer = ByteBuffer(bytes: bytes) }

    init(_ buffer: ByteBuffer) { self.buffer = buffer }

    /// How many bytes there are.
    public var count: Int { buffer.readableBytes }

    /// The bytes, valid during the call only.
    public func withUnsafeBytes<Value, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        // ByteBuffer's own accessor rethrows untyped, so the outcome is carried out of it.
        let result: Result<Value, Failure> = buffer.withUnsafeReadableBytes { bytes in
            do throws(Failure) {
                return .success(try body(bytes))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
