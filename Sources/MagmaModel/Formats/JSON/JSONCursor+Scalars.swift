extension JSONCursor {
    /// Consumes a null; false, and nothing consumed, when another value follows.
    @inline(__always)
    mutating func isNull() throws(JSONError) -> Bool {
        guard try scanner.token() == 0x6E else { return false }
        try scanner.literal("null")
        return true
    }

    /// Reads a string.
    @inline(__always)
    mutating func string() throws(JSONError) -> String {
        guard try scanner.token() == 0x22 else { throw mismatch() }
        return try scanner.string().string
    }

    /// Reads a string, or passes over a value of another kind and returns nil.
    @inline(__always)
    mutating func stringOrNil() throws(JSONError) -> String? {
        guard try scanner.token() == 0x22 else {
            try scanner.skip()
            return nil
        }
        return try scanner.string().string
    }

    /// Reads a value of any kind; whether it is a string with the text of the literal.
    @inline(__always)
    mutating func isString(_ literal: StaticString) throws(JSONError) -> Bool {
        guard try scanner.token() == 0x22 else {
            try scanner.skip()
            return false
        }
        return JSONKey(text: try scanner.string()) == literal
    }

    /// Reads a string that is only to be compared, or passes over a value of another kind and returns nil.
    @inline(__always)
    mutating func wordOrNil() throws(JSONError) -> JSONKey? {
        guard try scanner.token() == 0x22 else {
            try scanner.skip()
            return nil
        }
        return JSONKey(text: try scanner.string())
    }

    /// Reads a string and appends it. Up to 15 bytes without escapes make no allocation of their own.
    @inline(__always)
    mutating func appendString(to text: inout String) throws(JSONError) {
        guard try scanner.token() == 0x22 else { throw mismatch() }
        text.append(try scanner.string().string)
    }

    /// Reads a whole number (`2`, also `2.0`) that fits, or passes over anything else and returns nil.
    mutating func intOrNil() throws(JSONError) -> Int? {
        _ = try scanner.token()
        if let short = scanner.shortWhole() { return Int(short) }
        return switch try number() {
        case .int(let int): Int(exactly: int)
        case .uint(let uint): Int(exactly: uint)
        case .double(let double): Int(exactly: double)
        case nil: nil
        }
    }

    /// Reads a number as the nearest double, or passes over anything else and returns nil.
    mutating func doubleOrNil() throws(JSONError) -> Double? {
        switch try number() {
        case .int(let int): Double(int)
        case .uint(let uint): Double(uint)
        case .double(let double): double
        case nil: nil
        }
    }

    /// Reads a boolean, or passes over anything else and returns nil.
    mutating func boolOrNil() throws(JSONError) -> Bool? {
        let byte = try scanner.token()
        try scanner.skip()
        return byte == 0x74 ? true : byte == 0x66 ? false : nil
    }

    @inline(__always)
    private mutating func number() throws(JSONError) -> JSONNumber? {
        guard JSONKind(try scanner.token()) == .number else {
            try scanner.skip()
            return nil
        }
        return try scanner.number()
    }
}
