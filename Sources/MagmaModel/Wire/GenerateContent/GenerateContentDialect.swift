// What the doors to generateContent do otherwise than the Gemini API.
extension Dialect.Flag {
    /// A request may carry `labels`, and is never stored (Vertex AI).
    public static let cloudLabels: Dialect.Flag = "cloud_labels"
    /// Calls of functions have no ids; those of other providers are not sent (Vertex AI).
    public static let noCallIDs: Dialect.Flag = "no_call_ids"
}
