/// A provider's own form of its reasoning, an item at a time. A stream brings an item in many pieces, so the texts are
/// kept apart and grow in place.
struct ReasoningDetails: Sendable {
    private var items: [Item] = []

    private struct Item: Sendable {
        /// As it came, with empty texts in the places of ``texts``.
        var value: JSON
        var texts: [(name: String, text: String)] = []
    }

    private static let textNames: Set<String> = ["text", "summary", "data"]

    /// Pieces of one item follow each other and share `index` and `type`; their texts are joined, other members are
    /// added.
    mutating func add(_ piece: JSON) {
        guard let members = piece.objectValue else { return items.append(Item(value: piece)) }
        if !isContinued(by: piece) { items.append(Item(value: [:])) }
        let last = items.count - 1
        for (name, value) in members where !value.isNull || items[last].value[name] == nil {
            if Self.textNames.contains(name), let text = value.stringValue {
                append(text, name, toItem: last)
            } else {
                set(value, name, ofItem: last)
            }
        }
    }

    /// `nil` where there is none.
    var json: JSON? {
        guard !items.isEmpty else { return nil }
        return .array(
            items.map { item in
                guard var members = item.value.objectValue else { return item.value }
                for (name, text) in item.texts { members[name] = .string(text) }
                return .object(members)
            })
    }

    private func isContinued(by piece: JSON) -> Bool {
        guard let last = items.last?.value, last.objectValue != nil, last["type"] == piece["type"],
            last["index"] == piece["index"]
        else { return false }
        let (old, new) = (last["id"] ?? .null, piece["id"] ?? .null)
        return old.isNull || new.isNull || old == new
    }

    private mutating func append(_ text: String, _ name: String, toItem index: Int) {
        if let place = items[index].texts.firstIndex(where: { $0.name == name }) {
            items[index].texts[place].text += text
        } else {
            set("", name, ofItem: index)
            items[index].texts.append((name, text))
        }
    }

    private mutating func set(_ value: JSON, _ name: String, ofItem index: Int) {
        guard var members = items[index].value.objectValue, members[name] != value else { return }
        members[name] = value
        items[index].value = .object(members)
    }
}
