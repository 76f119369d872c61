/// The headers of a message, read where they lie.
struct EventStreamHeaders {
    private let bytes: UnsafeRawBufferPointer

    /// `nil` for bytes that are no list of headers.
    init?(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        var reader = Reader(rest: bytes[...])
        while !reader.rest.isEmpty { guard reader.next() != nil else { return nil } }
    }

    /// The value of the first header of this name.
    subscript(name: StaticString) -> EventStreamValue? {
        var reader = Reader(rest: bytes[...])
        while let header = reader.next() {
            if UnsafeRawBufferPointer(rebasing: header.name).equals(name) { return header.value }
        }
        return nil
    }

    /// The bytes of a header that holds a string.
    func string(_ name: StaticString) -> UnsafeRawBufferPointer? {
        guard case .string(let bytes) = self[name] else { return nil }
        return bytes
    }

    private struct Reader {
        var rest: Slice<UnsafeRawBufferPointer>

        /// `nil` at the end, and where the bytes are no header.
        mutating func next() -> (name: Slice<UnsafeRawBufferPointer>, value: EventStreamValue)? {
            guard let length = integer(UInt8.self), length > 0, let name = take(Int(length)),
                let type = integer(UInt8.self), let value = value(type)
            else { return nil }
            return (name, value)
        }

        private mutating func value(_ type: UInt8) -> EventStreamValue? {
            switch type {
            case 0: .bool(true)
            case 1: .bool(false)
            case 2: integer(Int8.self).map { .int(Int64($0)) }
            case 3: integer(Int16.self).map { .int(Int64($0)) }
            case 4: integer(Int32.self).map { .int(Int64($0)) }
            case 5: integer(Int64.self).map { .int($0) }
            case 6: run().map { .bytes($0) }
            case 7: run().map { .string($0) }
            case 8: integer(Int64.self).map { .timestamp(milliseconds: $0) }
            case 9: take(16).map { .uuid(UnsafeRawBufferPointer(rebasing: $0)) }
            default: nil
            }
        }

        private mutating func run() -> UnsafeRawBufferPointer? {
            integer(UInt16.self).flatMap { take(Int($0)) }.map { UnsafeRawBufferPointer(rebasing: $0) }
        }

        private mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type) -> Value? {
            take(MemoryLayout<Value>.size).map {
                Value(bigEndian: UnsafeRawBufferPointer(rebasing: $0).loadUnaligned(as: Value.self))
            }
        }

        private mutating func take(_ count: Int) -> Slice<UnsafeRawBufferPointer>? {
            guard rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
    }
}

/// What a header holds.
enum EventStreamValue {
    case bool(Bool)
    /// Of one, two, four or eight bytes.
    case int(Int64)
    case bytes(UnsafeRawBufferPointer)
    /// UTF-8.
    case string(UnsafeRawBufferPointer)
    /// Since 1970.
    case timestamp(milliseconds: Int64)
    /// Sixteen bytes.
    case uuid(UnsafeRawBufferPointer)
}
