/// Appends JSON to a growing run of bytes and puts the commas.
///
/// The caller keeps the order right: a key before every value in an object, as many ends as beginnings.
struct JSONWriter: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0
    private var needsComma = false

    /// An empty writer with room for some bytes.
    init(reserving capacity: Int = 64) {
        self.capacity = capacity
        start = .allocate(capacity: capacity)
    }

    deinit { start.deallocate() }

    /// What has been written.
    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

    /// What has been written, as text.
    var text: String { String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self) }

    mutating func beginObject() { begin(0x7B) }
    mutating func endObject() { end(0x7D) }
    mutating func beginArray() { begin(0x5B) }
    mutating func endArray() { end(0x5D) }

    /// Writes a key whose text needs no escapes.
    @inline(__always)
    mutating func key(_ name: StaticString) {
        let length = name.utf8CodeUnitCount
        makeRoom(length &+ 4)
        comma()
        put(0x22)
        UnsafeMutableRawPointer(start + count).copyMemory(from: name.utf8Start, byteCount: length)
        count &+= length
        put(0x22)
        put(0x3A)
        needsComma = false
    }

    /// Writes a key that is not known beforehand.
    mutating func key(named name: String) {
        string(name)
        makeRoom(1)
        put(0x3A)
        needsComma = false
    }

    /// Writes a string.
    mutating func string(_ text: String) {
        text.withBytes { quoted($0) }
    }

    /// Writes a string.
    mutating func string(_ text: Substring) {
        var text = text
        text.withUTF8 { quoted($0) }
    }

    /// Writes a string made of parts, as if they were joined.
    mutating func string(joining parts: some Sequence<String>) {
        beginScalar(1)
        put(0x22)
        for var part in parts { part.withUTF8 { escaped($0) } }
        makeRoom(1)
        put(0x22)
    }

    mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    mutating func null() { literal("null") }

    mutating func int(_ value: Int) { int64(Int64(value)) }

    mutating func int64(_ value: Int64) {
        beginScalar(21)
        if value < 0 { put(0x2D) }
        digits(value.magnitude)
    }

    mutating func uint(_ value: UInt64) {
        beginScalar(20)
        digits(value)
    }

    /// Writes a number with as few digits as lead back to it; `1` is written `1.0`.
    ///
    /// JSON has no text for a number that is not finite. It becomes `null`, so callers refuse it before.
    mutating func double(_ value: Double) {
        guard value.isFinite else { return null() }
        var text = value.description
        text.withUTF8 { raw(UnsafeRawBufferPointer($0)) }
    }

    /// Writes one value that is JSON already; the caller vouches for it.
    mutating func raw(_ json: UnsafeRawBufferPointer) {
        beginScalar(json.count)
        guard let from = json.baseAddress else { return }
        UnsafeMutableRawPointer(start + count).copyMemory(from: from, byteCount: json.count)
        count &+= json.count
    }

    private mutating func begin(_ bracket: UInt8) {
        makeRoom(2)
        comma()
        put(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        makeRoom(1)
        put(bracket)
        needsComma = true
    }

    /// There must be room for it.
    @inline(__always)
    private mutating func comma() {
        if needsComma { put(0x2C) }
    }

    /// Makes room for the text of a scalar, and puts the comma before it.
    @inline(__always)
    private mutating func beginScalar(_ length: Int) {
        makeRoom(length &+ 1)
        comma()
        needsComma = true
    }

    @inline(__always)
    private mutating func literal(_ text: StaticString) {
        raw(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func quoted(_ text: UnsafeBufferPointer<UInt8>) {
        beginScalar(text.count &+ 2)
        put(0x22)
        escaped(text)
        makeRoom(1)
        put(0x22)
    }
}

extension JSONWriter {
    /// Appends a byte for which there is room.
    @inline(__always)
    mutating func put(_ byte: UInt8) {
        start[count] = byte
        count &+= 1
    }

    /// The free bytes, of which there are so many at least. What is written there is added with ``advance(to:)``.
    @inline(__always)
    mutating func room(for length: Int) -> UnsafeMutablePointer<UInt8> {
        makeRoom(length)
        return start + count
    }

    /// Adds the bytes up to a place in the room.
    @inline(__always)
    mutating func advance(to end: UnsafeMutablePointer<UInt8>) { count = end - start }

    @inline(__always)
    private mutating func makeRoom(_ length: Int) {
        if capacity &- count < length { grow(length) }
    }

    @inline(never)
    @_effects(releasenone)
    private mutating func grow(_ length: Int) {
        capacity = max(capacity * 2, count + length)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.moveInitialize(from: start, count: count)
        start.deallocate()
        start = larger
    }
}
