/// A key or token. It can be compared and sent, but neither printed nor encoded.
///
/// Equality compares the value; the hash does not depend on it. `Codable` output holds at most a reference
/// (`"env:NAME"`), never the value itself.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let storage: String
    /// The environment variable that holds the value, where the secret was given as `env:NAME`.
    public let reference: String?

    /// A value as it stands, or `env:NAME`, which is looked up when a call is made.
    public init(_ text: String) {
        if text.hasPrefix("env:") {
            storage = ""
            reference = String(text.dropFirst(4))
        } else {
            storage = text
            reference = nil
        }
    }

    /// The value to send: the text given, or what `lookup` says of the variable referred to.
    func reveal(_ lookup: (String) -> String?) -> String? {
        guard let reference else { return storage }
        return lookup(reference)
    }

    /// What tells it from others. To be hashed, never to be shown.
    var fingerprintText: String { reference.map { "env:\($0)" } ?? storage }

    /// Whether both are the same value or the same reference.
    public static func == (a: Secret, b: Secret) -> Bool {
        a.storage == b.storage && a.reference == b.reference
    }

    /// By the reference alone.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(reference)
    }

    /// The reference, or `***`.
    public var description: String { reference.map { "env:\($0)" } ?? "***" }
    /// The same as ``description``.
    public var debugDescription: String { description }
    /// The description alone, so that `dump` shows nothing else.
    public var customMirror: Mirror { Mirror(self, children: ["value": description]) }
}
