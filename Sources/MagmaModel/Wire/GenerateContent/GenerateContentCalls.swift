/// The calls of functions in a conversation, which their results name again.
struct GenerateContentCalls {
    private struct Open {
        /// What the history calls it.
        var key: String
        var name: String
        /// The id that was sent.
        var id: String?
    }

    private let hasIDs: Bool
    private let needsSignature: Bool
    /// The calls that have no result yet, in order.
    private var open: [Open] = []
    private var names: [String: String] = [:]
    /// Whether the calls of the message being written are Gemini's own, so that their ids are too.
    private var isOwn = false
    /// Whether the first call of the message has been written, the one that is signed.
    private var hasFirst = false

    init(_ call: Call) {
        hasIDs = call.rules.hasCallIDs && !call.provider.dialect.has(.noCallIDs)
        needsSignature = call.rules.hasCallIDs
    }

    mutating func begin(_ message: Message) {
        hasFirst = false
        isOwn = message.parts.contains { part in
            switch part {
            case .toolCall(let call): call.thoughtSignature != nil
            case .opaque(let block): block.value["thoughtSignature"] != nil
            default: false
            }
        }
    }

    mutating func encode(
        _ call: ToolCall,
        _ place: String,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON {
        guard let arguments = call.parsedArguments, arguments.objectValue != nil else {
            throw ModelError(
                .invalidRequest,
                "\(place): the arguments of the call to \"\(call.name)\" are no JSON object, which Gemini demands."
            )
        }
        let id = (hasIDs || isOwn) && !call.id.isEmpty ? call.id : nil
        open.append(Open(key: call.id, name: call.name, id: id))
        names[call.id] = call.name
        var object: JSON.Object = ["name": .string(call.name), "args": arguments]
        if let id { object["id"] = .string(id) }
        var part: JSON.Object = ["functionCall": .object(object)]
        if let signature = call.thoughtSignature {
            part["thoughtSignature"] = .string(signature)
        } else if needsSignature, !isOwn, !hasFirst {
            part["thoughtSignature"] = .string(Self.unsigned)
        }
        hasFirst = true
        notes.unsent(call.extra, at: "\(place).tool_calls", except: ToolCall.signatureMembers)
        return .object(part)
    }

    /// What Google takes for the signature of a call that another model made: "skip_thought_signature_validator".
    private static let unsigned = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I="

    /// The call that a result is of: by its id, else by name and order.
    mutating func answered(
        _ key: String,
        name: String?,
        _ place: String,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> (name: String, id: String?) {
        let index =
            key.isEmpty
            ? open.firstIndex { name == nil || $0.name == name } : open.firstIndex { $0.key == key }
        if let index {
            let call = open.remove(at: index)
            if let name, name != call.name {
                notes.warn("\(place).name", "Not sent: the call that it answers is of \"\(call.name)\".")
            }
            return (call.name, call.id)
        }
        guard let name = name ?? names[key] else {
            throw ModelError(
                .invalidRequest,
                "\(place) is a tool's result that names no call and no tool; Gemini needs the tool's name.")
        }
        return (name, hasIDs && !key.isEmpty ? key : nil)
    }
}
