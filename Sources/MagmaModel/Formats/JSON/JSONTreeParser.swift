/// Builds the tree of a value without recursion.
///
/// Values under construction lie on one stack; a container that ends moves its part of the stack into an array of
/// exactly that size. The topmost slot is always the one that the next value fills.
struct JSONTreeParser: ~Copyable {
    private struct Frame {
        /// Where the members of the container start on the stack.
        var first: Int
        var isObject: Bool
        /// A bit for each key by its hash; a bit met twice calls for a closer look.
        var seen: UInt64 = 0
        var mayRepeat = false
    }

    private var slots: UnsafeMutablePointer<JSON.Object.Member>
    private var capacity: Int
    private var top = 0

    init() {
        capacity = 32
        slots = .allocate(capacity: capacity)
    }

    deinit {
        slots.deinitialize(count: top)
        slots.deallocate()
    }

    /// Consumes one value.
    mutating func value(_ scanner: inout JSONScanner) throws(JSONError) -> JSON {
        var outer: [Frame] = []
        var frame = Frame(first: 0, isObject: false)
        let base = scanner.depth
        push("")
        value: while true {
            switch try scanner.token() {
            case 0x22:
                fill(.string(try scanner.string().string))
            case 0x7B:
                guard try scanner.enter(closing: 0x7D) else {
                    fill(.object(JSON.Object()))
                    break
                }
                outer.append(frame)
                frame = Frame(first: top, isObject: true)
                try key(&scanner, &frame)
                continue value
            case 0x5B:
                guard try scanner.enter(closing: 0x5D) else {
                    fill(.array([]))
                    break
                }
                outer.append(frame)
                frame = Frame(first: top, isObject: false)
                push("")
                continue value
            default:
                fill(try Self.scalar(&scanner))
            }
            while scanner.depth > base {
                if frame.isObject {
                    if try scanner.another(closing: 0x7D) {
                        try key(&scanner, &frame)
                        continue value
                    }
                    fill(object(from: frame))
                } else {
                    if try scanner.another(closing: 0x5D) {
                        push("")
                        continue value
                    }
                    fill(array(from: frame))
                }
                frame = outer.removeLast()
            }
            top = 0
            return slots.move().value
        }
    }

    /// Consumes a number, a boolean or null.
    @inline(__always)
    static func scalar(_ scanner: inout JSONScanner) throws(JSONError) -> JSON {
        switch scanner.next.pointee {
        case 0x2D, 0x30...0x39:
            switch try scanner.number() {
            case .int(let int): return .int(int)
            case .uint(let uint): return .uint(uint)
            case .double(let double): return .double(double)
            }
        case 0x6E:
            try scanner.literal("null")
            return .null
        case 0x74:
            try scanner.literal("true")
            return .bool(true)
        case 0x66:
            try scanner.literal("false")
            return .bool(false)
        default:
            throw scanner.error(.unexpectedByte)
        }
    }

    @inline(__always)
    private mutating func key(_ scanner: inout JSONScanner, _ frame: inout Frame) throws(JSONError) {
        let key = try scanner.key()
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: key.roughHash)
        // The hash is one of the bytes as they stand, which escapes can vary.
        if frame.seen & bit != 0 || key.hasEscapes { frame.mayRepeat = true }
        frame.seen |= bit
        push(key.string)
    }

    @inline(__always)
    private mutating func push(_ key: String) {
        if top == capacity { grow() }
        (slots + top).initialize(to: JSON.Object.Member(key: key, value: .null))
        top &+= 1
    }

    @inline(__always)
    private mutating func fill(_ value: consuming JSON) {
        slots[top &- 1].value = value
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<JSON.Object.Member>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: slots, count: top)
        slots.deallocate()
        slots = larger
        capacity *= 2
    }

    private mutating func object(from frame: Frame) -> JSON {
        let count = top - frame.first
        let source = slots + frame.first
        top = frame.first
        let members = [JSON.Object.Member](unsafeUninitializedCapacity: count) { buffer, initialized in
            buffer.baseAddress?.moveInitialize(from: source, count: count)
            initialized = count
        }
        if count <= JSON.Object.scanLimit, !frame.mayRepeat { return .object(JSON.Object(fewUnique: members)) }
        return .object(JSON.Object(lastWins: members))
    }

    private mutating func array(from frame: Frame) -> JSON {
        let count = top - frame.first
        let source = slots + frame.first
        top = frame.first
        return .array(
            [JSON](unsafeUninitializedCapacity: count) { buffer, initialized in
                for index in 0..<count {
                    // An element's key is the empty string, which owns nothing.
                    (buffer.baseAddress.unsafelyUnwrapped + index).initialize(to: (source + index).move().value)
                }
                initialized = count
            }
        )
    }
}

extension JSONText {
    /// A number that most often differs between the keys of one object.
    @inline(__always)
    fileprivate var roughHash: Int {
        guard count > 0 else { return 0 }
        return count &* 7 &+ Int(start[0]) &* 3 &+ Int(start[count &- 1]) &* 5 &+ Int(start[count &>> 1])
    }
}
