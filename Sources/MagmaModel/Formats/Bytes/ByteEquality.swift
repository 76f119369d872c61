/// Whether two runs of `count` bytes are equal; words where that is possible, so a constant `count` folds to a few.
@inline(__always)
func equalBytes(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, count: Int) -> Bool {
    if count >= 8 {
        var at = 0
        while at &+ 8 <= count {
            if word(left + at) != word(right + at) { return false }
            at &+= 8
        }
        return word(left + (count &- 8)) == word(right + (count &- 8))
    }
    if count >= 4 {
        return half(left) == half(right) && half(left + (count &- 4)) == half(right + (count &- 4))
    }
    var at = 0
    while at < count {
        if left.load(fromByteOffset: at, as: UInt8.self) != right.load(fromByteOffset: at, as: UInt8.self) {
            return false
        }
        at &+= 1
    }
    return true
}

@inline(__always)
private func word(_ at: UnsafeRawPointer) -> UInt64 { at.loadUnaligned(as: UInt64.self) }

@inline(__always)
private func half(_ at: UnsafeRawPointer) -> UInt32 { at.loadUnaligned(as: UInt32.self) }

/// Whether two strings hold the same UTF-8 bytes. `==` on `String` is wider: it folds canonically equivalent texts.
func sameBytes(_ left: String, _ right: String) -> Bool {
    let count = left.utf8.count
    guard count == right.utf8.count else { return false }
    let fast = left.utf8.withContiguousStorageIfAvailable { left in
        right.utf8.withContiguousStorageIfAvailable { right -> Bool in
            guard let left = left.baseAddress, let right = right.baseAddress else { return true }
            return equalBytes(left, right, count: count)
        }
    }
    if case .some(.some(let equal)) = fast { return equal }
    return left.utf8.elementsEqual(right.utf8)
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes are those of a literal.
    @inline(__always)
    func equals(_ literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount else { return false }
        guard let baseAddress else { return true }
        return equalBytes(baseAddress, literal.utf8Start, count: literal.utf8CodeUnitCount)
    }

    /// Lets `switch` compare bytes with literals.
    @inline(__always)
    static func ~= (literal: StaticString, bytes: UnsafeRawBufferPointer) -> Bool { bytes.equals(literal) }
}
