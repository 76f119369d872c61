internal import FoundationEssentials

/// A call as hooks see it, before it is routed.
public struct HookCall: Sendable, Identifiable {
    /// Tells this call from all others of the process.
    public let id: UInt64
    /// Whether the answer is read piece by piece.
    public let isStreaming: Bool
    /// What is called, the overrides of the call included.
    public var model: Model
    /// What is said.
    public var messages: [Message]
    var task = CallTask.chat
}

/// One request as hooks see it, before it is sent.
public struct HookAttempt: Sendable {
    /// The call it belongs to.
    public let callID: UInt64
    /// The provider and model that are asked.
    public let model: ModelID
    /// 1 for the first attempt at this model.
    public let number: Int
    /// Where it goes.
    public let url: String
    /// How many bytes the body has.
    public let bodySize: Int
    /// The most tokens that the answer may have; `nil`: no limit is sent.
    public let maxTokens: Int?
    /// How many tokens the prompt is reckoned at: an estimate, as ``Model/estimateTokens(_:)`` makes it.
    public var estimatedInputTokens: Int { TokenEstimate.input(of: request.resolved.call) }
    private let request: PreparedRequest
    private let observation: CallObservation
    /// Whether its call has ended meanwhile.
    var isOver: Bool { observation.isOver }
    /// Sent with the request over those it has.
    public var headers: [String: String] = [:]

    init(_ request: PreparedRequest, of observation: CallObservation, number: Int) {
        self.request = request
        self.observation = observation
        callID = observation.call.id
        self.number = number
        model = request.resolved.call.modelID
        url = request.url
        bodySize = request.body.count
        maxTokens = request.resolved.call.maxTokens
    }

    /// What the request costs with an answer of so many tokens; `nil` where no price is known.
    func estimatedCost(output: Int) -> Decimal? {
        var builder = GenerationBuilder(streaming: false)
        builder.setUsage(Usage(input: estimatedInputTokens, output: output))
        let answer = builder.build()
        return try? CostBasis(request.resolved, isCut: false).cost(of: answer).get().total
    }
}
