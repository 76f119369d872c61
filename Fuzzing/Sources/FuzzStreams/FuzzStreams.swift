#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@main
struct FuzzStreams {
    static func main() { fuzz(fuzzStreams) }
}

/// The dialects whose streams are decoded, in the order that scripts/fuzz has for its seeds.
private let dialects = [
    "openai-chat", "anthropic", "openai-responses", "ollama", "cohere-v2", "cohere-v1", "gemini",
    "gemini-interactions", "bedrock-converse", "bedrock-invoke",
]

/// The only dialect to try, where `FUZZ_DIALECT` names one.
private let only = getenv("FUZZ_DIALECT").map { String(cString: $0) }

/// A stream must come to the same answer, or the same error, however it is cut. The first byte chooses the dialect unless
/// one is named, the second where to cut.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStreams(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    guard let start, count > 2 else { return 0 }
    let head = UnsafeRawBufferPointer(start: start, count: 2)
    let dialect = only ?? dialects[Int(head[0]) % dialects.count]
    guard let wire = RecordedExchange.wire(of: dialect) else { preconditionFailure("there is no dialect \(dialect)") }
    let input = UnsafeRawBufferPointer(start: start + 2, count: count - 2)
    check(input, cut: Int(head[1]), wire)
    // Chance finds no checksum: lines of text are put into frames that are whole.
    if wire.framing == .eventStream { framed(input).withUnsafeBytes { check($0, cut: Int(head[1]), wire) } }
    return 0
}

private func check(_ bytes: UnsafeRawBufferPointer, cut: Int, _ wire: any WireProtocol) {
    let whole = outcome(bytes, step: max(1, bytes.count), wire)
    precondition(outcome(bytes, step: cut % 7 + 1, wire) == whole, "cuts change what a stream says")
    precondition(outcome(bytes, step: cut + 1, wire) == whole, "a cut changes what a stream says")
}

/// Each line as a message of an event stream: the type of its event, a space, the payload.
private func framed(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    text.split(separator: 0x0A).flatMap { line -> [UInt8] in
        let space = line.firstIndex(of: 0x20) ?? line.endIndex
        let type = Array(line[..<space].prefix(60))
        let kind = type.suffix(9) == Array("Exception".utf8)[...] ? "exception" : "event"
        func header(_ name: String, _ value: [UInt8]) -> [UInt8] {
            [UInt8(name.utf8.count)] + name.utf8 + [7, 0, UInt8(value.count)] + value
        }
        let headers = header(":message-type", Array(kind.utf8)) + header(":\(kind)-type", type)
        let payload = line[space...].dropFirst()
        func number(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
        var message = number(UInt32(16 + headers.count + payload.count)) + number(UInt32(headers.count))
        message += number(checksum(message))
        message += headers + payload
        return message + number(checksum(message))
    }
}

private func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { value, byte in
        (0..<8).reduce(value ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
}

/// What pieces of so many bytes come to. Each is copied, so a read beyond it is seen.
private func outcome(_ bytes: UnsafeRawBufferPointer, step: Int, _ wire: any WireProtocol) -> JSON {
    var pump = EventPump(wire: wire, dialect: Dialect())
    var deltas: [Generation.Delta] = []
    var failure: ModelError?
    do throws(ModelError) {
        for from in stride(from: 0, to: bytes.count, by: step) {
            try Array(bytes[from..<min(from + step, bytes.count)]).withBytes { (piece) throws(ModelError) in
                try pump.feed(piece, into: &deltas)
            }
        }
        try pump.finish(into: &deltas)
    } catch {
        failure = error
    }
    let result: JSON = pump.builder.build().json
    return ["answer": result, "error": failure.map { .string($0.code.rawValue) } ?? .null]
}
