internal import MagmaModel

/// How a wire protocol looks from the server's side.
protocol FakeWire: Sendable {
    /// What is asked. `uri` has the model and the way to answer where the protocol puts them there.
    func question(_ body: JSON, uri: String) -> FakeQuestion
    /// The body of a whole answer.
    func whole(_ answer: FakeAnswer) -> JSON
    /// The events of a streamed answer, framed.
    func stream(_ answer: FakeAnswer) -> [[UInt8]]
    /// The media type of a stream.
    var streamType: String { get }
    /// The body of an error.
    func failure(_ failure: FakeFailure) -> JSON
    /// The event of an error in a stream, framed.
    func errorEvent(_ failure: FakeFailure) -> [UInt8]
    /// How many events at the end of a stream tell that it is over.
    var endingEvents: Int { get }
    /// What a line of so many bytes begins with.
    func lineStart(_ count: Int) -> [UInt8]
}

extension FakeWire {
    func errorEvent(_ failure: FakeFailure) -> [UInt8] { FakeEvents.event(nil, self.failure(failure)) }

    func lineStart(_ count: Int) -> [UInt8] { Array("data: ".utf8) }
}

/// What a request asks for, whatever its protocol.
struct FakeQuestion {
    var model = ""
    var isStreaming = false
    /// The text of what the user said last.
    var text = ""
    /// The text of the tool's result that the request ends with.
    var toolResult: String?
    /// The tools that are offered, each with the names of its parameters.
    var tools: [(name: String, parameters: [String])] = []
    var maxTokens: Int?
    /// How many words all of the prompt has.
    var words = 0
}

/// What the model says.
struct FakeAnswer {
    /// What the answer calls the model.
    var model = FakeProvider.model
    /// The words, each with the space before it.
    var pieces: [String] = []
    var call: (name: String, arguments: JSON)?
    var isCutShort = false
    var input = 0
    /// Between two pieces of a stream.
    var delay = Duration.zero

    var text: String { pieces.joined() }
    var output: Int { max(pieces.count, 1) }
    static let callID = "call_fake_1"
}

/// Why a request is refused.
struct FakeFailure {
    enum Kind {
        case wrongKey, unknownModel, tooLong, badRequest, rateLimited, overloaded, broken
    }

    var kind: Kind
    /// What the model says of it in words.
    var message: String

    init(_ kind: Kind, message: String? = nil) {
        self.kind = kind
        self.message = message ?? kind.message
    }

    /// The one that a status stands for.
    init(status: Int) {
        let kind: Kind =
            switch status {
            case 401, 403: .wrongKey
            case 404: .unknownModel
            case 429: .rateLimited
            case 503, 529: .overloaded
            case 500...: .broken
            default: .badRequest
            }
        self.init(kind)
    }

    var status: Int {
        switch kind {
        case .wrongKey: 401
        case .unknownModel: 404
        case .tooLong, .badRequest: 400
        case .rateLimited: 429
        case .overloaded: 503
        case .broken: 500
        }
    }
}

extension FakeFailure.Kind {
    var message: String {
        switch self {
        case .wrongKey: "The key is not valid."
        case .unknownModel: "There is no such model."
        case .tooLong: "The prompt is too long: it exceeds this model's maximum context length."
        case .badRequest: "The request cannot be read."
        case .rateLimited: "Too many requests: the rate limit is reached."
        case .overloaded: "The model is overloaded, try again later."
        case .broken: "Something went wrong on our side."
        }
    }
}

extension FakeWire {
    func reply(to request: ReceivedRequest, key: String?, window: Int, fault: Fault?) -> ScriptedReply {
        if let key, !Self.shows(key, request.headers) { return refusal(.wrongKey) }
        guard let body = try? JSON(parsing: request.body) else { return refusal(.badRequest) }
        let question = question(body, uri: request.uri)
        guard question.model.hasSuffix(FakeProvider.model) else { return refusal(.unknownModel) }
        guard question.words <= window else { return refusal(.tooLong) }
        let answer = Self.answer(to: question)
        let isStreaming = question.isStreaming
        return reply(
            ScriptedAnswer(
                type: isStreaming ? streamType : "application/json",
                pieces: isStreaming ? stream(answer) : [whole(answer).bytes()], isStreaming: isStreaming,
                delay: answer.delay),
            fault)
    }

    private func refusal(_ kind: FakeFailure.Kind) -> ScriptedReply {
        let reason = FakeFailure(kind)
        return .json(status: reason.status, failure(reason).serialized())
    }

    private static func shows(_ key: String, _ headers: HeaderFields) -> Bool {
        // Providers differ in the header.
        headers.contains { $0.value == key || $0.value == "Bearer \(key)" || $0.value.hasPrefix("AWS4-HMAC-SHA256") }
    }

    private static func answer(to question: FakeQuestion) -> FakeAnswer {
        var answer = FakeAnswer(input: question.words)
        if let tool = question.tools.first, question.toolResult == nil {
            let arguments = tool.parameters.map { ($0, JSON.string("Zürich")) }
            answer.call = (tool.name, .object(JSON.Object(arguments)))
            return answer
        }
        var text = question.toolResult.map { "The tool said: \($0)" } ?? "You said: \(question.text)"
        if question.text.contains(FakeProvider.slowWord) {
            text = (1...2000).map { "\($0)" }.joined(separator: " ")
            answer.delay = .milliseconds(20)
        }
        answer.pieces = FakePieces.words(text)
        if let limit = question.maxTokens, limit < answer.pieces.count {
            answer.pieces = Array(answer.pieces.prefix(limit))
            answer.isCutShort = true
        }
        return answer
    }
}

extension FakeQuestion {
    /// Counts the words of a text as part of the prompt.
    mutating func count(_ text: String) { words += text.split(separator: " ").count }

    /// The tools of a list, each found by its name and its schema.
    mutating func offer(_ tools: JSON?, _ read: (JSON) -> (name: JSON?, schema: JSON?)) {
        for tool in tools?.arrayValue ?? [] {
            let (name, schema) = read(tool)
            guard let name = name?.stringValue else { continue }
            let parameters = (schema?["properties"]?.objectValue ?? [:]).map(\.key)
            self.tools.append((name, parameters))
        }
    }
}

extension JSON {
    /// The text of a content that is a string or a list of parts with a `text`.
    var contentText: String {
        stringValue ?? (arrayValue ?? []).compactMap { $0["text"]?.stringValue }.joined(separator: " ")
    }
}

/// Events as server-sent events frame them.
enum FakeEvents {
    static func event(_ name: String? = nil, _ data: JSON) -> [UInt8] {
        Array(((name.map { "event: \($0)\n" } ?? "") + "data: \(data.serialized())\n\n").utf8)
    }
}
