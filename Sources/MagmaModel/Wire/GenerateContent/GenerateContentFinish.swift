/// Why an answer ended. Enumerations may come as numbers, and the two doors count them differently.
enum GenerateContentFinish {
    static func kind(_ reason: JSON, _ dialect: Dialect) -> (FinishReason.Kind, raw: String)? {
        if let word = reason.stringValue, let reason = FinishReason(word: word) {
            return (reason.kind, reason.raw ?? word)
        }
        guard let number = reason.intValue else { return nil }
        let words = dialect.has(.cloudLabels) ? cloud : own
        let kind = words.indices.contains(number) ? FinishReason(word: words[number])?.kind : nil
        return (kind ?? .other, "\(number)")
    }

    private static let own = [
        "FINISH_REASON_UNSPECIFIED", "STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "OTHER", "LANGUAGE", "BLOCKLIST",
        "PROHIBITED_CONTENT", "SPII", "MALFORMED_FUNCTION_CALL", "IMAGE_SAFETY",
    ]

    private static let cloud = [
        "FINISH_REASON_UNSPECIFIED", "STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "OTHER", "BLOCKLIST",
        "PROHIBITED_CONTENT", "SPII", "MALFORMED_FUNCTION_CALL",
    ]
}
