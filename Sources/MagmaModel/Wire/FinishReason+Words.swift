extension FinishReason {
    /// The unified word for a provider's own; `nil` for an empty one.
    init?(word: String) {
        guard !word.isEmpty else { return nil }
        self.init(Self.kinds[word] ?? .other, raw: word)
    }

    private static let kinds: [String: Kind] = {
        let words: [(Kind, [String])] = [
            (
                .stop,
                [
                    "stop", "end_turn", "stop_sequence", "eos", "eos_token", "load", "unload", "completed", "COMPLETE",
                    "STOP_SEQUENCE", "STOP", "FINISH",
                ]
            ),
            (
                .length,
                [
                    "length", "max_tokens", "model_length", "model_context_window_exceeded", "MAX_TOKENS",
                    "ERROR_LIMIT", "max_output_tokens", "LENGTH", "CONTINUATION",
                ]
            ),
            (
                .toolCalls,
                ["tool_calls", "tool_call", "function_call", "tool_use", "TOOL_CALL", "requires_action"]
            ),
            (
                .contentFilter,
                [
                    "content_filter", "refusal", "sensitive", "guardrail_intervened", "content_filtered", "SAFETY",
                    "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "MODEL_ARMOR",
                    "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "ESCALATION",
                    "ERROR_TOXIC", "CONTENT_FILTERED",
                ]
            ),
        ]
        return words.reduce(into: [:]) { kinds, entry in
            for word in entry.1 { kinds[word] = entry.0 }
        }
    }()
}
