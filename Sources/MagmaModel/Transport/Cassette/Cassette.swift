internal import FoundationEssentials

/// One recorded exchange, as a JSON file holds it. What is kept has no secrets in it.
///
/// Members: `source license provider dialect model streaming fidelity kinds`, `request` (`method host path headers`,
/// `body` as JSON or `body_text`), `response` (`status`, lower-case `headers`, `body` as text or `body_base64`,
/// `chunk_lengths`, `cut` where it broke off).
struct Cassette: Sendable {
    var method: String
    var host: String
    /// With the query.
    var path: String
    var requestHeaders: HeaderFields = [:]
    var requestBody: RequestBody
    var context: ExchangeContext?
    var status: Int
    var responseHeaders: HeaderFields
    var body: [UInt8]
    /// The byte lengths of the reads that made up the body; empty where it is not known.
    var chunkLengths: [Int] = []
    var isCut = false

    enum RequestBody: Sendable, Hashable {
        case json(JSON)
        case text(String)
        /// Only the response is known: any request to the same place matches.
        case unknown
    }

    /// The body as the consumer is to see it arrive.
    var chunks: [BodyChunk] {
        guard !body.isEmpty else { return [] }
        guard !chunkLengths.isEmpty, chunkLengths.allSatisfy({ $0 > 0 }),
            chunkLengths.reduce(0, +) == body.count
        else { return [BodyChunk(bytes: body)] }
        var start = 0
        return chunkLengths.map { length in
            defer { start += length }
            return BodyChunk(bytes: Array(body[start..<(start + length)]))
        }
    }
}

extension Cassette {
    /// Reads a file's content; `nil` where it is JSON of another kind.
    init?(_ json: JSON) {
        guard let request = json["request"], let response = json["response"],
            let status = response["status"]?.intValue, let host = request["host"]?.stringValue
        else { return nil }
        method = request["method"]?.stringValue ?? "POST"
        self.host = host
        path = request["path"]?.stringValue ?? "/"
        requestHeaders = Self.headers(request["headers"])
        if request["recorded"]?.boolValue == false {
            requestBody = .unknown
        } else if let body = request["body"] {
            requestBody = .json(body)
        } else {
            requestBody = .text(request["body_text"]?.stringValue ?? "")
        }
        if let provider = json["provider"]?.stringValue {
            context = ExchangeContext(
                provider: provider,
                wire: Self.wire(ofDialect: json["dialect"]?.stringValue ?? ""),
                model: json["model"]?.stringValue ?? "",
                isStreaming: json["streaming"]?.boolValue ?? false
            )
        }
        self.status = status
        responseHeaders = Self.headers(response["headers"])
        if let text = response["body"]?.stringValue {
            body = Array(text.utf8)
        } else if let base64 = response["body_base64"]?.stringValue {
            guard let data = Data(base64Encoded: base64) else { return nil }
            body = [UInt8](data)
        } else {
            body = []
        }
        chunkLengths = response["chunk_lengths"]?.arrayValue?.compactMap(\.intValue) ?? []
        isCut = response["cut"]?.boolValue ?? false
    }

    private static func headers(_ json: JSON?) -> HeaderFields {
        HeaderFields(json?.objectValue?.map { ($0.key, $0.value.stringValue ?? $0.value.serialized()) } ?? [])
    }

    var json: JSON {
        var request: JSON.Object = [
            "method": .string(method), "host": .string(host), "path": .string(path),
            "headers": Self.object(requestHeaders),
        ]
        switch requestBody {
        case .json(let body): request["body"] = body
        case .text(let text): request["body_text"] = .string(text)
        case .unknown: request["recorded"] = false
        }
        var response: JSON.Object = ["status": .int(Int64(status)), "headers": Self.object(responseHeaders)]
        if let text = String(validating: body, as: UTF8.self) {
            response["body"] = .string(text)
        } else {
            response["body_base64"] = .string(Data(body).base64EncodedString())
        }
        response["chunk_lengths"] = .array(chunkLengths.map { .int(Int64($0)) })
        if isCut { response["cut"] = true }
        return .object([
            "source": "magma", "license": .null,
            "provider": context.map { .string($0.provider) } ?? .null,
            "dialect": context.map { .string(Self.dialect(of: $0.wire)) } ?? .null,
            "model": context.map { .string($0.model) } ?? .null,
            "streaming": .bool(context?.isStreaming ?? false),
            "fidelity": "verbatim", "kinds": [],
            "request": .object(request), "response": .object(response),
        ])
    }

    /// The names that recordings have for protocols, where they differ.
    private static let dialects: [(WireProtocolID, String)] = [
        (.chatCompletions, "openai-chat"), (.messages, "anthropic"), (.ollamaChat, "ollama"),
    ]

    private static func dialect(of wire: WireProtocolID) -> String {
        dialects.first { $0.0 == wire }?.1 ?? wire.rawValue
    }

    private static func wire(ofDialect dialect: String) -> WireProtocolID {
        dialects.first { $0.1 == dialect }?.0 ?? WireProtocolID(rawValue: dialect)
    }

    /// One value per name, lower case: repeated fields are joined, as HTTP allows.
    private static func object(_ headers: HeaderFields) -> JSON {
        var object = JSON.Object()
        for field in headers {
            let name = field.name.lowercased()
            let before = object[name]?.stringValue.map { $0 + ", " } ?? ""
            object[name] = .string(before + field.value)
        }
        return .object(object)
    }
}
