/// Puts an answer's steps together, from whole ones or from the pieces of a stream, and keeps those that only Google
/// understands, in order, for the next turn.
struct InteractionsSteps: Sendable {
    /// A step under way.
    private struct Open: Sendable {
        var index: Int
        /// What its start said, with what has been added since.
        var step: JSON.Object
        var call: Int?
        /// Where the text that has no part yet begins in the builder's content.
        var textStart: Int?
        var annotations: [JSON] = []
    }

    private var open: [Open] = []
    private var parts: [Part] = []

    mutating func start(_ step: JSON, at index: Int, into builder: inout GenerationBuilder) {
        var new = Open(index: index, step: step.objectValue ?? [:])
        new.step["content"] = nil
        switch step["type"] {
        case "function_call":
            let call = builder.beginToolCall(
                id: step["id"]?.stringValue ?? "", name: step["name"]?.stringValue ?? "")
            if let arguments = step["arguments"]?.objectValue, !arguments.isEmpty {
                builder.appendArguments(JSON.object(arguments).serialized(), toToolCallAt: call)
            }
            new.call = call
        case "thought":
            for item in step["summary"]?.arrayValue ?? [] { builder.appendReasoning(item["text"]?.stringValue ?? "") }
        default: break
        }
        open.append(new)
        for item in step["content"]?.arrayValue ?? [] where step["type"] == "model_output" {
            content(item, at: open.count - 1, into: &builder)
        }
    }

    mutating func text(_ text: String, at index: Int, into builder: inout GenerationBuilder) {
        if let position = open.lastIndex(where: { $0.index == index }), open[position].textStart == nil {
            open[position].textStart = builder.content.utf8.count
        }
        builder.appendContent(text)
    }

    mutating func delta(_ delta: JSON, at index: Int, into builder: inout GenerationBuilder) {
        guard let position = open.lastIndex(where: { $0.index == index }) else { return }
        switch delta["type"] {
        case "text": text(delta["text"]?.stringValue ?? "", at: index, into: &builder)
        case "thought_signature": open[position].step["signature"] = delta["signature"]
        case "thought_summary":
            guard let item = delta["content"] else { return }
            builder.appendReasoning(item["text"]?.stringValue ?? "")
            let summary = open[position].step["summary"]?.arrayValue ?? []
            open[position].step["summary"] = .array(summary + [item])
        case "arguments_delta", "function_call":
            guard let call = open[position].call, let arguments = delta["arguments"] else { return }
            builder.appendArguments(arguments.stringValue ?? arguments.serialized(), toToolCallAt: call)
        case "text_annotation", "text_annotation_delta":
            open[position].annotations += delta["annotations"]?.arrayValue ?? []
        default:
            if open[position].step["type"] == "model_output" { return content(delta, at: position, into: &builder) }
            for (key, value) in delta.objectValue ?? [:] where key != "type" { open[position].step[key] = value }
        }
    }

    /// A whole piece of content: text, or a picture or sound, which are no text.
    private mutating func content(_ item: JSON, at position: Int, into builder: inout GenerationBuilder) {
        if item["type"] == "text" {
            if open[position].textStart == nil { open[position].textStart = builder.content.utf8.count }
            open[position].annotations += item["annotations"]?.arrayValue ?? []
            builder.appendContent(item["text"]?.stringValue ?? "")
        } else {
            closeText(at: position, builder)
            parts.append(.opaque(OpaqueBlock(wire: .interactions, value: item)))
        }
    }

    mutating func stop(at index: Int, into builder: inout GenerationBuilder) {
        guard let position = open.lastIndex(where: { $0.index == index }) else { return }
        close(at: position, into: &builder)
        open.remove(at: position)
    }

    /// Closes what is open and writes the parts into the builder.
    mutating func finish(into builder: inout GenerationBuilder) {
        for position in open.indices { close(at: position, into: &builder) }
        open = []
        builder.parts = parts
    }

    private mutating func close(at position: Int, into builder: inout GenerationBuilder) {
        closeText(at: position, builder)
        let step = open[position]
        if let call = step.call {
            if let signature = step.step["signature"]?.stringValue, !signature.isEmpty {
                builder.completeToolCall(at: call, extra: ToolCall.signed(signature))
            }
            parts.append(.toolCall(builder.toolCalls[call]))
        } else if step.step["type"] != "model_output" {
            parts.append(.opaque(OpaqueBlock(wire: .interactions, value: .object(step.step))))
        }
    }

    private mutating func closeText(at position: Int, _ builder: GenerationBuilder) {
        guard let start = open[position].textStart else { return }
        open[position].textStart = nil
        let text = String(builder.content.utf8.dropFirst(start)) ?? ""
        let annotations = open[position].annotations
        open[position].annotations = []
        guard !annotations.isEmpty else { return parts.append(.text(text)) }
        let value: JSON = ["type": "text", "text": .string(text), "annotations": .array(annotations)]
        parts.append(.opaque(OpaqueBlock(wire: .interactions, value: value)))
    }
}
