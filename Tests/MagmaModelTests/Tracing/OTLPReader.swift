@testable import MagmaModel

/// Reads what was posted to a trace server, by the numbers of OTLP's fields and nothing of the writer's.
struct OTLPReader {
    struct Malformed: Error {}

    enum Value {
        case number(UInt64)
        case bytes([UInt8])
    }

    /// The fields of a message, in order.
    static func fields(_ bytes: [UInt8]) throws -> [(number: Int, value: Value)] {
        var (fields, place): ([(number: Int, value: Value)], Int) = ([], 0)
        func varint() throws -> UInt64 {
            var (value, shift): (UInt64, UInt64) = (0, 0)
            while true {
                guard place < bytes.count, shift < 64 else { throw Malformed() }
                let byte = bytes[place]
                place += 1
                value |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
        }
        func fixed(_ count: Int) throws -> UInt64 {
            guard place + count <= bytes.count else { throw Malformed() }
            defer { place += count }
            return bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        while place < bytes.count {
            let tag = try varint()
            let number = Int(tag >> 3)
            switch tag & 7 {
            case 0: fields.append((number, .number(try varint())))
            case 1: fields.append((number, .number(try fixed(8))))
            case 5: fields.append((number, .number(try fixed(4))))
            case 2:
                let length = Int(try varint())
                guard place + length <= bytes.count else { throw Malformed() }
                fields.append((number, .bytes(Array(bytes[place..<place + length]))))
                place += length
            default: throw Malformed()
            }
        }
        return fields
    }

    /// Names and values, as JSON has them.
    static func attributes(_ messages: [[UInt8]]) throws -> [String: JSON] {
        var attributes: [String: JSON] = [:]
        for message in messages {
            let pair = try fields(message)
            let (key, value) = (try text(pair, 1), try bytes(pair, 2))
            guard attributes[key] == nil else { throw Malformed() }
            attributes[key] = try self.value(value)
        }
        return attributes
    }

    private static func value(_ message: [UInt8]) throws -> JSON {
        let all = try fields(message)
        guard all.count == 1, let field = all.first else { throw Malformed() }
        switch (field.number, field.value) {
        case (1, .bytes(let bytes)): return .string(String(decoding: bytes, as: UTF8.self))
        case (2, .number(let number)): return .bool(number == 1)
        case (3, .number(let number)): return .int(Int64(bitPattern: number))
        case (4, .number(let number)): return .double(Double(bitPattern: number))
        case (5, .bytes(let bytes)):
            return .array(try messages(fields(bytes), 1).map(value))
        default: throw Malformed()
        }
    }

    static func messages(_ fields: [(number: Int, value: Value)], _ number: Int) -> [[UInt8]] {
        fields.compactMap { field in
            if field.number == number, case .bytes(let bytes) = field.value { return bytes }
            return nil
        }
    }

    static func bytes(_ fields: [(number: Int, value: Value)], _ number: Int) throws -> [UInt8] {
        guard let bytes = messages(fields, number).first else { throw Malformed() }
        return bytes
    }

    static func text(_ fields: [(number: Int, value: Value)], _ number: Int) throws -> String {
        String(decoding: try bytes(fields, number), as: UTF8.self)
    }

    static func number(_ fields: [(number: Int, value: Value)], _ number: Int) -> UInt64? {
        for field in fields where field.number == number {
            if case .number(let value) = field.value { return value }
        }
        return nil
    }
}

/// A request as a trace server understands it.
struct PostedTraces {
    var resource: [String: JSON]
    var scope: String
    var spans: [PostedSpan]

    init(_ body: [UInt8]) throws {
        let all = try OTLPReader.fields(OTLPReader.bytes(OTLPReader.fields(body), 1))
        resource = try OTLPReader.attributes(
            OTLPReader.messages(OTLPReader.fields(OTLPReader.bytes(all, 1)), 1))
        let scoped = try OTLPReader.fields(OTLPReader.bytes(all, 2))
        scope = try OTLPReader.text(OTLPReader.fields(OTLPReader.bytes(scoped, 1)), 1)
        spans = try OTLPReader.messages(scoped, 2).map(PostedSpan.init)
    }
}

struct PostedSpan {
    var trace: String
    var id: String
    var parent: String?
    var name: String
    var kind: UInt64?
    var start: UInt64
    var end: UInt64
    var attributes: [String: JSON]
    /// Code and message.
    var status: (code: UInt64, message: String)?
    var flags: UInt64?

    init(_ message: [UInt8]) throws {
        func hex(_ bytes: [UInt8]) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        let fields = try OTLPReader.fields(message)
        trace = hex(try OTLPReader.bytes(fields, 1))
        id = hex(try OTLPReader.bytes(fields, 2))
        parent = OTLPReader.messages(fields, 4).first.map(hex)
        name = try OTLPReader.text(fields, 5)
        kind = OTLPReader.number(fields, 6)
        start = OTLPReader.number(fields, 7) ?? 0
        end = OTLPReader.number(fields, 8) ?? 0
        attributes = try OTLPReader.attributes(OTLPReader.messages(fields, 9))
        flags = OTLPReader.number(fields, 16)
        let status = try OTLPReader.fields(OTLPReader.bytes(fields, 15))
        if let code = OTLPReader.number(status, 3) { self.status = (code, try OTLPReader.text(status, 2)) }
    }

    /// An attribute without `langfuse.` before it.
    subscript(name: String) -> JSON? { attributes["langfuse.\(name)"] }

    /// An attribute of the observation; JSON text is read.
    func observation(_ name: String) -> JSON? {
        guard let value = self["observation.\(name)"] else { return nil }
        guard let text = value.stringValue, let first = text.utf8.first, "{[".utf8.contains(first) else { return value }
        return (try? JSON(parsing: text)) ?? value
    }
}
