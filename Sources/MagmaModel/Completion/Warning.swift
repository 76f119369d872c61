/// Something of a call that could not be sent as it was said, with the caller's leave, or was sent in another form.
public struct Warning: Sendable, Hashable, Codable, CustomStringConvertible {
    /// What it is about: a parameter's name (`temperature`) or a part of a message (`messages[2].audio`).
    public var subject: String
    /// What was done and why, in one sentence.
    public var message: String

    /// A warning about something, in one sentence.
    public init(_ subject: String, _ message: String) {
        self.subject = subject
        self.message = message
    }

    /// Subject and message on one line.
    public var description: String { "\(subject): \(message)" }
}
