/// Collects `usageMetadata`: each chunk's counts are totals so far, and one that is missing keeps its earlier value.
struct GenerateContentUsage: Sendable {
    private var prompt: Int?
    private var toolUse: Int?
    private var candidates: Int?
    private var thoughts: Int?
    private var cached: Int?
    private var total: Int?
    private var raw: LazyJSON?

    /// Reads a `usageMetadata`; one that is no object is passed over. Returns whether it was one.
    mutating func read(_ cursor: inout JSONCursor) throws(JSONError) -> Bool {
        guard cursor.peek() == .object else {
            try cursor.skip()
            return false
        }
        let start = cursor.offset
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "promptTokenCount": try Self.count(&cursor, &prompt)
            case "candidatesTokenCount": try Self.count(&cursor, &candidates)
            case "totalTokenCount": try Self.count(&cursor, &total)
            case "thoughtsTokenCount": try Self.count(&cursor, &thoughts)
            case "cachedContentTokenCount": try Self.count(&cursor, &cached)
            case "toolUsePromptTokenCount": try Self.count(&cursor, &toolUse)
            default: try cursor.skip()
            }
        }
        keep(LazyJSON(cursor.text(from: start)))
        return true
    }

    /// 64-bit numbers of Google's may come as strings.
    private static func count(_ cursor: inout JSONCursor, _ count: inout Int?) throws(JSONError) {
        let number = cursor.peek() == .string ? Int(try cursor.string()) : try cursor.intOrNil()
        count = number.flatMap(Usage.count) ?? count
    }

    private mutating func keep(_ new: LazyJSON) {
        guard let old = raw, old != new else { return raw = new }
        var members = old.value.objectValue ?? [:]
        for (key, value) in new.value.objectValue ?? [:] where !value.isNull { members[key] = value }
        raw = LazyJSON(.object(members))
    }

    /// `nil` where there is no count at all. A count of 0 is not written by Google.
    var usage: Usage? {
        guard prompt != nil || candidates != nil || total != nil else { return nil }
        let input = (prompt ?? 0) + (toolUse ?? 0)
        let isInclusive = total == input + (candidates ?? 0)
        let output = (candidates ?? 0) + (isInclusive ? 0 : thoughts ?? 0)
        var usage = Usage(input: input, output: output, cachedInput: cached, reasoning: thoughts)
        usage.lazyRaw = raw
        return usage
    }
}
