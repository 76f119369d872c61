import Foundation
import Testing

@testable import MagmaModel

/// Every recorded cost of LiteLLM's equals ours, or stands in docs/cost-differences.txt with the published price that
/// shows it wrong.
@Suite(.computes) struct CostVectorsTests {
    @Test(.enabled(if: SharedFiles.has("litellm/cost_vectors.jsonl"), SharedFiles.absent))
    func everyVectorIsEqualOrExplained() throws {
        let usages = try CostVector.usages()
        var lines: [String] = []
        var equal = 0
        for vector in try CostVector.all() {
            var explained: [CostDifference: [String]] = [:]
            for (name, stated) in vector.costs {
                // What LiteLLM could not say itself is no witness.
                guard let stated else { continue }
                let usage = try #require(usages[name])
                if let own = vector.cost(usage), own.isClose(to: stated) {
                    equal += 1
                } else if let difference = CostDifference.allCases.first(where: { $0.explains(stated, vector, usage) })
                {
                    explained[difference, default: []].append(name)
                } else {
                    let own = vector.cost(usage).map { "\($0.input) \($0.output)" } ?? "no price"
                    Issue.record("\(vector.key) \(name): \(own), recorded \(stated.input) \(stated.output)")
                }
            }
            for difference in CostDifference.allCases {
                guard let names = explained[difference] else { continue }
                lines.append(
                    "\(vector.key) | \(difference.rawValue) | \(names.joined(separator: " ")) | \(vector.published)")
            }
        }
        #expect(equal > 59_000)
        try Self.compare(lines)
    }

    private static func compare(_ lines: [String]) throws {
        let path = "docs/cost-differences.txt"
        let text = try SourceFiles.text(path)
        let head = text.split(separator: "\n", omittingEmptySubsequences: false).prefix {
            $0.hasPrefix("#") || $0.isEmpty
        }
        let written = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
        if ProcessInfo.processInfo.environment["MAGMA_WRITE_DOCS"] != nil {
            try (head.joined(separator: "\n") + "\n" + lines.joined(separator: "\n") + "\n")
                .write(to: SourceFiles.package.appendingPathComponent(path), atomically: true, encoding: .utf8)
        } else {
            #expect(
                Set(lines).subtracting(written).sorted().prefix(5) == [],
                "run MAGMA_WRITE_DOCS=1 swift test --filter CostVectors")
            #expect(Set(written).subtracting(lines).sorted().prefix(5) == [], "these lines explain nothing")
        }
    }
}

/// What LiteLLM does otherwise, so exactly that its sum follows from it.
enum CostDifference: String, CaseIterable {
    /// The model has no price for these tokens; it says 0.
    case unpriced
    /// In a batch of a model without a price for batches or cached input, it gives cached tokens away.
    case cachedFree = "cached tokens of a batch free"
    /// The model has a price, and it says 0.
    case free = "all free"
    /// Tokens from and to the cache cost what others do, whatever the price for them, and long prompts what short ones do.
    case cachePriceIgnored = "price of cached tokens ignored"
    /// The tier of service has a price, and it bills the standard one.
    case servicePriceIgnored = "price of the tier of service ignored"
    /// It takes the price of another model, whose id is this one's without its first part.
    case otherModel = "price of another model"

    func explains(_ stated: CostVector.Sum, _ vector: CostVector, _ usage: CostVector.Usage) -> Bool {
        switch self {
        case .unpriced: return vector.cost(usage) == nil
        case .cachedFree:
            guard let prices = vector.prices, usage.service == "batch" else { return false }
            guard prices.tiers.allSatisfy({ $0.service != "batch" }) else { return false }
            var usage = usage
            usage.counts.cached = 0
            return vector.cost(usage)?.isClose(to: stated) == true
        case .free: return stated.input == 0 && stated.output == 0
        case .cachePriceIgnored:
            guard var prices = vector.prices else { return false }
            prices.standard.cacheRead = nil
            prices.standard.cacheWrite = nil
            prices.standard.cacheWriteOneHour = nil
            prices.tiers = []
            return vector.cost(usage, prices)?.isClose(to: stated) == true
        case .servicePriceIgnored:
            var usage = usage
            usage.service = nil
            return vector.cost(usage)?.isClose(to: stated) == true
        case .otherModel:
            let name = vector.key.split(separator: "/", maxSplits: 1)[1]
            guard let other = Registry.bundled.capabilities(String(name))?.prices else { return false }
            return Self.allCases.contains {
                $0 != .otherModel && $0 != .free && $0.explains(stated, vector.with(other), usage)
            }
                || vector.cost(usage, other)?.isClose(to: stated) == true
        }
    }
}

