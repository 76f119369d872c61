import Testing

@testable import MagmaModel

@Suite struct GoogleErrorsTests {
    private func error(_ json: JSON, status: Int) -> ModelError {
        json.bytes().withBytes {
            ErrorClassifier.error(status: status, headers: [:], body: $0, wire: GenerateContent(), dialect: Dialect())
        }
    }

    private static let quota = "You exceeded your current quota, please check your plan and billing details."

    private static func exhausted(_ message: String, quotaID: String? = nil, code: Int64 = 429) -> JSON {
        let violations: JSON = quotaID.map { [["violations": [["quotaId": .string($0)]]]] } ?? []
        return [
            "error": [
                "code": .int(code), "message": .string(message), "status": "RESOURCE_EXHAUSTED", "details": violations,
            ]
        ]
    }

    @Test func aLimitOfAMinuteIsNoQuota() {
        let minute = error(
            Self.exhausted(Self.quota, quotaID: "GenerateRequestsPerMinutePerProjectPerModel"), status: 429)
        #expect(minute.code == .rateLimited)
        let waits = error(Self.exhausted("\(Self.quota) Please retry in 1h2m5.5s."), status: 429)
        #expect(waits.code == .rateLimited && waits.retryAfter == .seconds(3725.5))
        #expect(error([Self.exhausted("Too many.")], status: 429).code == .rateLimited)
    }

    @Test func aLimitOfADayIsOne() {
        let day = error(
            Self.exhausted(Self.quota, quotaID: "GenerateRequestsPerDayPerProjectPerModel-FreeTier"), status: 429)
        #expect(day.code == .quotaExceeded)
        let none = error(
            Self.exhausted("\(Self.quota)\n* Quota exceeded for metric: m, limit: 0, model: x"), status: 429)
        #expect(none.code == .quotaExceeded)
        let spent = error(Self.exhausted("Your prepayment credits are depleted.", code: 402), status: 402)
        #expect(spent.code == .quotaExceeded)
    }

    @Test func anInvalidKeyIsToldByItsReason() {
        let key: JSON = [
            "error": [
                "code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT",
                "details": [["reason": "API_KEY_INVALID"]],
            ]
        ]
        #expect(error(key, status: 400).code == .authentication)
    }
}
