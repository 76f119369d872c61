/// About how much a call that waits to be sent holds in memory: a flat sum for what is small, and the lengths of the texts, which are
/// known without looking at them. What calls share counts for each.
enum HeldBytes {
    static func estimate(_ record: CallRecord) -> Int {
        var sum = 2048
        for message in record.call.messages { sum += parts(message.parts) }
        let model = record.call.model
        if case .single = model.route {
            sum += size(model.extra)
        } else {
            sum += model.leaves.reduce(0) { $0 + size($1.extra) }
        }
        if let scope = record.context.scope { sum += size(scope.metadata) }
        if let error = record.end.error { sum += error.message.utf8.count + (error.body?.utf8.count ?? 0) }
        if let answer = record.end.answer { sum += size(answer) }
        return sum
    }

    private static func size(_ answer: Generation) -> Int {
        // Content and reasoning are also in the message.
        var sum = answer.content.utf8.count + (answer.reasoning?.utf8.count ?? 0) + parts(answer.message.parts)
        for call in answer.toolCalls { sum += call.arguments.utf8.count }
        if let logprobs = answer.logprobs { sum += size(logprobs) }
        return sum + (answer.rawResponse?.bytes.count ?? 0)
    }

    private static func parts(_ parts: [Part]) -> Int { parts.reduce(0) { $0 + 64 + size($1) } }

    private static func size(_ part: Part) -> Int {
        switch part {
        case .text(let text, _), .refusal(let text): text.utf8.count
        case .image(let image): size(image.source) + size(image.extra)
        case .audio(let audio): audio.data.utf8.count + size(audio.extra)
        case .file(let file): size(file.source)
        case .reasoning(let reasoning):
            reasoning.text.utf8.count + (reasoning.signature?.utf8.count ?? 0) + (reasoning.redacted?.utf8.count ?? 0)
        case .toolCall(let call): call.arguments.utf8.count
        case .toolResult(let result): parts(result.parts)
        case .opaque(let block): size(block.value)
        }
    }

    private static func size(_ source: MediaSource) -> Int {
        switch source {
        case .url(let text), .base64(let text, _), .fileID(let text): text.utf8.count
        }
    }

    private static func size(_ json: JSON) -> Int {
        switch json {
        case .null, .bool, .int, .uint, .double: MemoryLayout<JSON>.stride
        case .string(let text): MemoryLayout<JSON>.stride + text.utf8.count
        case .array(let items): items.reduce(MemoryLayout<JSON>.stride) { $0 + size($1) }
        case .object(let object): MemoryLayout<JSON>.stride + size(object)
        }
    }

    private static func size(_ object: JSON.Object) -> Int {
        object.members.reduce(0) { $0 + MemoryLayout<String>.stride + $1.key.utf8.count + size($1.value) }
    }
}
