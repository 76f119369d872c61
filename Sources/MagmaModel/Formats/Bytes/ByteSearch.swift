/// Where the first byte at or below U+000D lies that ends a line, counted from `start`; `count` when there is none.
///
/// - Parameter carriageReturns: whether a lone CR ends a line too, as it does in server-sent events.
@inline(__always)
func indexOfLineEnd(_ start: UnsafePointer<UInt8>, count: Int, carriageReturns: Bool) -> Int {
    let raw = UnsafeRawPointer(start)
    var at = 0
    while count &- at >= 64 {
        let first = lineEnds(raw + at, carriageReturns)
        let second = lineEnds(raw + at + 16, carriageReturns)
        let third = lineEnds(raw + at + 32, carriageReturns)
        let fourth = lineEnds(raw + at + 48, carriageReturns)
        if hasLane((first .| second) .| (third .| fourth)) {
            if let lane = firstLane(first) { return at &+ lane }
            if let lane = firstLane(second) { return at &+ 16 &+ lane }
            if let lane = firstLane(third) { return at &+ 32 &+ lane }
            if let lane = firstLane(fourth) { return at &+ 48 &+ lane }
        }
        at &+= 64
    }
    while count &- at >= 16 {
        if let lane = firstLane(lineEnds(raw + at, carriageReturns)) { return at &+ lane }
        at &+= 16
    }
    while at < count {
        let byte = start[at]
        if byte == 0x0A || (carriageReturns && byte == 0x0D) { return at }
        at &+= 1
    }
    return count
}

@inline(__always)
private func lineEnds(_ at: UnsafeRawPointer, _ carriageReturns: Bool) -> SIMDMask<SIMD16<Int8>> {
    let bytes = at.loadUnaligned(as: SIMD16<Int8>.self)
    return carriageReturns ? (bytes .== 0x0A) .| (bytes .== 0x0D) : bytes .== 0x0A
}

/// How many of the 16 bytes at `at` come before the first one that a JSON string cannot hold as it is: a quote, a
/// backslash, a control character or a byte of a scalar above U+007F. 16 when all are plain.
@inline(__always)
func plainPrefix16(_ at: UnsafePointer<UInt8>) -> Int {
    let bytes = UnsafeRawPointer(at).loadUnaligned(as: SIMD16<Int8>.self)
    // Signed: bytes from 0x80 are negative, so one comparison finds them and the control characters.
    return firstLane((bytes .< 0x20) .| (bytes .== 0x22) .| (bytes .== 0x5C)) ?? 16
}

/// The same for what a writer must escape: bytes from 0x80 pass.
@inline(__always)
func unescapedPrefix16(_ at: UnsafePointer<UInt8>) -> Int {
    let bytes = UnsafeRawPointer(at).loadUnaligned(as: SIMD16<UInt8>.self)
    let stops = (bytes .< 0x20) .| (bytes .== 0x22) .| (bytes .== 0x5C)
    return firstLane(stops) ?? 16
}

@inline(__always)
private func hasLane(_ mask: SIMDMask<SIMD16<Int8>>) -> Bool {
    let halves = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    return halves.x | halves.y != 0
}

@inline(__always)
private func firstLane(_ mask: SIMDMask<SIMD16<Int8>>) -> Int? {
    let halves = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    let low = halves.x.littleEndian
    if low != 0 { return low.trailingZeroBitCount &>> 3 }
    let high = halves.y.littleEndian
    return high != 0 ? 8 &+ high.trailingZeroBitCount &>> 3 : nil
}
