/// Appends JSON to a growing array of bytes and puts the commas.
///
/// The caller keeps the order right: a key before every value in an object, as many ends as beginnings.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty writer with room for some bytes.
    init(reserving capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    mutating func beginObject() { begin(0x7B) }
    mutating func endObject() { end(0x7D) }
    mutating func beginArray() { begin(0x5B) }
    mutating func endArray() { end(0x5D) }

    /// Writes a key whose text needs no escapes.
    @inline(__always)
    mutating func key(_ name: StaticString) {
        quoted(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), isKey: true)
    }

    /// Writes a key.
    mutating func key(_ name: String) {
        var name = name
        name.withUTF8 { quoted($0, isKey: true) }
    }

    /// Writes a string.
    mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { quoted($0, isKey: false) }
    }

    /// Writes a string.
    mutating func string(_ text: Substring) {
        var text = text
        text.withUTF8 { quoted($0, isKey: false) }
    }

    /// Writes a string made of parts, as if they were joined.
    mutating func string(joining parts: some Sequence<String>) {
        beginScalar()
        bytes.append(0x22)
        for var part in parts { part.withUTF8 { escaped($0) } }
        bytes.append(0x22)
    }

    mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    mutating func null() { literal("null") }

    mutating func int(_ value: Int) { int64(Int64(value)) }

    mutating func int64(_ value: Int64) {
        beginScalar()
        if value < 0 { bytes.append(0x2D) }
        digits(value.magnitude)
    }

    mutating func uint(_ value: UInt64) {
        beginScalar()
        digits(value)
    }

    /// Writes a number with as few digits as lead back to it; `1` is written `1.0`.
    ///
    /// JSON has no text for a number that is not finite. It becomes `null`, so callers refuse it before.
    mutating func double(_ value: Double) {
        guard value.isFinite else { return null() }
        beginScalar()
        var text = value.description
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Writes one value that is JSON already; the caller vouches for it.
    mutating func raw(_ json: some Collection<UInt8>) {
        beginScalar()
        bytes.append(contentsOf: json)
    }

    /// Writes one value that is JSON already; the caller vouches for it.
    mutating func raw(_ json: UnsafeRawBufferPointer) {
        beginScalar()
        bytes.append(contentsOf: json.assumingMemoryBound(to: UInt8.self))
    }

    private mutating func begin(_ bracket: UInt8) {
        comma()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    @inline(__always)
    private mutating func comma() {
        if needsComma { bytes.append(0x2C) }
    }

    @inline(__always)
    private mutating func beginScalar() {
        comma()
        needsComma = true
    }

    @inline(__always)
    private mutating func literal(_ text: StaticString) {
        beginScalar()
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes a string, and the colon behind it where it is a key.
    private mutating func quoted(_ text: UnsafeBufferPointer<UInt8>, isKey: Bool) {
        if text.count <= 64, shortQuoted(text, isKey: isKey) { return }
        beginScalar()
        bytes.append(0x22)
        escaped(text)
        bytes.append(0x22)
        if isKey { endKey() }
    }

    /// The same in one step, for most strings are short and need no escapes; false, and nothing done, for others.
    @inline(__always)
    private mutating func shortQuoted(_ text: UnsafeBufferPointer<UInt8>, isKey: Bool) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 72) { buffer in
            guard let start = buffer.baseAddress else { return false }
            var to = start
            if needsComma {
                to.initialize(to: 0x2C)
                to += 1
            }
            to.initialize(to: 0x22)
            to += 1
            guard Self.copyPlain(text, to) else { return false }
            to += text.count
            to.initialize(to: 0x22)
            to += 1
            if isKey {
                to.initialize(to: 0x3A)
                to += 1
            }
            plain(UnsafeBufferPointer(rebasing: buffer[..<(to - start)]))
            needsComma = !isKey
            return true
        }
    }

    private mutating func endKey() {
        bytes.append(0x3A)
        needsComma = false
    }

    /// Appends bytes as they are, without a comma.
    mutating func plain(_ text: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: text) }
}
