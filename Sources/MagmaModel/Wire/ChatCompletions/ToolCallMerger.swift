/// Puts the pieces of tool calls together.
///
/// By `index`; where it is absent, by id, else a piece without a name goes on with the last call. The same index with a
/// new id and a name is a new call. Id and name come once: a repeated one is not appended. In a whole message each entry
/// is a call of its own, whatever its index and id are.
struct ToolCallMerger: Sendable {
    private let isWhole: Bool
    private var indices: [Int?] = []
    private var legacy: Int?

    init(isWhole: Bool) {
        self.isWhole = isWhole
    }

    private struct Piece {
        var index: Int?
        var id = ""
        var name = ""
        var type = "function"
        var arguments = ""
        var extra: JSON.Object = [:]
    }

    mutating func read(_ cursor: inout JSONCursor, _ builder: inout GenerationBuilder) throws(JSONError) {
        guard cursor.peek() == .array else { return try cursor.skip() }
        try cursor.array { (cursor) throws(JSONError) in
            guard cursor.peek() == .object else { return try cursor.skip() }
            var piece = Piece()
            try cursor.object { (cursor, key) throws(JSONError) in
                switch key {
                case "index": piece.index = try cursor.intOrNil()
                case "id": piece.id = try cursor.stringOrNil() ?? ""
                case "function": try Self.readFunction(&cursor, &piece)
                case "custom": try Self.readFunction(&cursor, &piece, type: "custom")
                case "type": _ = try cursor.stringOrNil()
                case "extra_content", "thought_signature", "provider_specific_fields":
                    piece.extra[key.string] = try cursor.value()
                default: try cursor.skip()
                }
            }
            take(piece, &builder)
        }
    }

    private static func readFunction(
        _ cursor: inout JSONCursor,
        _ piece: inout Piece,
        type: String = "function"
    ) throws(JSONError) {
        guard cursor.peek() == .object else { return try cursor.skip() }
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "name":
                if let name = try cursor.stringOrNil(), !name.isEmpty {
                    piece.name = name
                    piece.type = type
                }
            case "arguments", "input":
                switch cursor.peek() {
                case .string: piece.arguments += try cursor.string()
                case .null: try cursor.skip()
                default: piece.arguments += try cursor.value().serialized()
                }
            default: try cursor.skip()
            }
        }
    }

    private mutating func take(_ piece: Piece, _ builder: inout GenerationBuilder) {
        guard let position = position(of: piece, builder.toolCalls) else {
            if piece.id.isEmpty, piece.name.isEmpty, piece.arguments.isEmpty { return }
            let position = builder.beginToolCall(id: piece.id, name: piece.name, type: piece.type)
            indices.append(piece.index)
            if !piece.extra.isEmpty { builder.completeToolCall(at: position, extra: piece.extra) }
            return builder.appendArguments(piece.arguments, toToolCallAt: position)
        }
        if !piece.id.isEmpty || !piece.name.isEmpty || !piece.extra.isEmpty {
            builder.completeToolCall(at: position, id: piece.id, name: piece.name, extra: piece.extra)
        }
        builder.appendArguments(piece.arguments, toToolCallAt: position)
    }

    private func position(of piece: Piece, _ calls: [ToolCall]) -> Int? {
        if isWhole { return nil }
        if let index = piece.index {
            guard let position = indices.lastIndex(of: index) else { return nil }
            let isNew =
                !piece.id.isEmpty && !piece.name.isEmpty && !calls[position].id.isEmpty
                && piece.id != calls[position].id
            return isNew ? nil : position
        }
        if !piece.id.isEmpty, let position = calls.lastIndex(where: { $0.id == piece.id }) { return position }
        return piece.name.isEmpty && !calls.isEmpty && piece.id.isEmpty ? calls.count - 1 : nil
    }

    /// The member that came before `tool_calls`: one call, without an id.
    mutating func readLegacy(_ json: JSON, _ builder: inout GenerationBuilder) {
        let name = json["name"]?.stringValue ?? ""
        let arguments = json["arguments"].map { $0.stringValue ?? ($0.isNull ? "" : $0.serialized()) } ?? ""
        guard !name.isEmpty || !arguments.isEmpty else { return }
        let position = legacy ?? builder.beginToolCall(id: "", name: name)
        if legacy == nil { indices.append(nil) }
        legacy = position
        builder.appendArguments(arguments, toToolCallAt: position)
    }
}
