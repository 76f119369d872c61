extension JSON {
    /// The members of a JSON object in order, with unique keys.
    ///
    /// Looking a key up is a scan for up to 16 members and a hash lookup beyond. Removing a member is linear. Keys
    /// compare by their UTF-8 bytes.
    public struct Object: Sendable {
        struct Member: Sendable {
            var key: String
            var value: JSON
        }

        private(set) var members: [Member]
        /// Slots of an open-addressing table, each the position of a member + 1, or 0; nil while a scan is cheap.
        private var slots: [UInt32]?

        static var scanLimit: Int { 16 }

        /// No members.
        public init() {
            members = []
            slots = nil
        }

        /// Members from pairs. The last of several equal keys wins, at the place of the first.
        public init(_ pairs: some Sequence<(String, JSON)>) {
            self.init()
            members.reserveCapacity(pairs.underestimatedCount)
            for (key, value) in pairs { self[key] = value }
        }

        /// Takes members whose keys are known to be unique, at most `scanLimit` of them.
        init(fewUnique members: [Member]) {
            self.members = members
            slots = nil
        }

        /// Takes members in order; of several with equal keys the last wins, at the place of the first.
        init(lastWins members: [Member]) {
            self.init()
            self.members.reserveCapacity(members.count)
            for member in members { self[member.key] = member.value }
        }

        /// The value of a member, nil when absent. Setting nil removes; setting a present key keeps its place.
        public subscript(key: String) -> JSON? {
            get {
                guard let position = position(of: key) else { return nil }
                return members[position].value
            }
            set {
                guard let newValue else {
                    removeValue(forKey: key)
                    return
                }
                if let position = position(of: key) {
                    members[position].value = newValue
                } else {
                    appendUnchecked(key: key, value: newValue)
                }
            }
        }

        /// Removes a member and returns its value, nil when there is none.
        @discardableResult
        public mutating func removeValue(forKey key: String) -> JSON? {
            guard let position = position(of: key) else { return nil }
            let value = members.remove(at: position).value
            if slots != nil { rebuildSlots() }
            return value
        }

        /// Sets every member of the other object; it wins where both have a key.
        public mutating func merge(_ other: JSON.Object) {
            if members.isEmpty { return self = other }
            for member in other.members { self[member.key] = member.value }
        }

        /// Appends a member whose key the caller knows to be absent.
        mutating func appendUnchecked(key: String, value: JSON) {
            members.append(Member(key: key, value: value))
            guard members.count > Self.scanLimit else { return }
            if let count = slots?.count, members.count * 2 <= count {
                insertSlot(of: members.count - 1)
            } else {
                rebuildSlots()
            }
        }
    }
}

extension JSON.Object {
    private func position(of key: String) -> Int? {
        guard let slots else { return members.firstIndex { sameBytes($0.key, key) } }
        let mask = slots.count - 1
        var slot = Self.hash(key) & mask
        while slots[slot] != 0 {
            let position = Int(slots[slot]) - 1
            if sameBytes(members[position].key, key) { return position }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private mutating func rebuildSlots() {
        guard members.count > Self.scanLimit else {
            slots = nil
            return
        }
        var size = 64
        while size < members.count * 3 { size *= 2 }
        slots = [UInt32](repeating: 0, count: size)
        for position in members.indices { insertSlot(of: position) }
    }

    private mutating func insertSlot(of position: Int) {
        guard let count = slots?.count else { return }
        let mask = count - 1
        var slot = Self.hash(members[position].key) & mask
        while slots?[slot] != 0 { slot = (slot + 1) & mask }
        slots?[slot] = UInt32(truncatingIfNeeded: position + 1)
    }

    private static func hash(_ key: String) -> Int {
        var hasher = Hasher()
        hash(key, into: &hasher)
        return hasher.finalize()
    }

    /// Hashes the UTF-8 bytes, in step with `sameBytes`.
    static func hash(_ key: String, into hasher: inout Hasher) {
        var key = key
        key.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(UInt8(0xFF))
    }
}
