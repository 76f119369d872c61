/// What providers say only in words. Searched in the lower-cased message, after the machine words.
enum ErrorTexts {
    static func code(of text: String, status: Int) -> ModelError.Code? {
        guard !text.isEmpty else { return nil }
        let isThrottled = status == 429 || text.contains("rate limit") || text.contains("too many requests")
        if !isThrottled, status != 401, status != 404, status < 500 || status == 500,
            contains(text, contextWindow) && !contains(text, ["max_tokens must be less than"])
        {
            return .contextWindowExceeded
        }
        if contains(text, contentFilter) { return .contentFiltered }
        if let quota = quota(text, status: status) { return quota }
        if status == 400 || status == 0 {
            if contains(text, ["incorrect api key", "invalid api key"]) { return .authentication }
            if contains(text, unknownModel) { return .notFound }
        }
        return nil
    }

    /// `.quotaExceeded` where the text speaks of money, credit or a period's allowance.
    static func quota(_ text: String, status: Int) -> ModelError.Code? {
        guard [0, 400, 402, 403, 429].contains(status) else { return nil }
        return contains(text, quotaTexts) ? .quotaExceeded : nil
    }

    /// Whether one of the entries occurs; all words of an entry, which `…` separates, must.
    private static func contains(_ text: String, _ entries: [String]) -> Bool {
        entries.contains { entry in
            entry.split(separator: "…").allSatisfy { text.contains($0) }
        }
    }

    private static let contextWindow = [
        "maximum context length", "exceeds the context", "maximum prompt length is",
        "reduce the length of the messages", "prompt is too long", "exceed context limit", "input is too long",
        "input too long:", "maximum context limit", "too many input tokens",
        "exceeds the maximum number of tokens allowed",
        "input token count…exceeds", "number of input tokens exceeds maximum length", "context window limit",
        "input tokens exceed", "longer than the model's context length",
        "requested input length…exceeds maximum input length",
        "exceeds the maximum allowed input length", "greater than the context length", "context window exceeds limit",
        "prompt token count of…exceeds the limit of", "context length is only", "configured context size is",
        "available context size", "`inputs` tokens + `max_new_tokens` must be", "current length is…while limit is",
        "too many tokens", "too large for model with", "exceeds the available context",
        "prompt is longer than the context length", "exceeded max context length", "prompt too long",
        "prompt exceeds max length", "more than max tokens allowed", "exceeded model token limit",
        "input token length too long", "range of input length should be", "context length exceeded", "context window",
    ]

    private static let contentFilter = [
        "content management policy", "responsibleaipolicyviolation", "content_policy_violation",
        "rejected as a result of our safety system", "invalid prompt…violating our usage policy",
        "output blocked by content filtering policy", "considered high risk", "potentially unsafe or sensitive content",
        "data may contain inappropriate content", "content violates usage guidelines",
    ]

    private static let quotaTexts = [
        "exceeded your current quota", "check your plan and billing", "prepayment credits are depleted",
        "reached your specified…usage limits", "limit exhausted", "package has expired", "budget exceeded",
        "credit balance is too low", "insufficient balance", "insufficient credits", "requires more credits",
        "used all available credits", "billing hard limit", "spend limit", "in arrears", "account is in good standing",
        "prompt tokens limit exceeded", "trial key…month", "monthly…limit", "tokens per day",
    ]

    private static let unknownModel = [
        "model not found", "is not a valid model id", "model identifier is invalid", "model not exist",
        "model does not exist",
    ]
}
