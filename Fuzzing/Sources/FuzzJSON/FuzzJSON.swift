@main
struct FuzzJSON {
    static func main() { fuzz(fuzzJSON) }
}

/// What parses must survive writing, and the cursor must accept and refuse exactly what the tree parser does, with the
/// same error.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let tree = result { () throws(JSONError) in try JSON(parsing: bytes) }
    let skipped = result { () throws(JSONError) in
        var cursor = JSONCursor(bytes)
        try cursor.skip()
        try cursor.end()
        return JSON.null
    }
    let read = result { () throws(JSONError) in
        var cursor = JSONCursor(bytes)
        let value = try rebuild(&cursor)
        try cursor.end()
        return value
    }
    guard case .success(let json) = tree else {
        precondition(skipped == tree, "skipping and parsing disagree")
        guard case .failure = read else { preconditionFailure("the cursor accepts what the parser refuses") }
        return 0
    }
    precondition(skipped == .success(.null), "skipping refuses what parses")
    precondition(read == tree, "the cursor reads another value")
    let written = json.bytes()
    let again = result { () throws(JSONError) in try JSON(parsing: written) }
    precondition(again == tree, "writing changes the value")
    precondition(json.hashValue == (try? again.get())?.hashValue, "equal values have two hashes")
    let pretty = json.serialized(sortedKeys: true, pretty: true)
    precondition(result { () throws(JSONError) in try JSON(parsing: pretty) } == tree, "indenting changes the value")
    return 0
}

private func result(_ body: () throws(JSONError) -> JSON) -> Result<JSON, JSONError> { Result(catching: body) }

/// The tree, put together out of the cursor's own parts. The cursor bounds the depth.
private func rebuild(_ cursor: inout JSONCursor) throws(JSONError) -> JSON {
    switch cursor.peek() {
    case .object:
        var object = JSON.Object()
        try cursor.object { cursor, key throws(JSONError) in object[key.string] = try rebuild(&cursor) }
        return .object(object)
    case .array:
        var array: [JSON] = []
        try cursor.array { cursor throws(JSONError) in array.append(try rebuild(&cursor)) }
        return .array(array)
    case .string: return .string(try cursor.string())
    case .bool: return .bool(try cursor.boolOrNil() ?? false)
    case .number: return try JSON(parsing: cursor.rawValue())
    default: return try cursor.value()
    }
}
