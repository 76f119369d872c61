#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#elseif canImport(Glibc)
    import Glibc
#endif

/// The lines of a file, one after the other: however large it is, no more than a line and a piece of it are held.
struct LineReader: ~Copyable {
    /// What no line of ours is longer than.
    private static let longest = 1 << 20

    private let descriptor: Int32
    private var chunk = [UInt8](repeating: 0, count: 1 << 18)
    private var range = 0..<0
    private var isAtEnd = false
    private let path: String

    /// Throws ``UsageError`` where the file cannot be opened.
    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw UsageError("\"\(path)\" cannot be read: \(String(cString: strerror(errno))).")
        }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT != S_IFDIR else {
            throw UsageError("\"\(path)\" is a folder.")
        }
    }

    deinit { close(descriptor) }

    /// The next line, without its end; `nil` after the last. One that is longer than a mebibyte is cut.
    /// Throws ``UsageError`` where the file cannot be read on.
    mutating func next() throws -> [UInt8]? {
        var line: [UInt8] = []
        var hasBegun = false
        while true {
            if range.isEmpty, try !fill() { return hasBegun ? line : nil }
            hasBegun = true
            let end = chunk[range].firstIndex(of: 0x0A)
            let piece = range.lowerBound..<(end ?? range.upperBound)
            if line.count < Self.longest { line += chunk[piece].prefix(Self.longest - line.count) }
            range = (end.map { $0 + 1 } ?? range.upperBound)..<range.upperBound
            if end != nil { return line }
        }
    }

    private mutating func fill() throws -> Bool {
        while !isAtEnd {
            let count = read(descriptor, &chunk, chunk.count)
            if count > 0 {
                range = 0..<count
                return true
            }
            isAtEnd = count == 0
            let code = errno
            guard isAtEnd || code == EINTR else {
                throw UsageError("\"\(path)\" cannot be read to its end: \(String(cString: strerror(code))).")
            }
        }
        return false
    }
}
