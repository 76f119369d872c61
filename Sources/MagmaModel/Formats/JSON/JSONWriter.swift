/// Writes JSON text into a growing buffer. Commas are its business; that brackets match is the caller's.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init(reserving capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    mutating func beginObject() { open(0x7B) }
    mutating func endObject() { close(0x7D) }
    mutating func beginArray() { open(0x5B) }
    mutating func endArray() { close(0x5D) }

    mutating func key(_ name: StaticString) {
        separate()
        bytes.append(0x22)
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(0x22)
        bytes.append(0x3A)
        needsComma = false
    }

    mutating func key(_ name: String) {
        string(name)
        bytes.append(0x3A)
        needsComma = false
    }

    mutating func string(_ text: String) {
        separate()
        bytes.append(0x22)
        var text = text
        text.withUTF8 { escape($0) }
        bytes.append(0x22)
    }

    mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
    mutating func null() { literal("null") }
    mutating func int(_ value: Int) { number(value.description) }
    mutating func uint(_ value: UInt64) { number(value.description) }

    /// The shortest text that reads back as the same number. JSON has no NaN and no infinity: they become `null`, so
    /// callers refuse them before.
    mutating func double(_ value: Double) {
        guard value.isFinite else { return null() }
        number(value.description)
    }

    /// Text that is known to be one valid JSON value.
    mutating func raw(_ json: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    /// A value of any kind, however deep; the walk keeps a stack of its own.
    mutating func value(_ json: JSON, sortedKeys: Bool = false) {
        var stack: [Frame] = []
        var current: JSON? = json
        while true {
            if let value = current {
                current = nil
                switch value {
                case .null: null()
                case .bool(let value): bool(value)
                case .int(let value): number(value.description)
                case .uint(let value): uint(value)
                case .double(let value): double(value)
                case .string(let value): string(value)
                case .array(let values):
                    beginArray()
                    stack.append(.array(values, 0))
                case .object(let object):
                    beginObject()
                    stack.append(.object(sortedKeys ? object.members.sorted { $0.key < $1.key } : object.members, 0))
                }
            }
            guard let frame = stack.popLast() else { return }
            switch frame {
            case .array(let values, let index):
                guard index < values.count else {
                    endArray()
                    continue
                }
                stack.append(.array(values, index + 1))
                current = values[index]
            case .object(let members, let index):
                guard index < members.count else {
                    endObject()
                    continue
                }
                stack.append(.object(members, index + 1))
                key(members[index].key)
                current = members[index].value
            }
        }
    }

    private enum Frame {
        case array([JSON], Int)
        case object([JSON.Object.Member], Int)
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func number(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var from = 0
        for index in text.indices {
            let byte = text[index]
            guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
            bytes.append(contentsOf: text[from..<index])
            from = index + 1
            bytes.append(0x5C)
            switch byte {
            case 0x22, 0x5C: bytes.append(byte)
            case 0x08: bytes.append(0x62)
            case 0x09: bytes.append(0x74)
            case 0x0A: bytes.append(0x6E)
            case 0x0C: bytes.append(0x66)
            case 0x0D: bytes.append(0x72)
            default:
                let digits = ("0123456789abcdef" as StaticString).utf8Start
                bytes.append(contentsOf: [0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        bytes.append(contentsOf: text[from...])
    }
}
