@testable import MagmaModel

/// Writes messages of an AWS event stream.
enum EventStreamBytes {
    /// An event with a JSON payload.
    static func event(_ type: String, _ payload: JSON) -> [UInt8] {
        message([(":message-type", "event"), (":event-type", type)], payload.bytes())
    }

    static func message(_ headers: [(String, String)], _ payload: [UInt8] = []) -> [UInt8] {
        message(
            headers: headers.flatMap { name, value in
                self.name(name) + [7] + integer(UInt16(value.utf8.count)) + Array(value.utf8)
            }, payload)
    }

    static func message(headers: [UInt8], _ payload: [UInt8] = []) -> [UInt8] {
        let lengths = integer(UInt32(16 + headers.count + payload.count)) + integer(UInt32(headers.count))
        let checked = lengths + integer(checksum(lengths)) + headers + payload
        return checked + integer(checksum(checked))
    }

    static func name(_ name: String) -> [UInt8] { [UInt8(name.utf8.count)] + Array(name.utf8) }

    static func integer<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { CRC32.checksum(of: $0) } }
}
