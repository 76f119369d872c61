// Said to release nothing, so that the strings that are written need not be retained meanwhile.
extension JSONWriter {
    /// Appends the text of a string without its quotes.
    @_effects(releasenone)
    mutating func escaped(_ text: UnsafeBufferPointer<UInt8>) {
        guard var from = text.baseAddress else { return }
        let end = from + text.count
        // Eight bytes are copied at a time, plain or not; what is not plain is then written over.
        var to = room(for: text.count &+ 8)
        while from < end {
            let left = end - from
            let word = left >= 8 ? loadWord(from) : lastWord(from, count: left)
            UnsafeMutableRawPointer(to).storeBytes(of: word.littleEndian, as: UInt64.self)
            let plain = unescapedPrefix(word)
            if plain >= left {
                to += left
                break
            }
            from += plain
            to += plain
            if plain == 8 { continue }
            advance(to: to)
            escape(from.pointee)
            from += 1
            to = room(for: end - from &+ 8)
        }
        advance(to: to)
    }

    @_effects(releasenone)
    private mutating func escape(_ byte: UInt8) {
        let short: UInt8? =
            switch byte {
            case 0x22, 0x5C: byte
            case 0x0A: UInt8(ascii: "n")
            case 0x0D: UInt8(ascii: "r")
            case 0x09: UInt8(ascii: "t")
            case 0x08: UInt8(ascii: "b")
            case 0x0C: UInt8(ascii: "f")
            default: nil
            }
        let to = room(for: 6)
        to[0] = 0x5C
        if let short {
            to[1] = short
            return advance(to: to + 2)
        }
        let low = byte & 0x0F
        to[1] = UInt8(ascii: "u")
        to[2] = 0x30
        to[3] = 0x30
        to[4] = byte < 0x10 ? 0x30 : 0x31
        to[5] = low < 10 ? 0x30 &+ low : 0x57 &+ low
        advance(to: to + 6)
    }

    /// Appends the decimal digits of a number.
    @_effects(releasenone)
    mutating func digits(_ value: UInt64) {
        var count = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            count &+= 1
        }
        let first = room(for: count)
        rest = value
        for place in stride(from: count &- 1, through: 0, by: -1) {
            first[place] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        advance(to: first + count)
    }
}
