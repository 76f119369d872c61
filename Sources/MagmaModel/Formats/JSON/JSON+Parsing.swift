extension JSON {
    /// Parses one JSON text (RFC 8259, strictly), which may start with a UTF-8 byte order mark.
    ///
    /// Whole numbers keep every digit up to 64 bits. Of several equal keys the last wins, at the place of the first. An
    /// escaped surrogate without a partner becomes U+FFFD.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 text, read during the call only.
    ///   - maxDepth: how many containers may lie inside one another.
    /// - Throws: ``JSONError`` with the byte offset, also for a number beyond the range of a double.
    public init(parsing bytes: UnsafeRawBufferPointer, maxDepth: Int = 512) throws(JSONError) {
        var scanner = JSONScanner(bytes, maxDepth: maxDepth)
        var parser = JSONTreeParser()
        let value = try parser.value(&scanner)
        try scanner.finish()
        self = value
    }

    /// Parses one JSON text; see ``init(parsing:maxDepth:)-(UnsafeRawBufferPointer,_)``.
    public init(parsing bytes: [UInt8], maxDepth: Int = 512) throws(JSONError) {
        self = try bytes.withUnsafeBytes { Result(parsing: $0, maxDepth: maxDepth) }.get()
    }

    /// Parses one JSON text; see ``init(parsing:maxDepth:)-(UnsafeRawBufferPointer,_)``.
    public init(parsing bytes: some Collection<UInt8>, maxDepth: Int = 512) throws(JSONError) {
        let result = bytes.withContiguousStorageIfAvailable {
            Result(parsing: UnsafeRawBufferPointer($0), maxDepth: maxDepth)
        }
        if let result {
            self = try result.get()
        } else {
            try self.init(parsing: [UInt8](bytes), maxDepth: maxDepth)
        }
    }

    /// Parses one JSON text; see ``init(parsing:maxDepth:)-(UnsafeRawBufferPointer,_)``.
    public init(parsing text: String, maxDepth: Int = 512) throws(JSONError) {
        var text = text
        self = try text.withUTF8 { Result(parsing: UnsafeRawBufferPointer($0), maxDepth: maxDepth) }.get()
    }
}

extension Result where Success == JSON, Failure == JSONError {
    fileprivate init(parsing bytes: UnsafeRawBufferPointer, maxDepth: Int) {
        self.init { () throws(JSONError) in try JSON(parsing: bytes, maxDepth: maxDepth) }
    }
}
