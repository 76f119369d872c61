/// Puts the items of an output together, from a whole response or from the events of a stream. Items are told apart by
/// their place in the output: ids may change from event to event.
struct ResponsesOutput: Sendable {
    private let dialect: Dialect
    private var slots: [Slot] = []

    /// What has been seen of one item.
    private struct Slot: Sendable {
        let index: Int
        /// The item as it is when it is done.
        var item: ResponsesItem?
        /// Its place among the tool calls.
        var call: Int?
        /// Whether pieces of it have been handed on.
        var isStreamed = false
        /// Whether the pieces were thoughts themselves, beside which their summary says nothing new.
        var hasThoughts = false
    }

    init(dialect: Dialect) { self.dialect = dialect }

    mutating func begin(_ json: JSON, at index: Int, into builder: inout GenerationBuilder) {
        let slot = slot(index)
        let item = ResponsesItem(json, dialect: dialect)
        guard case .call(let type) = item.kind, slots[slot].call == nil else { return }
        let call = item.toolCall(type: type)
        slots[slot].call = builder.beginToolCall(id: call.id, name: call.name, type: type)
    }

    mutating func text(_ text: String, at index: Int, into builder: inout GenerationBuilder) {
        slots[slot(index)].isStreamed = true
        builder.appendContent(text)
    }

    mutating func refusal(_ text: String, at index: Int, into builder: inout GenerationBuilder) {
        slots[slot(index)].isStreamed = true
        builder.appendRefusal(text)
    }

    mutating func reasoning(_ text: String, isSummary: Bool, at index: Int, into builder: inout GenerationBuilder) {
        let slot = slot(index)
        if isSummary, slots[slot].hasThoughts { return }
        slots[slot].isStreamed = true
        slots[slot].hasThoughts = !isSummary
        builder.appendReasoning(text)
    }

    /// A piece of a call's arguments. `isCustom`: of the text that a tool without JSON takes.
    mutating func arguments(_ text: String, isCustom: Bool, at index: Int, into builder: inout GenerationBuilder) {
        let slot = slot(index)
        if isCustom, dialect.has(.runsCustomTools) { return }
        let call = slots[slot].call ?? builder.beginToolCall(id: "", name: "", type: isCustom ? "custom" : "function")
        slots[slot].call = call
        slots[slot].isStreamed = true
        builder.appendArguments(text, toToolCallAt: call)
    }

    /// The whole item. What was not streamed of it is handed on now.
    mutating func finish(_ json: JSON, at index: Int, into builder: inout GenerationBuilder) {
        let slot = slot(index)
        let item = ResponsesItem(json, dialect: dialect)
        slots[slot].item = item
        switch item.kind {
        case .call(let type):
            let call = item.toolCall(type: type)
            let place = slots[slot].call ?? builder.beginToolCall(id: call.id, name: call.name, type: type)
            slots[slot].call = place
            builder.completeToolCall(at: place, id: call.id, name: call.name)
            if !slots[slot].isStreamed { builder.appendArguments(call.arguments, toToolCallAt: place) }
        case .message where !slots[slot].isStreamed:
            builder.appendContent(item.text)
            builder.appendRefusal(item.refusal)
        case .reasoning where !slots[slot].isStreamed: builder.appendReasoning(item.reasoning)
        default: break
        }
        slots[slot].isStreamed = true
    }

    /// The response as it is at its end. Its output outdoes what came before; where it has none, that holds.
    mutating func end(
        _ response: JSON,
        _ bytes: UnsafeRawBufferPointer,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        ResponsesHead.read(response, into: &builder)
        if let raw = response["usage"], let usage = ResponsesUsage.usage(raw) { builder.setUsage(usage) }
        let status = response["status"]?.stringValue ?? ""
        guard status != "failed", response["error"].isNullOrNone else {
            throw Responses.error(response, bytes, dialect)
        }
        let final = (response["output"]?.arrayValue ?? []).map { ResponsesItem($0, dialect: dialect) }
        let seen = slots.sorted { $0.index < $1.index }.map(\.item)
        if !final.isEmpty {
            settle(final, into: &builder)
        } else if !seen.contains(where: { $0 == nil }) {
            settle(seen.compactMap(\.self), into: &builder)
        }
        let word = response["incomplete_details"]?["reason"]?.stringValue
        if let reason = FinishReason(word: status == "incomplete" ? word ?? status : status) {
            builder.finish(reason.kind, raw: reason.raw)
        }
    }

    private func settle(_ items: [ResponsesItem], into builder: inout GenerationBuilder) {
        var calls: [ToolCall] = []
        for item in items {
            if case .call(let type) = item.kind { calls.append(item.toolCall(type: type)) }
        }
        func joined(_ text: (ResponsesItem) -> String) -> String { items.reduce(into: "") { $0 += text($1) } }
        builder.settle(
            content: joined { if case .message = $0.kind { $0.text } else { "" } },
            reasoning: joined { if case .reasoning = $0.kind { $0.reasoning } else { "" } },
            refusal: joined { if case .message = $0.kind { $0.refusal } else { "" } },
            toolCalls: calls
        )
        ResponsesHistory.keep(items, with: &builder)
        ResponsesDetails.read(items, into: &builder)
    }

    /// The place of what is known of an item; items come one after the other, as a rule.
    private mutating func slot(_ index: Int) -> Int {
        if let last = slots.last, last.index == index { return slots.count - 1 }
        if let place = slots.lastIndex(where: { $0.index == index }) { return place }
        slots.append(Slot(index: index))
        return slots.count - 1
    }
}
