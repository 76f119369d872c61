extension Message {
    /// Members of the chat format that have no field, without those that only answers carry and nobody takes back.
    var requestMembers: [(key: String, value: JSON)] {
        extra.isEmpty ? [] : extra.filter { !$0.value.isNull && !Self.answerMembers.contains($0.key) }
    }

    static let answerMembers: Set<String> = [
        "annotations", "citations", "images", "provider_specific_fields", "groundingMetadata", "urlContextMetadata",
        "citationMetadata",
    ]
}
