/// Keeps what was said and answered to a size that servers take.
enum LangfuseCap {
    /// Bytes of both together.
    static let limit = 1 << 20
    /// What stays of the beginning of one that is too long.
    private static let kept = 64 << 10

    /// The texts; where they are too long together, the beginning of the longer one, and then of the other.
    static func fit(_ input: String?, _ output: String?) -> (input: String?, output: String?) {
        var (input, output) = (input, output)
        for _ in 0..<2 where size(input) + size(output) > limit {
            if size(input) >= size(output) { input = input.map(beginning) } else { output = output.map(beginning) }
        }
        return (input, output)
    }

    private static func size(_ text: String?) -> Int { text?.utf8.count ?? 0 }

    private static func beginning(of text: String) -> String {
        guard text.utf8.count > kept else { return text }
        return String(decoding: text.utf8.prefix(kept), as: UTF8.self) + mark(text.utf8.count - kept)
    }

    private static func mark(_ count: Int) -> String { "<truncated, \(count) bytes>" }

    /// The span without the longer of both, for a server that takes less; `nil` where neither is left.
    static func shortened(_ span: OTLPSpan) -> OTLPSpan? {
        func text(_ key: String) -> String? {
            guard case .string(let text)? = span[key], text.utf8.count > 64 else { return nil }
            return text
        }
        let found = ["langfuse.observation.input", "langfuse.observation.output"].compactMap { key in
            text(key).map { (key, $0.utf8.count) }
        }
        guard let (key, count) = found.max(by: { $0.1 < $1.1 }) else { return nil }
        var shorter = span
        shorter[key] = .string(mark(count))
        return shorter
    }
}
