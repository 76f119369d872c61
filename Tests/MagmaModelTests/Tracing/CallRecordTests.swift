import Foundation
import Testing

@testable import MagmaModel

/// What all sinks read out of a record.
@Suite struct CallRecordTests {
    private func record(_ model: Model, _ end: CallEnd) -> CallRecord {
        let call = HookCall(id: 1, isStreaming: false, model: model, messages: [.user("hi")])
        return CallRecord(
            call: call, context: .current(), start: .init(), duration: .seconds(1), timeToFirstToken: nil, end: end)
    }

    private func partial(_ input: Int) -> Generation {
        var answer = Generation(content: "part")
        answer.usage = Usage(input: input)
        return answer
    }

    @Test func whatAFailedAttemptUsedIsOnTheBillOfItsModel() {
        var failed = Attempt(model: "openai/a", failure: .connection)
        failed.charge(partial(5))
        var answer = partial(7)
        answer.attempts = [failed, Attempt(model: "openai/b")]
        let bills = record(Model("openai/a").fallback(to: Model("openai/b")), CallEnd(answer)).bills
        #expect(bills.map(\.model) == ["openai/a", "openai/b"])
        #expect(bills.map(\.usage.input) == [5, 7])
    }

    @Test func whatHadComeBeforeTheEndIsOnTheBillOnce() {
        var failed = Attempt(model: "openai/a", failure: .connection)
        failed.charge(partial(5))
        var error = ModelError(.connection, "gone").with([failed])
        error.partial = partial(5)
        #expect(record(Model("openai/a"), CallEnd(error)).bills.map(\.usage.input) == [5])
        // Where the head had come, the attempt itself is none that failed.
        error = error.with([Attempt(model: "openai/a")])
        #expect(record(Model("openai/a"), CallEnd(error)).bills.map(\.usage.input) == [5])
    }

    @Test func whereNothingWasAskedItIsTheFirstModelOfTheHandle() {
        let error = ModelError(.configuration, "no key")
        let pool = Model.pool([Model("openai/a"), Model("openai/b")])
        #expect(record(pool, CallEnd(error)).target == "openai/a")
        #expect(record(Model("@chat"), CallEnd(error)).target == "@chat")
        #expect(record(Model("@chat"), CallEnd(error)).outcome == "configuration")
    }

    @Test func aChargeKeepsHowLongLimitsHeldTheAttempt() {
        var attempt = Attempt(model: "openai/a", wait: .seconds(1))
        attempt.held(.seconds(2))
        attempt.charge(partial(5))
        #expect(attempt.wait == .seconds(3) && attempt.limitWait == .seconds(2) && attempt.usage?.input == 5)
    }
}
