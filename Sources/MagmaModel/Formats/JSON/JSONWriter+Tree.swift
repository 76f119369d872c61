extension JSONWriter {
    /// A container that is being written, and its next element.
    private enum Container {
        case array([JSON], Int)
        case object([JSON.Object.Member], Int)
    }

    /// Writes a tree.
    mutating func value(_ json: JSON) { value(json, sortedKeys: false) }

    /// Writes a tree, with the members of objects in order of their keys' bytes when asked to.
    mutating func value(_ json: JSON, sortedKeys: Bool) {
        if scalar(json) { return }
        var container = begin(json, sortedKeys)
        var outer: [Container] = []
        outer.reserveCapacity(8)
        while true {
            switch container {
            case .array(let elements, let place):
                let next = scalars(elements, from: place)
                if next < elements.count {
                    outer.append(.array(elements, next + 1))
                    container = begin(elements[next], sortedKeys)
                    continue
                }
                endArray()
            case .object(let members, let place):
                let next = scalars(members, from: place)
                if next < members.count {
                    outer.append(.object(members, next + 1))
                    container = begin(members[next].value, sortedKeys)
                    continue
                }
                endObject()
            }
            guard let last = outer.popLast() else { return }
            container = last
        }
    }

    /// Writes elements up to a container, and returns where that is.
    private mutating func scalars(_ elements: [JSON], from place: Int) -> Int {
        for index in place..<elements.count where !scalar(elements[index]) { return index }
        return elements.count
    }

    /// The same with members; the key of the container is written too.
    private mutating func scalars(_ members: [JSON.Object.Member], from place: Int) -> Int {
        for index in place..<members.count {
            key(named: members[index].key)
            if !scalar(members[index].value) { return index }
        }
        return members.count
    }

    /// Writes a scalar; false, and nothing written, for a container.
    @inline(__always)
    private mutating func scalar(_ json: JSON) -> Bool {
        switch json {
        case .null: null()
        case .bool(let value): bool(value)
        case .int(let value): int64(value)
        case .uint(let value): uint(value)
        case .double(let value): double(value)
        case .string(let value): string(value)
        case .array, .object: return false
        }
        return true
    }

    /// Writes the beginning of a container.
    private mutating func begin(_ json: JSON, _ sortedKeys: Bool) -> Container {
        guard case .object(let object) = json else {
            beginArray()
            return .array(json.arrayValue ?? [], 0)
        }
        beginObject()
        guard sortedKeys else { return .object(object.members, 0) }
        return .object(object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }, 0)
    }
}
