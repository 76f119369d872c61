/// A span on its way, with its bytes.
struct LangfusePiece: Sendable {
    let span: OTLPSpan
    let bytes: [UInt8]
    /// The number of its call in the batch.
    let owner: Int

    init(_ span: OTLPSpan, owner: Int) {
        self.span = span
        self.owner = owner
        bytes = span.encoded
    }
}

/// Calls that are sent in one request, as long as the server takes it.
struct LangfuseBatch: Sendable {
    private(set) var pieces: [LangfusePiece] = []
    private(set) var calls: [LangfuseHolding] = []
    private var bytes = 0

    /// Adds a call; `false`, and nothing added, where it does not fit. An empty one takes any.
    mutating func add(_ spans: [OTLPSpan], _ call: LangfuseHolding, within limit: (spans: Int, bytes: Int)) -> Bool {
        let added = spans.map { LangfusePiece($0, owner: calls.count) }
        let more = added.reduce(0) { $0 + $1.bytes.count + Self.overhead }
        let fits = pieces.count + added.count <= limit.spans && bytes + more <= limit.bytes
        guard fits || calls.isEmpty else { return false }
        pieces += added
        calls.append(call)
        bytes += more
        return true
    }

    /// Tag and length of a span within its request.
    private static let overhead = 8
}

/// What a call on its way holds in memory, and whose it is.
struct LangfuseHolding: Sendable {
    let bytes: Int
    let account: LangfuseAccount?

    init(_ entry: LangfuseEntry) {
        bytes = entry.bytes
        account = entry.account
    }
}
