/// What a recorded exchange decodes to, in one shape for all providers.
package enum ReplayResult: Sendable {
    case generation(Generation)
    /// An error inside a 2xx has no status of its own.
    case error(ModelError, isInside2xx: Bool)
    /// The dialect has no wire protocol yet.
    case unsupported

    package var outcome: String {
        switch self {
        case .generation: "generation"
        case .error: "error"
        case .unsupported: "unsupported"
        }
    }

    package var json: JSON {
        switch self {
        case .generation(let generation): Self.json(generation)
        case .error(let error, let isInside2xx): Self.json(error, isInside2xx)
        case .unsupported: ["outcome": "unsupported"]
        }
    }

    private static func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
    private static func number(_ number: Int?) -> JSON { number.map { .int(Int64($0)) } ?? .null }

    private static func json(_ generation: Generation) -> JSON {
        [
            "outcome": "generation",
            "id": text(generation.id.isEmpty ? nil : generation.id),
            "model": text(generation.model.isEmpty ? nil : generation.model),
            "content": .string(generation.content),
            "reasoning": text(generation.reasoning),
            "refusal": text(generation.refusal),
            "tool_calls": .array(
                generation.toolCalls.map { call in
                    [
                        "id": text(call.id.isEmpty ? nil : call.id),
                        "name": .string(call.name),
                        "arguments": (call.type == "custom" ? nil : call.parsedArguments)
                            ?? ["__raw": .string(call.arguments)],
                    ]
                }
            ),
            "finish_reason": text(generation.finishReason?.kind.rawValue),
            "raw_finish_reason": text(generation.finishReason?.raw),
            "usage": generation.usage.map { usage in
                [
                    "input": number(usage.input),
                    "output": number(usage.output),
                    "cached_input": number(usage.cachedInput),
                    "cache_write": number(usage.cacheWrite),
                    "reasoning": number(usage.reasoning),
                ]
            } ?? .null,
            "error": .null,
        ]
    }

    private static func json(_ error: ModelError, _ isInside2xx: Bool) -> JSON {
        let partial = error.partial ?? Generation()
        return [
            "outcome": "error",
            "content": .string(partial.content),
            "error": [
                "category": .string(error.code.rawValue),
                "status": isInside2xx ? .null : number(error.status),
                "message": .string(error.message),
                "request_id": text(error.requestID),
                "retry_after_s": error.retryAfter.map { .double($0 / .seconds(1)) } ?? .null,
            ],
        ]
    }
}
