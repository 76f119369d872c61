extension UserModels.Document {
    @Sendable
    static func json(_ text: String, _ file: String, _ environment: Environment) throws(ModelError) -> Self {
        let bytes = [UInt8](text.utf8)
        func line(_ offset: Int) -> Int { 1 + bytes.prefix(offset).count { $0 == 0x0A } }
        let json: JSON
        let offsets: [String: Int]
        do throws(JSONError) {
            json = try JSON(parsing: bytes)
            offsets = try bytes.withBytes { (bytes) throws(JSONError) in try aliasOffsets(bytes) }
        } catch {
            throw ModelError(.configuration, "\(file):\(line(error.offset)): \(error)", underlying: error)
        }
        return try Self(json: json, file: file) { name in offsets[name].map(line) }
    }

    /// Where the values of the object's `models` begin.
    private static func aliasOffsets(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> [String: Int] {
        var offsets: [String: Int] = [:]
        var cursor = JSONCursor(bytes)
        guard cursor.peek() == .object else { return [:] }
        try cursor.object { (cursor, key) throws(JSONError) in
            guard key == "models", cursor.peek() == .object else { return try cursor.skip() }
            try cursor.object { (cursor, name) throws(JSONError) in
                let name = name.string
                let value = try cursor.rawValue()
                offsets[name] = cursor.offset - value.count
            }
        }
        return offsets
    }
}

extension UserModels.Document {
    /// Names of which each stands for, or falls back to, the next, and the last for the first; `nil` where there are none.
    static func circle(in models: [String: Model]) -> [String]? {
        var finished: Set<String> = []
        func search(_ name: String, _ path: [String]) -> [String]? {
            if let start = path.firstIndex(of: name) { return path[start...] + [name] }
            guard !finished.contains(name), let model = models[name] else { return nil }
            for next in model.aliases {
                if let found = search(next, path + [name]) { return found }
            }
            finished.insert(name)
            return nil
        }
        for name in models.keys.sorted() {
            if let found = search(name, []) { return found }
        }
        return nil
    }
}

extension Model {
    /// The aliases that a call of the handle may go through.
    fileprivate var aliases: [String] { leaves.filter(\.id.isAlias).map(\.id.name) }
}
