import FoundationEssentials

/// Works out what a call cost (docs/registry.md): tokens of each kind times their price.
struct CostCalculator {
    var prices: Prices
    /// The tier of service that the call was served at; `nil` for the standard one.
    var service: String?
    /// When it was served, in seconds from 1970.
    var seconds: Double
    /// By where and how it was served: names of ``Prices/factors``.
    var served: Set<String> = []

    /// A kind of token that has no price.
    struct Unpriced: Error {
        var kind: String
    }

    func cost(_ counts: TokenCounts) throws(Unpriced) -> Cost {
        let rates = prices.rates(promptTokens: counts.prompt, service: service, at: seconds)
        let cacheRead = rates.cacheRead ?? rates.input
        let cacheWrite = rates.cacheWrite ?? rates.input
        let input =
            try price(counts.text, rates.input, "input") + price(counts.image, rates.imageInput ?? rates.input, "input")
        let cachedAudio = try price(counts.cachedAudio, rates.audioCacheRead ?? cacheRead, "cached input")
        let audio =
            try price(counts.audio, rates.audioInput ?? rates.input, "audio")
            + price(counts.outputAudio, rates.audioOutput ?? rates.output, "audio")
        let output =
            try price(counts.outputText, rates.output, "output")
            + price(counts.outputImage, rates.imageOutput ?? rates.output, "output")
        return Cost(
            input: input,
            cachedInput: try price(counts.cached, cacheRead, "cached input") + cachedAudio,
            cacheWrite: try price(counts.written, cacheWrite, "cache write")
                + price(counts.writtenForAnHour, rates.cacheWriteOneHour ?? cacheWrite, "cache write"),
            output: output,
            reasoning: try price(counts.reasoning, rates.reasoning ?? rates.output, "reasoning"),
            audio: audio
        )
    }

    private func price(_ count: Int, _ rate: Decimal?, _ kind: String) throws(Unpriced) -> Decimal {
        guard count > 0 else { return 0 }
        guard let rate else { throw Unpriced(kind: kind) }
        var price = Decimal(count) * rate * Self.oneMillionth
        for name in served { price *= prices.factors[name] ?? 1 }
        return price
    }

    /// A division would round.
    private static let oneMillionth = Decimal(sign: .plus, exponent: -6, significand: 1)
}
