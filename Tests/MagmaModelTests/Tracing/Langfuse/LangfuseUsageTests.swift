import Foundation
import Testing

@testable import MagmaModel

@Suite struct LangfuseUsageTests {
    private func buckets(_ usage: Usage, priced: Bool) -> JSON? {
        var all = LangfuseUsage()
        all.add(usage, pricesReasoning: priced)
        return all.json
    }

    @Test func bucketsDoNotOverlap() {
        let usage = Usage(
            input: 120, output: 45, cachedInput: 64, cacheWrite: 10, reasoning: 20,
            raw: ["prompt_tokens_details": ["audio_tokens": 6], "completion_tokens_details": ["audio_tokens": 5]])
        #expect(
            buckets(usage, priced: true) == [
                "input": 40, "input_cached_tokens": 64, "input_cache_creation": 10, "input_audio_tokens": 6,
                "output": 20,
                "output_reasoning_tokens": 20, "output_audio_tokens": 5, "total": 165,
            ])
        #expect(buckets(usage, priced: false)?["output"] == 40)
        #expect(buckets(usage, priced: false)?["output_reasoning_tokens"] == nil)
        #expect(buckets(Usage(output: 3), priced: true) == ["output": 3, "total": 3])
        #expect(buckets(Usage(), priced: true) == nil)
        #expect(buckets(Usage(input: 0, output: 0), priced: true) == ["total": 0])
    }

    @Test func costsKeepTheirDigits() throws {
        var cost = LangfuseCost()
        let part = try #require(Decimal(string: "0.000000012345"))
        cost.add(
            Cost(input: part, cachedInput: 0, cacheWrite: 0, output: 1, reasoning: 0, audio: 0))
        #expect(cost.text(LangfuseUsage()) == #"{"input":0.000000012345,"output":1,"total":1.000000012345}"#)
        cost.add(Cost(total: 2))
        #expect(cost.text(LangfuseUsage()) == #"{"total":3.000000012345}"#, "parts that are not all are none")
        cost.add(nil)
        #expect(cost.text(LangfuseUsage()) == nil)
        #expect(LangfuseCost.nothing.text(LangfuseUsage()) == #"{"total":0}"#)
    }

    @Test func audioCostsGoWhereTheTokensAre() {
        let cost = Cost(input: 1, cachedInput: 0, cacheWrite: 0, output: 2, reasoning: 0, audio: 4)
        func text(_ input: Int, _ output: Int) -> String? {
            var (usage, sum) = (LangfuseUsage(), LangfuseCost())
            usage.add(
                Usage(
                    input: 10, output: 10,
                    raw: [
                        "prompt_tokens_details": ["audio_tokens": .int(Int64(input))],
                        "completion_tokens_details": ["audio_tokens": .int(Int64(output))],
                    ]), pricesReasoning: true)
            sum.add(cost)
            return sum.text(usage)
        }
        #expect(text(5, 0) == #"{"input":1,"input_audio_tokens":4,"output":2,"total":7}"#)
        #expect(text(0, 5) == #"{"input":1,"output":2,"output_audio_tokens":4,"total":7}"#)
        #expect(text(5, 5) == #"{"input":1,"output":2,"audio":4,"total":7}"#)
    }

    /// The tokens of an attempt that failed are part of what the call took.
    @Test func whatFailedAttemptsUsedIsAdded() throws {
        var partial = Generation(content: "x")
        partial.usage = Usage(input: 9, output: 2)
        var failed = Attempt(model: "openai/gpt-4o", failure: .overloaded)
        failed.charge(partial)
        var answer = Generation(content: "y")
        answer.usage = Usage(input: 10, output: 5)
        answer.attempts = [failed, Attempt(model: "openai/gpt-4o")]
        let span = try #require(CallRecord.sample(CallEnd(answer)).spans().first)
        #expect(span.observation("usage_details") == ["input": 19, "output": 7, "total": 26])
        // Where it ended in that attempt, the error tells the same tokens once more.
        var error = ModelError(.overloaded, "busy")
        error.partial = partial
        error.attempts = [failed]
        let once = try #require(CallRecord.sample(CallEnd(error)).spans().first)
        #expect(once.observation("usage_details") == ["input": 9, "output": 2, "total": 11])
    }

    @Test(.enabled(if: SharedFiles.has("recordings"), SharedFiles.absent))
    func everyRecordingsBucketsAddUp() throws {
        let known: Set<String> = [
            "input", "input_cached_tokens", "input_cache_creation", "input_audio_tokens", "output",
            "output_reasoning_tokens", "output_audio_tokens",
        ]
        var (checked, rich) = (0, 0)
        for expectation in SharedFiles.sample(try Expectation.all()) {
            let exchange = try RecordedExchange(parsing: SharedFiles.bytes(expectation.recording))
            guard case .generation(let answer) = exchange.replay(), let usage = answer.usage, let total = usage.total
            else { continue }
            for priced in [true, false] {
                let object = try #require(buckets(usage, priced: priced)?.objectValue)
                var sum = 0
                for (name, value) in object where name != "total" {
                    #expect(known.contains(name), "\(expectation.recording): \(name)")
                    let count = try #require(value.intValue)
                    #expect(count > 0, "\(expectation.recording): \(name) is \(count)")
                    sum += count
                }
                #expect(object["total"]?.intValue == sum, "\(expectation.recording)")
                #expect(sum == total, "\(expectation.recording): \(sum) and not \(total)")
                if object.count > 3 { rich += 1 }
            }
            checked += 1
        }
        print("Langfuse: the usage of \(checked) recordings adds up, \(rich) times in more than two buckets")
        #expect(checked > 100 && rich > 20)
    }
}
