/// Something that lets calls in and may end: AWS's keys, a token.
protocol Expiring: Sendable, Equatable {
    /// When it ends, in seconds since 1970. `nil`: not by itself.
    var expiry: Int? { get }
}

/// A bearer token, and what came with it.
struct AccessToken: Expiring, Hashable {
    var value: String
    var expiry: Int?
}

// Neither may be printed, not even by `dump`.
extension AccessToken: CustomStringConvertible, CustomReflectable {
    var description: String { "AccessToken(***)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
