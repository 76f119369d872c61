internal import CMagmaModels

/// The models that are built in: lines of the program's own data, of which one is read when it is asked for.
enum BundledModels {
    /// Where the lines begin, by the order of the ids, and when the facts held. Found by the first look-up.
    private static let index = Index()

    /// When the facts held, as `2026-11`.
    static var asOf: String? { index.asOf }

    /// All ids, in the order of their bytes.
    static var ids: [String] {
        index.starts.map { start in String(decoding: id(at: start), as: UTF8.self) }
    }

    /// What is known of a model; `nil` where it is not there.
    static func capabilities(_ id: String) -> Capabilities? {
        var id = id
        guard let start = id.withUTF8({ find(UnsafeRawBufferPointer($0)) }) else { return nil }
        guard let json = try? JSON(parsing: line(at: start)),
            var model = try? Capabilities(json: json, place: "models.json", besides: ["id"])
        else { return nil }
        model.asOf = model.asOf ?? asOf
        return model
    }

    private static func find(_ id: UnsafeRawBufferPointer) -> Int? {
        let starts = index.starts
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            let order = compare(self.id(at: starts[middle]), id)
            if order == 0 { return starts[middle] }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private static func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
        for (x, y) in zip(a, b) where x != y { return Int(x) - Int(y) }
        return a.count - b.count
    }

    /// What a line begins with, up to the id.
    private static let beginning = #"{"id":""#.utf8.count

    private static func id(at start: Int) -> UnsafeRawBufferPointer {
        let rest = UnsafeRawBufferPointer(rebasing: text[(start + beginning)...])
        let end = rest.firstIndex(of: UInt8(ascii: "\"")) ?? rest.count
        return UnsafeRawBufferPointer(rebasing: rest[..<end])
    }

    /// The object on a line, without the comma behind it.
    private static func line(at start: Int) -> UnsafeRawBufferPointer {
        let rest = UnsafeRawBufferPointer(rebasing: text[start...])
        var end = lineLength(rest)
        while end > 0, rest[end - 1] != UInt8(ascii: "}") { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: rest[..<end])
    }

    private static var text: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: magma_models(), count: Int(magma_models_count()))
    }

    private static func lineLength(_ text: UnsafeRawBufferPointer) -> Int {
        guard let start = text.baseAddress else { return 0 }
        return indexOfLineEnd(start.assumingMemoryBound(to: UInt8.self), count: text.count, carriageReturns: false)
    }

    private struct Index {
        var starts: [Int] = []
        var asOf: String?

        init() {
            let text = BundledModels.text
            // The first line is the head, and the last closes it.
            let head = lineLength(text)
            asOf = String(decoding: text[..<head], as: UTF8.self).split(separator: "\"").dropFirst(3).first.map(
                String.init)
            var start = head + 1
            while start < text.count, text[start] == UInt8(ascii: "{") {
                starts.append(start)
                start += lineLength(UnsafeRawBufferPointer(rebasing: text[start...])) + 1
            }
        }
    }
}
