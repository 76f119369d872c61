import Foundation
import Testing

@testable import MagmaModel

@Suite struct LangfuseSpanTests {
    private let attempt = Attempt(model: "openai/gpt-4o", status: 200)

    @Test func aCallIsOneGeneration() throws {
        let spans = try CallRecord.answered(usage: Usage(input: 10, output: 5)).spans()
        let span = try #require(spans.first)
        #expect(spans.count == 1)
        #expect(span.name == "chat gpt-4o")
        #expect(span.kind == 3)
        #expect(span.flags == 0x101)
        #expect(span.parent == nil)
        #expect(span.status == nil)
        #expect(span.trace == "00000000000000010000000000000002")
        #expect(span.start == 1_795_452_981_250_000_000)
        #expect(span.end - span.start == 1_500_000_000)
        #expect(span["observation.type"] == "generation")
        #expect(span["internal.is_app_root"] == true)
        #expect(span["trace.name"] == "chat gpt-4o")
        #expect(span["observation.model.name"] == "gpt-4o-2024-08-06")
        #expect(span.observation("input") == [["role": "user", "content": "hi"]])
        #expect(span.observation("output") == ["role": "assistant", "content": "hello"])
        #expect(span.observation("usage_details") == ["input": 10, "output": 5, "total": 15])
        #expect(span["observation.cost_details"] == nil, "it has no price")
        #expect(span["observation.level"] == nil)
        #expect(span["observation.metadata.provider"] == "openai")
        #expect(span["observation.metadata.request_model"] == "gpt-4o")
        #expect(span["observation.metadata.attempts"] == 1)
        #expect(span["trace.tags"] == nil, "an empty list becomes a tag")
    }

    @Test func theSameRecordGivesTheSameBytes() throws {
        var answer = Generation(content: "x")
        answer.attempts = [Attempt(model: "a/b", failure: .rateLimited), Attempt(model: "c/d")]
        let record = CallRecord.sample(CallEnd(answer))
        let settings = try LangfuseSettings.sample()
        let twice = (0..<2).map { _ in LangfuseSpans.spans(of: record, settings).map(\.encoded) }
        #expect(twice[0] == twice[1])
        #expect(Set(twice[0]).count == 3)
    }

    @Test func theScopeStandsOnEverySpan() throws {
        var answer = Generation(content: "x")
        answer.attempts = [Attempt(model: "a/b", failure: .rateLimited), Attempt(model: "c/d")]
        let scope = TraceScope(
            id: TraceID(high: 7, low: 8), name: "support", user: "u-1", session: "s-7", tags: ["beta", "eu"],
            metadata: ["plan": "pro", "seats": 3, "nested": ["a": [1]]])
        let context = TraceContext.sample(trace: scope.id, scope: scope)
        let spans = try CallRecord.sample(CallEnd(answer), context: context)
            .spans(["LANGFUSE_RELEASE": "r1", "LANGFUSE_TRACING_ENVIRONMENT": "staging"])
        #expect(spans.count == 3)
        for span in spans {
            #expect(span.trace == "00000000000000070000000000000008")
            #expect(span["trace.name"] == "support")
            #expect(span["user.id"] == "u-1")
            #expect(span["session.id"] == "s-7")
            #expect(span["trace.tags"] == ["beta", "eu"])
            #expect(span["trace.metadata.plan"] == "pro")
            #expect(span["trace.metadata.seats"] == 3)
            #expect(span["trace.metadata.nested"] == #"{"a":[1]}"#)
            #expect(span["release"] == "r1")
            #expect(span["environment"] == "staging")
        }
    }

    @Test func aFallbackHasAParent() throws {
        var answer = Generation(model: "d-1", content: "x")
        answer.usage = Usage(input: 3, output: 1)
        answer.attempts = [
            Attempt(model: "a/b", status: 429, duration: .milliseconds(100), failure: .rateLimited),
            Attempt(
                model: "a/b", status: 429, duration: .milliseconds(200), wait: .milliseconds(50), failure: .rateLimited),
            Attempt(model: "c/d", status: 200, duration: .milliseconds(300)),
        ]
        let model = Model("a/b", temperature: 0.5).fallback(to: Model("c/d", temperature: 0.9))
        let spans = try CallRecord.sample(CallEnd(answer), model: model).spans()
        let (parent, failed, good) = (spans[0], spans[1], spans[2])
        #expect(spans.count == 3)
        #expect(Set(spans.map(\.id)).count == 3)
        #expect(parent["observation.type"] == "span")
        #expect(parent["internal.is_app_root"] == true)
        #expect(parent.observation("output") == ["role": "assistant", "content": "x"])
        #expect(parent["observation.usage_details"] == nil)
        #expect(parent["observation.cost_details"] == nil)
        #expect(parent["observation.model.name"] == nil)
        for child in [failed, good] {
            #expect(child.parent == parent.id)
            #expect(child["internal.is_app_root"] == nil)
            #expect(child["observation.type"] == "generation")
            #expect(child.observation("input") == parent.observation("input"))
        }
        #expect(failed["observation.level"] == "ERROR")
        #expect(failed["observation.status_message"] == "rate_limited, HTTP 429")
        #expect(failed.status?.code == 2)
        #expect(failed.observation("cost_details") == ["total": 0])
        #expect(failed["observation.model.name"] == "b")
        #expect(failed["observation.metadata.attempts"] == 2)
        #expect(failed.observation("model.parameters") == ["temperature": 0.5])
        #expect(failed.end - failed.start == 350_000_000)
        #expect(good.start == failed.end)
        #expect(good.end == parent.end)
        #expect(good["observation.level"] == nil)
        #expect(good["observation.model.name"] == "d-1")
        #expect(good.observation("usage_details") == ["input": 3, "output": 1, "total": 4])
        #expect(good.observation("model.parameters") == ["temperature": 0.9])
    }

