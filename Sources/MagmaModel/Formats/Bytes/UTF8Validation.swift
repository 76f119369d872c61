/// How many bytes the UTF-8 scalar at `at` takes, 2 to 4; nil when the bytes there are no scalar above U+007F
/// (overlong forms, surrogates, scalars above U+10FFFF, stray and missing continuation bytes: Unicode table 3-7).
@inline(__always)
func lengthOfScalar(_ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int? {
    let first = at[0]
    let available = end - at
    if first < 0xE0 {
        guard first >= 0xC2, available >= 2, isContinuation(at[1]) else { return nil }
        return 2
    }
    if first < 0xF0 {
        guard available >= 3, isContinuation(at[1]), isContinuation(at[2]) else { return nil }
        if first == 0xE0, at[1] < 0xA0 { return nil }
        if first == 0xED, at[1] >= 0xA0 { return nil }
        return 3
    }
    guard first <= 0xF4, available >= 4 else { return nil }
    guard isContinuation(at[1]), isContinuation(at[2]), isContinuation(at[3]) else { return nil }
    if first == 0xF0, at[1] < 0x90 { return nil }
    if first == 0xF4, at[1] >= 0x90 { return nil }
    return 4
}

@inline(__always)
private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
