/// The machine words that providers put into error bodies, and what they mean whatever the status is.
enum ErrorWords {
    /// The code of the first word that says something. `own` are the provider's own codes, `text` is the message in lower
    /// case.
    static func code(
        of words: [String],
        own: [String: ModelError.Code],
        status: Int,
        text: String
    ) -> ModelError.Code? {
        for word in words {
            if let code = own[word] { return code }
            // Amazon may write a name with its space before it.
            let word = word.lowercased().split(separator: "#").last.map(String.init) ?? ""
            guard let code = codes[word] else { continue }
            // Ollama labels every error of its OpenAI-compatible door api_error: with a 4xx the status says more.
            if code == .serverError, (400..<500).contains(status) { continue }
            // Some send insufficient_quota for a rate of tokens too.
            if word == "insufficient_quota", text.contains("per minute") { return .rateLimited }
            // A rate-limit word may stand for a spent budget, and for a request that is too large ever to pass.
            if code == .rateLimited, let quota = ErrorTexts.quota(text, status: status) { return quota }
            return code
        }
        return nil
    }

    private static let codes: [String: ModelError.Code] = {
        let words: [(ModelError.Code, [String])] = [
            (
                .contextWindowExceeded,
                [
                    "context_length_exceeded", "model_context_window_exceeded", "exceed_context_size_error",
                    "too_many_tokens", "too_many_prompt_tokens",
                ]
            ),
            (
                .contentFiltered,
                [
                    "content_filter", "content_moderation", "content_policy_violation",
                    "image_content_policy_violation", "responsibleaipolicyviolation", "cyber_policy", "bio_policy",
                    "data_inspection_failed", "datainspectionfailed",
                ]
            ),
            (
                .quotaExceeded,
                [
                    "insufficient_quota", "credit_balance_exhausted", "organization_usage_limit_exceeded",
                    "organization_spend_limit_exceeded", "project_spend_limit_exceeded", "billing_hard_limit_reached",
                    "billing_error", "payment_required", "quota_exceeded", "enforced_spend_limit_reached",
                    "contract_spend_limit_reached", "exceeded_current_quota_error", "arrearage",
                    "servicequotaexceededexception", "token_quota_reached",
                ]
            ),
            (
                .authentication,
                [
                    "invalid_api_key", "authentication_error", "api_key_invalid", "unauthenticated",
                    "invalidsignatureexception", "expiredtokenexception", "expiredtoken", "incompletesignature",
                    "incompletesignatureexception", "invalidclienttokenid", "missingauthenticationtoken",
                    "missingauthenticationtokenexception", "requestexpired", "unrecognizedclientexception",
                    "invalid_authentication_error", "incorrect_api_key_error", "invalidapikey",
                ]
            ),
            (
                .permission,
                [
                    "permission_error", "permission_denied", "accessdeniedexception", "permission_denied_error",
                    "ftuformnotfilled",
                ]
            ),
            (
                .notFound,
                [
                    "model_not_found", "not_found_error", "not_found", "deploymentnotfound",
                    "resourcenotfoundexception", "invalid_model", "model_decommissioned", "modelnotfound",
                    "resource_not_found_error",
                ]
            ),
            (
                .overloaded,
                [
                    "overloaded_error", "server_is_overloaded", "engine_overloaded_error", "provider_overloaded",
                    "capacity_exceeded", "serviceunavailableexception", "modelnotreadyexception", "unavailable",
                    "unavailable_error",
                ]
            ),
            (
                .rateLimited,
                [
                    "rate_limit_exceeded", "rate_limit_error", "ratelimitreached", "throttlingexception",
                    "resource_exhausted", "rate_limited", "slow_down", "ramp_limit_exceeded",
                    "rate_limit_reached_error", "throttling.ratequota", "throttling.burstrate", "limit_requests",
                ]
            ),
            (.timeout, ["timeout_error", "modeltimeoutexception", "requesttimeout", "responsetimeout"]),
            (.serverError, ["server_error", "api_error", "internal", "modelstreamerrorexception"]),
        ]
        return words.reduce(into: [:]) { codes, entry in
            for word in entry.1 { codes[word] = entry.0 }
        }
    }()
}
