extension JSON.Object {
    /// What this object holds that `known` does not: its other members, and within objects on both sides theirs. Nulls
    /// say nothing.
    func members(beyond known: JSON.Object) -> JSON.Object {
        var rest: JSON.Object = [:]
        for (key, value) in self where !value.isNull {
            guard let other = known[key] else {
                rest[key] = value
                continue
            }
            guard let inner = value.objectValue, let otherInner = other.objectValue else { continue }
            let innerRest = inner.members(beyond: otherInner)
            if !innerRest.isEmpty { rest[key] = .object(innerRest) }
        }
        return rest
    }

    /// Puts back what ``members(beyond:)`` took out.
    mutating func add(_ rest: JSON.Object) {
        for (key, value) in rest {
            guard let inner = value.objectValue, var own = self[key]?.objectValue else {
                self[key] = self[key] ?? value
                continue
            }
            own.add(inner)
            self[key] = .object(own)
        }
    }
}
