/// Reads vectors.
enum EmbeddingVector {
    /// A list of numbers, or the Base64 of their four bytes each, the lowest first; `nil` for anything else.
    static func floats(_ json: JSON) -> [Float]? {
        if let text = json.stringValue { return floats(base64: text) }
        guard let items = json.arrayValue, !items.isEmpty else { return nil }
        var vector: [Float] = []
        vector.reserveCapacity(items.count)
        for item in items {
            guard let number = item.doubleValue else { return nil }
            vector.append(Float(number))
        }
        return vector
    }

    private static func floats(base64 text: String) -> [Float]? {
        guard let bytes = [UInt8](base64: text), !bytes.isEmpty, bytes.count.isMultiple(of: 4) else { return nil }
        return stride(from: 0, to: bytes.count, by: 4).map { place in
            let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
            return Float(bitPattern: bits)
        }
    }
}
