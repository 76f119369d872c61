import Testing

@testable import MagmaModel

/// What is known of an answer that comes in one piece, also where something is wrong with it.
@Suite struct WholeAnswerTests {
    private func ask(_ body: String) async -> Result<Generation, ModelError> {
        let dispatcher = Dispatcher(transport: FakeTransport(.json(body)), environment: Environment([:]))
        return await withDispatcher(dispatcher) {
            do throws(ModelError) {
                return .success(try await Model("llamacpp/m", retry: RetryPolicy(count: 0))([.user("hi")]))
            } catch {
                return .failure(error)
            }
        }
    }

    @Test func whatABrokenOneHasCountedIsKnown() async throws {
        let answer = await ask(
            #"{"usage":{"prompt_tokens":30,"completion_tokens":2},"choices":[{"message":{"content":"x"}}"#)
        let error = try #require(throws: ModelError.self) { try answer.get() }
        #expect(error.code == .decoding)
        let attempt = try #require(error.attempts.first)
        #expect(attempt.usage?.input == 30 && attempt.usage?.output == 2 && attempt.mayHaveBeenPaid)
    }

    @Test func ofOneThatIsBrokenBeforeItsCountsNoneAreKnown() async throws {
        let answer = await ask(#"{"choices":[{"message":{"content":"x"}}"#)
        let error = try #require(throws: ModelError.self) { try answer.get() }
        #expect(error.code == .decoding && error.attempts.first?.usage == nil)
    }

    @Test func detailsWithoutCountsHideNoOthers() async throws {
        let usage =
            #"{"prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{},"input_tokens_details":{"cached_tokens":5},"completion_tokens_details":{"x":1},"output_tokens_details":{"reasoning_tokens":3}}"#
        let answer = try await ask(
            #"{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":\#(usage)}"#
        ).get()
        #expect(answer.usage?.cachedInput == 5 && answer.usage?.reasoning == 3)
        #expect(answer.attempts.count == 1 && answer.rawResponse != nil)
    }
}
