extension JSONScanner {
    /// Consumes one value of any kind and checks all of it.
    @inline(__always)
    mutating func skip() throws(JSONError) {
        switch try token() {
        case 0x22: _ = try string()
        case 0x7B, 0x5B: try skipContainer()
        case 0x6E: try literal("null")
        default: try skipScalar()
        }
    }

    @inline(never)
    mutating func skipScalar() throws(JSONError) {
        switch next.pointee {
        case 0x22: _ = try string()
        case 0x2D, 0x30...0x39: try skipNumber()
        case 0x6E: try literal("null")
        case 0x74: try literal("true")
        case 0x66: try literal("false")
        default: throw error(.unexpectedByte)
        }
    }

    @inline(never)
    private mutating func skipContainer() throws(JSONError) {
        var objects = BitStack()
        value: while true {
            switch try token() {
            case 0x7B:
                if try enter(closing: 0x7D) {
                    objects.push(true)
                    _ = try key()
                    continue value
                }
            case 0x5B:
                if try enter(closing: 0x5D) {
                    objects.push(false)
                    continue value
                }
            default:
                try skipScalar()
            }
            while !objects.isEmpty {
                if objects.top {
                    if try another(closing: 0x7D) {
                        _ = try key()
                        continue value
                    }
                } else if try another(closing: 0x5D) {
                    continue value
                }
                objects.pop()
            }
            return
        }
    }
}

/// A stack of booleans that lives in registers up to a height of 64.
struct BitStack {
    private var word: UInt64 = 0
    private var count = 0
    private var full: [UInt64] = []

    var isEmpty: Bool { count == 0 }

    /// The topmost bit; there must be one.
    var top: Bool { word & 1 == 1 }

    mutating func push(_ bit: Bool) {
        if count != 0, count & 63 == 0 { full.append(word) }
        word = word &<< 1 | (bit ? 1 : 0)
        count &+= 1
    }

    mutating func pop() {
        count &-= 1
        word &>>= 1
        if count != 0, count & 63 == 0, let last = full.popLast() { word = last }
    }
}
