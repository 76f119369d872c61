// Eight bytes at a time in one word. In `word - pattern` a byte below its pattern's sets its own top bit, and may
// borrow from the bytes above it only: the lowest top bit set is always right. (The standard library's vectors compare
// lane by lane, which costs fifty times as much.)

/// Where the first LF lies, or CR where that ends a line too, counted from `start`; `count` when there is none.
@inline(__always)
func indexOfLineEnd(_ start: UnsafePointer<UInt8>, count: Int, carriageReturns: Bool) -> Int {
    let raw = UnsafeRawPointer(start)
    var at = 0
    while count &- at >= 32 {
        let any = below14(raw + at) | below14(raw + at + 8) | below14(raw + at + 16) | below14(raw + at + 24)
        if any & topBits != 0, let found = lineEnd(start, from: at, to: at &+ 32, carriageReturns) { return found }
        at &+= 32
    }
    return lineEnd(start, from: at, to: count, carriageReturns) ?? count
}

/// The same between two places, nil when there is none.
@inline(__always)
private func lineEnd(_ start: UnsafePointer<UInt8>, from: Int, to: Int, _ carriageReturns: Bool) -> Int? {
    var at = from
    while at &+ 8 <= to {
        let marks = below14(UnsafeRawPointer(start + at)) & topBits
        guard marks != 0 else {
            at &+= 8
            continue
        }
        // A byte below 14 that ends no line is rare (a tab), so it is stepped over alone.
        at &+= marks.trailingZeroBitCount &>> 3
        if isLineEnd(start[at], carriageReturns) { return at }
        at &+= 1
    }
    while at < to {
        if isLineEnd(start[at], carriageReturns) { return at }
        at &+= 1
    }
    return nil
}

@inline(__always)
private func isLineEnd(_ byte: UInt8, _ carriageReturns: Bool) -> Bool {
    byte == 0x0A || (byte == 0x0D && carriageReturns)
}

@inline(__always)
private func below14(_ at: UnsafeRawPointer) -> UInt64 {
    let word = loadWord(at)
    return (word &- 0x0E0E_0E0E_0E0E_0E0E) & ~word
}

/// How many of the 8 bytes at `at` come before the first one that a JSON string cannot hold as it is, or that calls for
/// a closer look: a quote, a backslash, a control character or a byte from 0x80. 8 when all are plain.
@inline(__always)
func plainPrefix8(_ at: UnsafePointer<UInt8>) -> Int {
    let word = loadWord(at)
    return ((specials(word) | word) & topBits).trailingZeroBitCount &>> 3
}

/// Where the first backslash lies, counted from `start`; `count` when there is none.
@inline(__always)
func indexOfBackslash(_ start: UnsafePointer<UInt8>, count: Int) -> Int {
    var at = 0
    while count &- at >= 8 {
        let word = loadWord(start + at) ^ 0x5C5C_5C5C_5C5C_5C5C
        // The lowest zero byte is the lowest top bit set.
        let marks = (word &- 0x0101_0101_0101_0101) & ~word & topBits
        if marks != 0 { return at &+ marks.trailingZeroBitCount &>> 3 }
        at &+= 8
    }
    while at < count, start[at] != 0x5C { at &+= 1 }
    return at
}

/// The same, of the bytes of a word, for what a writer must escape: bytes from 0x80 pass.
@inline(__always)
func unescapedPrefix(_ word: UInt64) -> Int {
    (specials(word) & ~word & topBits).trailingZeroBitCount &>> 3
}

/// False where none of the bytes of a word is a control character.
@inline(__always)
func mayHoldControl(_ word: UInt64) -> Bool {
    let delete = word ^ 0x7F7F_7F7F_7F7F_7F7F
    let marks = (word &- 0x2020_2020_2020_2020) & ~word | (delete &- 0x0101_0101_0101_0101) & ~delete
    return marks & topBits != 0
}

/// Top bits of quotes, backslashes and control characters, and of some bytes from 0x80.
@inline(__always)
private func specials(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = (word ^ 0x2222_2222_2222_2222) &- ones
    let backslashes = (word ^ 0x5C5C_5C5C_5C5C_5C5C) &- ones
    return quotes | backslashes | (word &- 0x2020_2020_2020_2020)
}

private var topBits: UInt64 {
    @inline(__always) get { 0x8080_8080_8080_8080 }
}

/// Eight bytes, the first one lowest.
@inline(__always)
func loadWord(_ at: UnsafeRawPointer) -> UInt64 { UInt64(littleEndian: at.loadUnaligned(as: UInt64.self)) }

/// Fewer than eight bytes, at least one, the first one lowest; in place of the others there are spaces.
@inline(__always)
func lastWord(_ at: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    var word: UInt64
    if count >= 4 {
        // Both loads agree about the bytes they share.
        let last = at + (count &- 4)
        word = half(at) | half(last) &<< UInt64(truncatingIfNeeded: (count &- 4) &* 8)
    } else {
        let middle = count &>> 1
        let last = count &- 1
        word = UInt64(at[0])
        word |= UInt64(at[middle]) &<< UInt64(truncatingIfNeeded: middle &* 8)
        word |= UInt64(at[last]) &<< UInt64(truncatingIfNeeded: last &* 8)
    }
    word |= 0x2020_2020_2020_2020 &<< UInt64(truncatingIfNeeded: count &* 8)
    return word
}

@inline(__always)
private func half(_ at: UnsafeRawPointer) -> UInt64 {
    UInt64(UInt32(littleEndian: at.loadUnaligned(as: UInt32.self)))
}
