/// The ids of tool calls in the form that a provider takes. Histories of other providers may hold others, or none.
///
/// The same id always becomes the same one, and two ids never become one.
struct ToolCallIDs {
    /// What a provider takes as an id.
    struct Form: Sendable {
        /// Who takes it, for warnings.
        var provider: String
        /// What it allows, for warnings; empty: anything.
        var allows = ""
        /// An id in this form, itself where it is in it already.
        var clean: @Sendable (String) -> String
        /// The most characters it has.
        var maxLength = Int.max
        /// The ids for calls without one.
        var made: @Sendable (Int) -> String = { "call_\($0)" }
    }

    private let form: Form
    private var sent: [String: String] = [:]
    private var taken: Set<String> = []
    /// Ids made up for calls without one that have no result yet, in order.
    private var unanswered: [String] = []
    private var made = 0

    /// The ids that can be sent as they are must not be taken by those that cannot.
    init(_ messages: [Message], _ form: Form) {
        self.form = form
        for message in messages {
            for case .toolCall(let call) in message.parts where form.clean(call.id) == call.id { taken.insert(call.id) }
        }
    }

    mutating func call(_ id: String, _ place: String, _ notes: inout RequestNotes) -> String {
        guard id.isEmpty else { return allowed(id, place, &notes) }
        var new: String
        repeat {
            new = form.made(made)
            made += 1
        } while !taken.insert(new).inserted
        notes.warn("\(place).tool_calls", "Sent with the id \"\(new)\": \(form.provider) demands one.")
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
        if let known = sent[id] { return known }
        let clean = form.clean(id)
        guard clean != id else { return id }
        var new = clean
        var count = 2
        while !taken.insert(new).inserted {
            let end = "_\(count)"
            new = form.clean(String(clean.prefix(form.maxLength - end.utf8.count)) + end)
            count += 1
        }
        sent[id] = new
        notes.warn("\(place).tool_call_id", "Sent as \"\(new)\": \(form.provider) allows \(form.allows).")
        return new
    }
}

extension ToolCallIDs {
    /// The messages with ids in the form.
    static func adapted(
        _ messages: [Message],
        _ form: Form,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> [Message] {
        var ids = ToolCallIDs(messages, form)
        var adapted = messages
        for index in messages.indices {
            let place = "messages[\(index)]"
            for (position, part) in messages[index].parts.enumerated() {
                guard case .toolCall(var call) = part else { continue }
                call.id = ids.call(call.id, place, &notes)
                adapted[index].parts[position] = .toolCall(call)
            }
            if messages[index].role == .tool {
                adapted[index].toolCallID = try ids.result(messages[index].toolCallID ?? "", place, &notes)
            }
        }
        return adapted
    }
}

extension ToolCallIDs.Form {
    /// Anything that is not empty.
    static func any(_ provider: String) -> Self { Self(provider: provider, clean: { $0 }) }

    /// Letters, digits, `_`, `-` and the `others`, whatever there is else becoming `_`.
    static func words(_ provider: String, others: String = "", maxLength: Int = .max) -> Self {
        let limit = maxLength == .max ? "" : ", at most \(maxLength) characters"
        let allows = "letters, digits, _ and -\(others.isEmpty ? "" : " and any of \(others)")\(limit)"
        return Self(
            provider: provider,
            allows: allows,
            clean: { id in
                let scalars = id.unicodeScalars.prefix(maxLength)
                    .map { $0.isWordLike || others.unicodeScalars.contains($0) ? $0 : "_" }
                return String(String.UnicodeScalarView(scalars))
            },
            maxLength: maxLength
        )
    }

    /// No more than so many bytes, but for those that are the provider's own.
    static func atMost(_ length: Int, _ provider: String, own: Set<String>) -> Self {
        Self(provider: provider, allows: "\(length) characters") { id in
            id.utf8.count <= length || own.contains(id) ? id : "call_\(short(22, hash(id)))"
        }
    }

    /// So many letters and digits, made from what is longer, shorter or of other characters.
    static func exactly(_ length: Int, _ provider: String) -> Self {
        return Self(
            provider: provider,
            allows: "\(length) letters and digits",
            clean: { id in
                if id.utf8.count == length, id.unicodeScalars.allSatisfy({ $0.isWordLike && $0 != "_" && $0 != "-" }) {
                    return id
                }
                return short(length, hash(id))
            },
            made: { short(length, UInt64($0)) }
        )
    }

    /// FNV-1a: the same id must become the same one in every call, or nothing of it is read from a cache.
    private static func hash(_ id: String) -> UInt64 {
        id.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// The number's last so many digits to the base 62.
    private static func short(_ length: Int, _ number: UInt64) -> String {
        let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        var rest = number
        var text = ""
        for _ in 0..<length {
            text.append(digits[Int(rest % 62)])
            rest /= 62
        }
        return text
    }
}

extension Unicode.Scalar {
    fileprivate var isWordLike: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }
}
