extension ToolCall {
    /// The members of a call that carry Google's signature of the thoughts before it.
    static func signed(_ signature: String) -> JSON.Object { ["thoughtSignature": .string(signature)] }

    /// Google's signature of the thoughts before the call; also where its OpenAI-compatible endpoint and LiteLLM keep it.
    var thoughtSignature: String? {
        (extra["thoughtSignature"] ?? extra["extra_content"]?["google"]?["thought_signature"]
            ?? extra["provider_specific_fields"]?["thought_signature"])?.stringValue
    }

    /// The members that may hold it.
    static let signatureMembers = ["thoughtSignature", "extra_content", "provider_specific_fields"]
}
