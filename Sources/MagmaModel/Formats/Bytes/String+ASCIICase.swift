// Comparisons that let ASCII letters be upper or lower case, as HTTP does with names. The words compared with are in
// lower case.
extension String {
    /// Whether the text ends with the word.
    func endsCaseless(with word: StaticString) -> Bool {
        withBytes { bytes in
            let start = bytes.count - word.utf8CodeUnitCount
            return start >= 0 && Self.isCaseless(word, bytes, at: start)
        }
    }

    /// Whether the word stands somewhere in the text.
    func containsCaseless(_ word: StaticString) -> Bool {
        withBytes { bytes in
            var start = 0
            while start + word.utf8CodeUnitCount <= bytes.count {
                if Self.lower(bytes[start]) == word.utf8Start.pointee, Self.isCaseless(word, bytes, at: start) {
                    return true
                }
                start += 1
            }
            return false
        }
    }

    /// Whether the texts are the same.
    func equalsCaseless(_ other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return withBytes { left in
            other.withBytes { right in
                for index in left.indices where Self.lower(left[index]) != Self.lower(right[index]) { return false }
                return true
            }
        }
    }

    @inline(__always)
    private static func isCaseless(_ word: StaticString, _ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        for index in 0..<word.utf8CodeUnitCount where word.utf8Start[index] != lower(bytes[start + index]) {
            return false
        }
        return true
    }

    @inline(__always)
    private static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
