extension JSON.Object: RandomAccessCollection {
    /// A member.
    public typealias Element = (key: String, value: JSON)

    /// Always 0.
    public var startIndex: Int { 0 }
    /// The number of members.
    public var endIndex: Int { members.count }
    /// The number of members.
    public var count: Int { members.count }
    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The member at a position, which must exist.
    public subscript(position: Int) -> Element {
        let member = members[position]
        return (member.key, member.value)
    }

    /// The keys in order.
    public var keys: [String] { members.map(\.key) }
}

extension JSON.Object: ExpressibleByDictionaryLiteral {
    /// Members; the last of several equal keys wins, at the place of the first.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init()
        for (key, value) in elements { self[key] = value }
    }
}

extension JSON.Object: Hashable {
    /// Equality without regard to order.
    public static func == (left: JSON.Object, right: JSON.Object) -> Bool { JSON.object(left) == JSON.object(right) }

    /// Hashes without regard to order.
    public func hash(into hasher: inout Hasher) { JSON.object(self).hash(into: &hasher) }
}
