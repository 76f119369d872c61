extension JSONWriter {
    /// What is left of a container that is being written.
    private enum Rest {
        case array(ArraySlice<JSON>)
        case object(ArraySlice<JSON.Object.Member>)
    }

    /// Writes a tree.
    mutating func value(_ json: JSON) { value(json, sortedKeys: false) }

    /// Writes a tree, with the members of objects in order of their keys' bytes when asked to.
    mutating func value(_ json: JSON, sortedKeys: Bool) {
        guard var rest = start(json, sortedKeys) else { return }
        var outer: [Rest] = []
        while true {
            let child: JSON?
            switch rest {
            case .array(var elements):
                child = elements.popFirst()
                rest = .array(elements)
            case .object(var members):
                let member = members.popFirst()
                if let member { key(member.key) }
                child = member?.value
                rest = .object(members)
            }
            if let child {
                if let inner = start(child, sortedKeys) {
                    outer.append(rest)
                    rest = inner
                }
                continue
            }
            if case .array = rest { endArray() } else { endObject() }
            guard let next = outer.popLast() else { return }
            rest = next
        }
    }

    /// Writes a scalar and returns nil, or the beginning of a container and returns its contents.
    private mutating func start(_ json: JSON, _ sortedKeys: Bool) -> Rest? {
        switch json {
        case .null: null()
        case .bool(let value): bool(value)
        case .int(let value): int64(value)
        case .uint(let value): uint(value)
        case .double(let value): double(value)
        case .string(let value): string(value)
        case .array(let elements):
            beginArray()
            return .array(elements[...])
        case .object(let object):
            beginObject()
            guard sortedKeys else { return .object(object.members[...]) }
            return .object(object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }[...])
        }
        return nil
    }
}
