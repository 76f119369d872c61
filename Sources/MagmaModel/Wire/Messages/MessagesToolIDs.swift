/// The ids of tool calls in the characters that Anthropic allows. Histories of other providers may hold others, or none.
///
/// The same id always becomes the same one, and two ids never become one.
struct MessagesToolIDs {
    private var sent: [String: String] = [:]
    private var taken: Set<String> = []
    /// Ids made up for calls without one that have no result yet, in order.
    private var unanswered: [String] = []
    private var made = 0

    /// The ids that can be sent as they are must not be taken by those that cannot.
    init(_ messages: [Message]) {
        for message in messages {
            for case .toolCall(let call) in message.parts where Self.clean(call.id) == call.id { taken.insert(call.id) }
        }
    }

    mutating func call(_ id: String, _ place: String, _ notes: inout RequestNotes) -> String {
        guard id.isEmpty else { return allowed(id, place, &notes) }
        var new: String
        repeat {
            new = "call_\(made)"
            made += 1
        } while !taken.insert(new).inserted
        notes.warn("\(place).tool_calls", "Sent with the id \"\(new)\": Anthropic demands one.")
        unanswered.append(new)
        return new
    }

    mutating func result(_ id: String, _ place: String, _ notes: inout RequestNotes) throws(ModelError) -> String {
        guard id.isEmpty else { return allowed(id, place, &notes) }
        guard !unanswered.isEmpty else {
            throw ModelError(.invalidRequest, "\(place) is a tool's result that names no call, and none is open.")
        }
        return unanswered.removeFirst()
    }

    private mutating func allowed(_ id: String, _ place: String, _ notes: inout RequestNotes) -> String {
        let clean = Self.clean(id)
        guard clean != id else { return id }
        if let known = sent[id] { return known }
        let new = free(clean)
        sent[id] = new
        notes.warn("\(place).tool_call_id", "Sent as \"\(new)\": Anthropic allows letters, digits, _ and -.")
        return new
    }

    private mutating func free(_ clean: String) -> String {
        var new = clean
        var count = 2
        while !taken.insert(new).inserted {
            new = "\(clean)_\(count)"
            count += 1
        }
        return new
    }

    private static func clean(_ id: String) -> String {
        String(String.UnicodeScalarView(id.unicodeScalars.map { isAllowed($0) ? $0 : "_" }))
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }
}
