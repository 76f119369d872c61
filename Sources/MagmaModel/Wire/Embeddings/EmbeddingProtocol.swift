/// A wire protocol that turns texts into vectors. The texts are the messages of its calls, one each.
protocol EmbeddingProtocol: WireProtocol {
    /// What it takes besides texts, by the common names and its own.
    var parameters: [String: String] { get }
    /// Its words for what texts are for, by the common ones.
    var inputTypes: [String: String] { get }

    func body(_ texts: [String], _ model: String, _ options: EmbeddingOptions) -> JSON.Object

    /// What a body of an answer holds; `nil` where it is none.
    func answer(_ body: JSON) -> EmbeddingAnswer?
}

/// What is found in an answer.
struct EmbeddingAnswer {
    /// In the order of the texts: a list of numbers each, or Base64.
    var vectors: [JSON]
    var id = ""
    var model = ""
    var usage: Usage?
}

extension EmbeddingProtocol {
    var framing: Framing { .serverSentEvents }
    var parameters: [String: String] { [:] }
    var inputTypes: [String: String] { [:] }

    /// Where the vectors stand in the message of an answer.
    static var member: String { "embeddings" }

    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest {
        var rest = call.options
        let options = try EmbeddingOptions(&rest, self, call, notes: &notes)
        var body = self.body(call.messages.map(\.text), call.modelName, options)
        body.merge(rest)
        body.merge(call.extraBody)
        return WireRequest(body: JSON.object(body).bytes())
    }

    func decode(
        _ body: UnsafeRawBufferPointer,
        dialect: Dialect,
        into builder: inout GenerationBuilder
    ) throws(ModelError) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: body)
        } catch {
            throw ModelError(.decoding, "The answer is no JSON: \(error)", underlying: error)
        }
        guard let answer = answer(json) else {
            let facts = errorFacts(json, status: 200)
            guard facts.message != nil else {
                throw ModelError(.decoding, "The answer is JSON, but it holds no vectors of numbers.")
            }
            throw ErrorClassifier.error(facts: facts, status: 200, body: body, dialect: dialect)
        }
        builder.id = answer.id
        builder.model = answer.model
        if let usage = answer.usage { builder.setUsage(usage) }
        builder.messageExtra[Self.member] = .array(answer.vectors)
    }

    func makeStreamDecoder(dialect: Dialect) -> any StreamDecoder { UnstreamedDecoder() }

    func errorFacts(_ body: JSON, status: Int) -> ErrorFacts { ErrorFacts(json: body) }
}

/// Embeddings come in one piece: an event of a stream is none of theirs.
struct UnstreamedDecoder: StreamDecoder {
    var isComplete: Bool { false }
    var isDone: Bool { false }

    func decode(_ event: StreamEvent, into builder: inout GenerationBuilder) throws(ModelError) {
        throw ModelError(.decoding, "The server sent a stream where one answer should be.")
    }
}