    /// The slower of two hedged requests was cancelled, and nobody knows what it used.
    @Test func whatIsKnownOfTheCostIsSaid() throws {
        var slower = Attempt(model: "a/b", failure: .cancelled)
        slower.mayHaveBeenPaid = true
        var answer = Generation(content: "x")
        answer.usage = Usage(input: 9, output: 2)
        answer.cost = Cost(total: 2)
        answer.attempts = [slower, Attempt(model: "a/b")]
        let span = try #require(CallRecord.sample(CallEnd(answer)).spans().first)
        #expect(span.observation("cost_details") == ["total": 2])
        #expect(span["observation.metadata.cost_is_partial"] == true)
        answer.attempts = [Attempt(model: "a/b")]
        let whole = try #require(CallRecord.sample(CallEnd(answer)).spans().first)
        #expect(whole["observation.metadata.cost_is_partial"] == nil)
    }

    @Test func whatMayHaveBeenPaidIsNotSaidToBeFree() throws {
        var cut = Attempt(model: "a/b", failure: .incompleteStream)
        cut.mayHaveBeenPaid = true
        var answer = Generation(content: "x")
        answer.attempts = [cut, Attempt(model: "c/d")]
        #expect(try CallRecord.sample(CallEnd(answer)).spans()[1]["observation.cost_details"] == nil)
        var partial = Generation(content: "x")
        partial.usage = Usage(input: 9, output: 2)
        cut.charge(partial)
        answer.attempts = [cut, Attempt(model: "c/d")]
        let told = try CallRecord.sample(CallEnd(answer)).spans()[1]
        #expect(told.observation("usage_details") == ["input": 9, "output": 2, "total": 11])
    }

    @Test func anErrorIsAnErrorAndFree() throws {
        var error = ModelError(.rateLimited, "Slow down.")
        error.status = 429
        error.requestID = "req-1"
        error.attempts = [Attempt(model: "openai/gpt-4o", status: 429, failure: .rateLimited)]
        let span = try #require(CallRecord.sample(CallEnd(error)).spans().first)
        #expect(span["observation.level"] == "ERROR")
        #expect(span["observation.status_message"]?.stringValue?.contains("Slow down.") == true)
        #expect(span.status?.code == 2)
        #expect(span.status?.message == span["observation.status_message"]?.stringValue)
        #expect(span.observation("cost_details") == ["total": 0])
        #expect(span["observation.usage_details"] == nil)
        #expect(span["observation.output"] == nil)
        #expect(span["observation.metadata.error_type"] == "rate_limited")
        #expect(span["observation.metadata.http_status"] == 429)
        #expect(span["observation.metadata.request_id"] == "req-1")
    }

    @Test func aCallThatWasNeverSentIsFree() throws {
        let span = try #require(CallRecord.sample(CallEnd(ModelError(.unsupported, "No."))).spans().first)
        #expect(span.observation("cost_details") == ["total": 0])
        #expect(span["observation.model.name"] == "gpt-4o")
        #expect(span["observation.metadata.attempts"] == 0)
    }

    @Test func aDroppedStreamIsAWarningWithItsPart() throws {
        var error = ModelError.droppedStream
        error.attempts = [attempt]
        error.partial = Generation(content: "half")
        let span = try #require(
            CallRecord.sample(CallEnd(error), streaming: true, timeToFirstToken: .milliseconds(250)).spans().first)
        #expect(span["observation.level"] == "WARNING")
        #expect(span["observation.status_message"] == "cancelled")
        #expect(span.status == nil)
        #expect(span.observation("output") == ["role": "assistant", "content": "half"])
        #expect(span["observation.cost_details"] == nil, "it may have been paid for")
        #expect(span["observation.completion_start_time"] == "2026-11-23T16:56:21.500000Z")
    }

    @Test func theAnswerOfACacheCountsNothing() throws {
        var answer = Generation(model: "gpt-4o", content: "x")
        answer.usage = Usage(input: 3, output: 1)
        answer.cost = .fromCache
        answer.isFromCache = true
        let span = try #require(CallRecord.sample(CallEnd(answer)).spans().first)
        #expect(span["observation.usage_details"] == nil)
        #expect(span.observation("cost_details") == ["total": 0])
        #expect(span["observation.metadata.cache_hit"] == true)
    }

    @Test func embeddingsHaveNoVectors() throws {
        var answer = Embeddings([Embedding(index: 0, vector: [1])])
        answer.usage = Usage(input: 4)
        answer.attempts = [Attempt(model: "openai/text-embedding-3-small")]
        let span = try #require(
            CallRecord.sample(
                CallEnd(answer), model: Model("openai/text-embedding-3-small"), messages: [.user("a"), .user("b")],
                task: .embedding
            ).spans().first)
        #expect(span["observation.type"] == "embedding")
        #expect(span.name == "embeddings text-embedding-3-small")
        #expect(span.observation("input") == ["a", "b"])
        #expect(span["observation.output"] == nil)
        #expect(span.observation("usage_details") == ["input": 4, "total": 4])
    }

    @Test func anAmbientParentIsNoted() throws {
        let parent = try #require(TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
        var answer = Generation(content: "x")
        answer.attempts = [attempt]
        let span = try #require(
            CallRecord.sample(CallEnd(answer), context: .sample(trace: parent.trace, parent: parent)).spans().first)
        #expect(span.trace == "0af7651916cd43dd8448eb211c80319c")
        #expect(span.parent == nil, "Langfuse would look for a span that it never gets")
        #expect(span["internal.is_app_root"] == true)
        #expect(span["observation.metadata.ambient_parent_span_id"] == "b7ad6b7169203331")
    }
}
