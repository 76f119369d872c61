/// A usage taken apart into kinds of tokens that do not overlap.
struct TokenCounts: Sendable, Hashable {
    var text = 0
    var cached = 0
    var cachedAudio = 0
    var written = 0
    var writtenForAnHour = 0
    var audio = 0
    var image = 0
    var outputText = 0
    var reasoning = 0
    var outputAudio = 0
    var outputImage = 0
    /// All of the prompt.
    var prompt = 0

    /// Where counts overlap, as some providers' do, what came from or went to the cache is counted first, and the other
    /// kinds share what is left.
    init(_ usage: Usage) {
        let details = UsageDetails(usage.raw ?? .null)
        prompt = usage.input ?? 0
        let cachedAll = min(usage.cachedInput ?? 0, prompt)
        let writtenAll = min(usage.cacheWrite ?? 0, prompt - cachedAll)
        cachedAudio = min(details.cachedAudio, cachedAll)
        cached = cachedAll - cachedAudio
        writtenForAnHour = min(details.writtenForAnHour, writtenAll)
        written = writtenAll - writtenForAnHour
        var rest = prompt - cachedAll - writtenAll
        // Audio that was read from the cache is within both counts.
        audio = Self.take(max(details.audio - cachedAudio, 0), from: &rest)
        image = Self.take(details.image, from: &rest)
        text = rest
        rest = usage.output ?? 0
        reasoning = Self.take(usage.reasoning ?? 0, from: &rest)
        outputAudio = Self.take(details.outputAudio, from: &rest)
        outputImage = Self.take(details.outputImage, from: &rest)
        outputText = rest
    }

    private static func take(_ count: Int, from rest: inout Int) -> Int {
        let taken = min(max(count, 0), rest)
        rest -= taken
        return taken
    }
}

/// Counts that providers give beside those of ``Usage``, by the names they give them.
private struct UsageDetails {
    var audio = 0
    var image = 0
    var cachedAudio = 0
    var writtenForAnHour = 0
    var outputAudio = 0
    var outputImage = 0

    init(_ raw: JSON) {
        let input = raw["prompt_tokens_details"] ?? raw["input_tokens_details"]
        let output = raw["completion_tokens_details"] ?? raw["output_tokens_details"]
        audio = Self.count(input?["audio_tokens"]) + Self.modality("AUDIO", raw["promptTokensDetails"])
        image = Self.count(input?["image_tokens"]) + Self.modality("IMAGE", raw["promptTokensDetails"])
        cachedAudio =
            Self.count(input?["cached_tokens_details"]?["audio_tokens"])
            + Self.modality("AUDIO", raw["cacheTokensDetails"])
        outputAudio = Self.count(output?["audio_tokens"]) + Self.modality("AUDIO", raw["candidatesTokensDetails"])
        outputImage = Self.count(output?["image_tokens"]) + Self.modality("IMAGE", raw["candidatesTokensDetails"])
        writtenForAnHour =
            Self.count(raw["cache_creation"]?["ephemeral_1h_input_tokens"])
            + (raw["cacheDetails"]?.arrayValue ?? []).filter { $0["ttl"] == "1h" }
            .reduce(0) { $0.addingUpTo(Self.count($1["inputTokens"])) }
    }

    private static func count(_ json: JSON?) -> Int { json?.tokenCount ?? 0 }

    /// A count in a list of `{modality, tokenCount}`.
    private static func modality(_ name: String, _ list: JSON?) -> Int {
        (list?.arrayValue ?? []).filter { $0["modality"]?.stringValue == name }.reduce(0) {
            $0.addingUpTo(count($1["tokenCount"]))
        }
    }
}