struct CostVector {
    struct Sum {
        var input: Double
        var output: Double

        func isClose(to other: Sum) -> Bool {
            abs(input - other.input) <= 1e-9 && abs(output - other.output) <= 1e-9
        }
    }

    struct Usage {
        var counts: TokenCounts
        var service: String?
        var served: Set<String>
    }

    var key: String
    var prices: Prices?
    var costs: [(String, Sum?)]

    func with(_ prices: Prices) -> CostVector { CostVector(key: key, prices: prices, costs: []) }

    /// `nil` where a price is missing.
    func cost(_ usage: Usage, _ other: Prices? = nil) -> Sum? {
        guard let prices = other ?? prices else { return nil }
        // The recorded ones were made on a Saturday.
        let calculator = CostCalculator(
            prices: prices, service: usage.service, seconds: 1_795_262_400, served: usage.served)
        guard let input = try? calculator.cost(usage.counts.onlyInput),
            let output = try? calculator.cost(usage.counts.onlyOutput)
        else { return nil }
        return Sum(input: Double("\(input.total)") ?? .nan, output: Double("\(output.total)") ?? .nan)
    }

    /// The prices that show what a call costs, for a line of the list.
    var published: String {
        guard let prices, let object = Capabilities(prices: prices).json.objectValue else {
            return "no price is published"
        }
        return JSON.object(object).serialized()
    }

    static func all() throws -> [CostVector] {
        try SharedFiles.bytes("litellm/cost_vectors.jsonl").split(separator: 0x0A).map { line in
            let json = try JSON(parsing: line)
            let key = try #require(json["key"]?.stringValue)
            let provider = try #require(json["provider"]?.stringValue)
            let costs = (json["costs"]?.objectValue ?? [:]).map { name, pair -> (String, Sum?) in
                guard let input = pair[0]?.doubleValue, let output = pair[1]?.doubleValue else { return (name, nil) }
                return (name, Sum(input: input, output: output))
            }
            return CostVector(key: key, prices: try prices(key, provider), costs: costs)
        }
    }

    /// Prices by the id as one writes it: with the provider's prefix, unless it has that already.
    private static func prices(_ key: String, _ provider: String) throws -> Prices? {
        let spelled = ["text-completion-openai": "openai", "cohere_chat": "cohere", "azure_text": "azure"]
        let prefix = spelled[provider] ?? provider
        let parts = key.split(separator: "/", maxSplits: 1).map(String.init)
        let name = [prefix, prefix.replacingOccurrences(of: "_", with: "-")].contains(parts[0]) ? parts[1] : key
        let known = Registry.bundled.capabilities("\(prefix)/\(name)")
        return try #require(known, "\(key) of \(provider) is not in the registry").prices
    }

    static func usages() throws -> [String: Usage] {
        let json = try JSON(parsing: SharedFiles.bytes("litellm/cost_usages.json"))
        var usages: [String: Usage] = [:]
        for (name, item) in json.objectValue ?? [:] {
            var usage = MagmaModel.Usage(input: item["p"]?.intValue, output: item["c"]?.intValue)
            usage.cachedInput = item["cached"]?.intValue
            usage.cacheWrite = item["write"]?.intValue
            usage.reasoning = item["reasoning"]?.intValue
            usage.raw = [
                "prompt_tokens_details": [
                    "audio_tokens": item["audio_in"] ?? 0, "image_tokens": item["image_in"] ?? 0,
                ],
                "completion_tokens_details": ["audio_tokens": item["audio_out"] ?? 0],
                "cache_creation": ["ephemeral_1h_input_tokens": item["w1h"] ?? 0],
            ]
            let isBatch = item["call_type"] == "retrieve_batch"
            let region = item["data_residency"]?.stringValue
            usages[name] = Usage(
                counts: TokenCounts(usage), service: isBatch ? "batch" : item["service_tier"]?.stringValue,
                served: region.map { [$0] } ?? [])
        }
        return usages
    }
}

extension TokenCounts {
    fileprivate var onlyInput: TokenCounts {
        var copy = self
        (copy.outputText, copy.reasoning, copy.outputAudio, copy.outputImage) = (0, 0, 0, 0)
        return copy
    }

    fileprivate var onlyOutput: TokenCounts {
        var copy = self
        (copy.text, copy.cached, copy.cachedAudio, copy.written) = (0, 0, 0, 0)
        (copy.writtenForAnHour, copy.audio, copy.image) = (0, 0, 0)
        return copy
    }
}
