/// Puts an answer's blocks together, from whole ones or from the pieces of a stream, and keeps those that only Converse
/// has, in order, for the next turn.
struct ConverseBlocks: Sendable {
    private enum Kind: Sendable {
        case text(start: Int)
        case reasoning(start: Int)
        case redacted(String)
        case toolUse(Int)
        /// A block of another kind, with the text of its input still to come.
        case other(JSON.Object, input: String)
    }

    private struct Open: Sendable {
        var index: Int
        var kind: Kind
        var signature: String?
        var citations: [JSON] = []
    }

    private var open: [Open] = []

    /// A block of a whole answer.
    mutating func take(_ block: JSON, into builder: inout GenerationBuilder) {
        let members = block.objectValue ?? [:]
        if let text = members["text"]?.stringValue {
            self.text(text, at: 0, into: &builder)
        } else if let reasoning = members["reasoningContent"]?.objectValue {
            let text = reasoning["reasoningText"] ?? .object(reasoning)
            self.reasoning(text, at: 0, into: &builder)
        } else if members["toolUse"] != nil {
            start(block, at: 0, into: &builder)
            let input = members["toolUse"]?["input"]
            // Some models have no arguments, and say so with an empty text.
            let text = input?.stringValue ?? input.map { $0.isNull || $0 == [:] ? "" : $0.serialized() } ?? ""
            if case .toolUse = open.last?.kind { self.input(text, at: 0, into: &builder) }
        } else {
            if let content = members["citationsContent"]?["content"]?.arrayValue {
                for item in content { builder.appendContent(item["text"]?.stringValue ?? "") }
            }
            open.append(Open(index: 0, kind: .other(members, input: "")))
        }
        stop(at: 0, into: &builder)
    }

    /// Texts and reasoning have no start.
    mutating func start(_ block: JSON, at index: Int, into builder: inout GenerationBuilder) {
        guard let use = block["toolUse"], use["type"] != "server_tool_use" else {
            return open.append(Open(index: index, kind: .other(block.objectValue ?? [:], input: "")))
        }
        let call = builder.beginToolCall(
            id: use["toolUseId"]?.stringValue ?? "", name: use["name"]?.stringValue ?? "")
        open.append(Open(index: index, kind: .toolUse(call)))
    }

    mutating func text(_ text: String, at index: Int, into builder: inout GenerationBuilder) {
        if place(index) == nil { open.append(Open(index: index, kind: .text(start: builder.content.utf8.count))) }
        builder.appendContent(text)
    }

    mutating func input(_ text: String, at index: Int, into builder: inout GenerationBuilder) {
        guard let place = place(index) else { return }
        switch open[place].kind {
        case .toolUse(let call): builder.appendArguments(text, toToolCallAt: call)
        case .other(let block, let input): open[place].kind = .other(block, input: input + text)
        default: break
        }
    }

    /// A text, a signature or encrypted thinking.
    mutating func reasoning(_ piece: JSON, at index: Int, into builder: inout GenerationBuilder) {
        let data = piece["redactedContent"]?.stringValue
        if place(index) == nil {
            let kind = data == nil ? Kind.reasoning(start: builder.reasoning.utf8.count) : .redacted("")
            open.append(Open(index: index, kind: kind))
        }
        if let text = piece["text"]?.stringValue { builder.appendReasoning(text) }
        guard let place = place(index) else { return }
        if let signature = piece["signature"]?.stringValue {
            open[place].signature = (open[place].signature ?? "") + signature
        }
        if let data, case .redacted(let old) = open[place].kind { open[place].kind = .redacted(old + data) }
    }

    mutating func citation(_ citation: JSON, at index: Int, into builder: inout GenerationBuilder) {
        text("", at: index, into: &builder)
        if let place = place(index) { open[place].citations.append(citation) }
    }

    /// A piece of a block of another kind: texts and lists grow, the rest is replaced.
    mutating func other(_ delta: JSON, at index: Int) {
        guard let place = place(index) else {
            return open.append(Open(index: index, kind: .other(delta.objectValue ?? [:], input: "")))
        }
        guard case .other(let block, let input) = open[place].kind else { return }
        let grown = Self.grown(.object(block), by: delta).objectValue ?? block
        open[place].kind = .other(grown, input: input)
    }

    mutating func stop(at index: Int, into builder: inout GenerationBuilder) {
        guard let place = place(index) else { return }
        close(open.remove(at: place), into: &builder)
    }

    /// Closes what the stream left open.
    mutating func finish(into builder: inout GenerationBuilder) {
        for block in open { close(block, into: &builder) }
        open = []
        if builder.parts == nil { builder.parts = [] }
    }

    private func place(_ index: Int) -> Int? { open.lastIndex { $0.index == index } }

    private func close(_ block: Open, into builder: inout GenerationBuilder) {
        var parts = builder.parts ?? []
        defer { builder.parts = parts }
        switch block.kind {
        case .text(let start):
            let text = String(builder.content.utf8.dropFirst(start)) ?? ""
            if block.citations.isEmpty {
                if !text.isEmpty { parts.append(.text(text)) }
            } else {
                let content: JSON = ["content": [["text": .string(text)]], "citations": .array(block.citations)]
                parts.append(.opaque(OpaqueBlock(wire: .converse, value: ["citationsContent": content])))
            }
        case .reasoning(let start):
            let text = String(builder.reasoning.utf8.dropFirst(start)) ?? ""
            // Without a signature the field says whose it is, for the next turn.
            let field = block.signature == nil ? Reasoning.converseField : nil
            parts.append(.reasoning(Reasoning(text, signature: block.signature, field: field)))
        case .redacted(let data): parts.append(.reasoning(Reasoning("", redacted: data)))
        case .toolUse(let call): parts.append(.toolCall(builder.toolCalls[call]))
        case .other(var value, let input):
            if !input.isEmpty, let parsed = try? JSON(parsing: input), var use = value["toolUse"]?.objectValue {
                use["input"] = parsed
                value["toolUse"] = .object(use)
            }
            parts.append(.opaque(OpaqueBlock(wire: .converse, value: .object(value))))
        }
    }

    private static func grown(_ old: JSON, by new: JSON) -> JSON {
        if let a = old.stringValue, let b = new.stringValue { return .string(a + b) }
        // A toolResult's content comes as a list of its pieces.
        if let b = new.arrayValue, var object = old.objectValue {
            object["content"] = .array(joined(object["content"]?.arrayValue ?? [], b))
            return .object(object)
        }
        if let a = old.arrayValue, let b = new.arrayValue { return .array(joined(a, b)) }
        guard var object = old.objectValue, let members = new.objectValue else { return new }
        for (key, value) in members { object[key] = object[key].map { grown($0, by: value) } ?? value }
        return .object(object)
    }

    /// Neighbouring pieces of text are one.
    private static func joined(_ old: [JSON], _ new: [JSON]) -> [JSON] {
        new.reduce(into: old) { items, item in
            if let text = item["text"]?.stringValue, let last = items.last?["text"]?.stringValue {
                items[items.count - 1] = ["text": .string(last + text)]
            } else {
                items.append(item)
            }
        }
    }
}

extension Reasoning {
    /// The name of Converse's own member for thinking.
    static let converseField = "reasoningContent"
}
