/// What an encoder has to say of a call besides the request: nothing is ever lost without a word.
struct RequestNotes: Sendable {
    private(set) var warnings: [Warning] = []
    private let dropUnsupported: Bool
    private let provider: String
    private let model: String

    init(call: Call) {
        dropUnsupported = call.dropUnsupported
        provider = call.provider.id
        model = call.modelName
    }

    /// Something that this provider or model cannot take: refused, or dropped with a warning where the caller allows it.
    ///
    /// After a return the encoder leaves the thing out.
    mutating func unsupported(_ subject: String, _ reason: String) throws(ModelError) {
        guard dropUnsupported else {
            var error = ModelError(
                .unsupported,
                "\(subject): \(reason) Leave it out, or set \"drop_unsupported\" to send the call without it."
            )
            error.provider = provider
            error.model = model
            throw error
        }
        warnings.append(Warning(subject, "Not sent: \(reason)"))
    }

    /// A block that only another protocol understands. What the assistant said is left out with a warning, since its text
    /// stands beside it; what the caller says is refused, or dropped with leave.
    mutating func foreign(_ block: OpaqueBlock, _ place: String, saidBy role: Role) throws(ModelError) {
        let reason = "A block that only \(block.wire) understands."
        guard role == .assistant else { return try unsupported("\(place).content", reason) }
        warnings.append(Warning("\(place).content", "Not sent: \(reason)"))
    }

    /// Members of a message, or of a part of it, that the protocol has no place for.
    mutating func unsent(_ members: JSON.Object, at place: String, except known: [String] = []) {
        for (name, value) in members
        where !value.isNull && !Message.answerMembers.contains(name) && !known.contains(name) {
            warn("\(place).\(name)", "Not sent: \(provider) has no place for it.")
        }
    }

    /// Something that is sent in another form.
    mutating func warn(_ subject: String, _ message: String) {
        warnings.append(Warning(subject, message))
    }
}
