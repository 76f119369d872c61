// Both walks keep their own stack, so a deep tree cannot exhaust the thread's.

extension JSON: Equatable {
    /// Equality by value; see the type.
    public static func == (left: JSON, right: JSON) -> Bool {
        var pending: [(JSON, JSON)] = []
        var pair = (left, right)
        while true {
            switch pair {
            case (.array(let left), .array(let right)):
                guard left.count == right.count else { return false }
                pending.append(contentsOf: zip(left, right))
            case (.object(let left), .object(let right)):
                guard left.count == right.count else { return false }
                for (key, value) in left {
                    guard let other = right[key] else { return false }
                    pending.append((value, other))
                }
            default:
                guard equalScalars(pair.0, pair.1) else { return false }
            }
            guard let next = pending.popLast() else { return true }
            pair = next
        }
    }

    private static func equalScalars(_ left: JSON, _ right: JSON) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.string(let left), .string(let right)): sameBytes(left, right)
        case (.int(let left), .int(let right)): left == right
        case (.uint(let left), .uint(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.int(let int), .uint(let uint)), (.uint(let uint), .int(let int)): UInt64(exactly: int) == uint
        case (.int(let int), .double(let double)), (.double(let double), .int(let int)): Int64(exactly: double) == int
        case (.uint(let uint), .double(let double)), (.double(let double), .uint(let uint)):
            UInt64(exactly: double) == uint
        default: false
        }
    }
}

extension JSON: Hashable {
    /// Hashes so that equal values agree. Each leaf is hashed with its path and the hashes are added up, which makes
    /// the order of members irrelevant without recursion.
    public func hash(into hasher: inout Hasher) {
        var pending: [(path: Int, value: JSON)] = []
        var sum = 0
        var item = (path: 0, value: self)
        while true {
            var leaf = Hasher()
            leaf.combine(item.path)
            switch item.value {
            case .array(let array):
                leaf.combine(array.count)
                for (index, element) in array.enumerated() {
                    pending.append((Self.path(item.path) { $0.combine(index) }, element))
                }
            case .object(let object):
                leaf.combine(object.count)
                for (key, value) in object {
                    pending.append((Self.path(item.path) { Object.hash(key, into: &$0) }, value))
                }
            case .string(let string): Object.hash(string, into: &leaf)
            default: item.value.hashScalar(into: &leaf)
            }
            sum = sum &+ leaf.finalize()
            guard let next = pending.popLast() else { break }
            item = next
        }
        hasher.combine(sum)
    }

    private static func path(_ parent: Int, _ step: (inout Hasher) -> Void) -> Int {
        var hasher = Hasher()
        hasher.combine(parent)
        step(&hasher)
        return hasher.finalize()
    }

    private func hashScalar(into hasher: inout Hasher) {
        switch self {
        case .bool(let bool): hasher.combine(bool)
        case .int(let int): hasher.combine(int)
        case .uint(let uint): Self.hash(uint, into: &hasher)
        case .double(let double):
            if let int = Int64(exactly: double) {
                hasher.combine(int)
            } else if let uint = UInt64(exactly: double) {
                Self.hash(uint, into: &hasher)
            } else {
                hasher.combine(double)
            }
        default: hasher.combine(UInt8(0xFF))
        }
    }

    private static func hash(_ uint: UInt64, into hasher: inout Hasher) {
        if let int = Int64(exactly: uint) { hasher.combine(int) } else { hasher.combine(uint) }
    }
}
