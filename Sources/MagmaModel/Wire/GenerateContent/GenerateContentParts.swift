/// Puts an answer's parts together in their order, as they are to go back: pieces of text become one, but a part with a
/// signature stays what it was.
struct GenerateContentParts: Sendable {
    private enum Piece: Sendable {
        /// Bytes of the builder's content.
        case text(Range<Int>)
        /// Bytes of the builder's reasoning.
        case thought(Range<Int>)
        case call(Int)
        case part(Part)
    }

    private var pieces: [Piece] = []
    private var openCall: (index: Int, arguments: PartialArguments)?

    mutating func add(
        _ part: GenerateContentPart,
        _ cursor: inout JSONCursor,
        into builder: inout GenerationBuilder
    ) throws(JSONError) {
        if let place = part.call {
            cursor.offset = place
            add(try GenerateContentCall(&cursor), part.signature, into: &builder)
        } else if part.hasMore || part.signature != nil {
            cursor.offset = part.start
            addWhole(try cursor.value(), part, into: &builder)
        } else if let text = part.text, !text.isEmpty {
            add(text, isThought: part.isThought, into: &builder)
        }
    }

    private mutating func add(_ text: String, isThought: Bool, into builder: inout GenerationBuilder) {
        if isThought {
            let start = builder.reasoning.utf8.count
            builder.appendReasoning(text)
            let end = builder.reasoning.utf8.count
            if case .thought(let range) = pieces.last {
                pieces[pieces.count - 1] = .thought(range.lowerBound..<end)
            } else {
                pieces.append(.thought(start..<end))
            }
        } else {
            let start = builder.content.utf8.count
            builder.appendContent(text)
            let end = builder.content.utf8.count
            if case .text(let range) = pieces.last {
                pieces[pieces.count - 1] = .text(range.lowerBound..<end)
            } else {
                pieces.append(.text(start..<end))
            }
        }
    }

    /// A part that is signed, or that has members which only Google understands.
    private mutating func addWhole(
        _ value: JSON,
        _ part: GenerateContentPart,
        into builder: inout GenerationBuilder
    ) {
        var object = value.objectValue ?? [:]
        if let text = part.text, part.isThought {
            builder.appendReasoning(text)
        } else if let text = part.text {
            builder.appendContent(text)
            object["type"] = "text"
        }
        pieces.append(.part(.opaque(OpaqueBlock(wire: .generateContent, value: .object(object)))))
    }

    private mutating func add(
        _ call: GenerateContentCall,
        _ signature: String?,
        into builder: inout GenerationBuilder
    ) {
        if !call.name.isEmpty {
            closeCall(into: &builder)
            let index = builder.beginToolCall(id: call.id, name: call.name)
            pieces.append(.call(index))
            builder.appendArguments(call.arguments ?? "", toToolCallAt: index)
            if call.willContinue || !call.partialArguments.isEmpty { openCall = (index, PartialArguments()) }
            if let signature { builder.completeToolCall(at: index, extra: ToolCall.signed(signature)) }
        }
        guard openCall != nil else { return }
        for piece in call.partialArguments { openCall?.arguments.add(piece) }
        if !call.willContinue { closeCall(into: &builder) }
    }

    private mutating func closeCall(into builder: inout GenerationBuilder) {
        guard let call = openCall else { return }
        openCall = nil
        guard let arguments = call.arguments.value else { return }
        builder.appendArguments(arguments.serialized(), toToolCallAt: call.index)
    }

    /// Writes the parts as they are now into the builder; a call whose end did not come is closed.
    mutating func finish(into builder: inout GenerationBuilder) {
        closeCall(into: &builder)
        builder.parts = pieces.map { piece in
            switch piece {
            case .text(let range): .text(Self.text(builder.content, range))
            case .thought(let range): .reasoning(Reasoning(Self.text(builder.reasoning, range)))
            case .call(let index): .toolCall(builder.toolCalls[index])
            case .part(let part): part
            }
        }
    }

    private static func text(_ text: String, _ range: Range<Int>) -> String {
        String(text.utf8.dropFirst(range.lowerBound).prefix(range.count)) ?? ""
    }
}
