internal import Dispatch
internal import FoundationEssentials

/// What credentials are looked for in: the environment, files and, through the dispatcher's transport, the network.
struct CredentialHost: Sendable {
    let environment: Environment
    let transport: any Transport
    let wall: @Sendable () -> Int

    /// The value of a variable that is set and not empty.
    func variable(_ name: String) -> String? { environment.first(of: [name])?.value }

    /// The path of a file in the user's home; `nil` where there is none.
    func home(_ path: String) -> String? {
        environment.first(of: ["HOME", "USERPROFILE"]).map { "\($0.value)/\(path)" }
    }

    /// The text of a file, `nil` where there is no such file. Reading blocks, so it is done on another queue than calls.
    func file(_ path: String, for purpose: String) async throws(ModelError) -> String? {
        let path = path.hasPrefix("~/") ? home(String(path.dropFirst(2))) ?? path : path
        let outcome: Result<String?, ModelError> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                guard FileManager.default.fileExists(atPath: path) else {
                    return continuation.resume(returning: .success(nil))
                }
                do {
                    let bytes = try Data(contentsOf: URL(filePath: path))
                    continuation.resume(returning: .success(String(decoding: bytes, as: UTF8.self)))
                } catch {
                    // The system's error names the path and the reason, never the contents.
                    let failure = ModelError.credentials("\(path), \(purpose), cannot be read.", underlying: error)
                    continuation.resume(returning: .failure(failure))
                }
            }
        }
        return try outcome.get()
    }

    /// The text of a file that somebody named; one that is not there is an error.
    func namedFile(_ path: String, for purpose: String) async throws(ModelError) -> String {
        guard let text = try await file(path, for: purpose) else {
            throw .credentials("There is no file \(path), \(purpose).")
        }
        return text
    }

    /// Asks for a token, within `limit`. Nothing of it is recorded.
    func send(_ request: TokenRequest, limit: Duration = .seconds(10)) async throws(ModelError) -> TokenResponse {
        let response = try await transport.send(
            TransportRequest(
                method: request.method,
                url: request.url,
                headers: request.headers,
                body: Array(request.body.utf8),
                timeouts: TransportTimeouts(
                    connect: limit, head: limit, idle: limit, deadline: .now.advanced(by: limit)),
                wantsWholeBody: true,
                isConfidential: true
            ))
        let body = try await response.body.collect(upTo: 1 << 20)
        return TokenResponse(status: response.status, headers: response.headers, body: body)
    }
}

/// A request for a token or for what belongs to it.
struct TokenRequest: Sendable {
    var method = "GET"
    var url: String
    var headers: HeaderFields = [:]
    var body = ""

    init(_ url: String, headers: HeaderFields = [:]) {
        self.url = url
        self.headers = headers
    }

    /// A form, as OAuth and AWS's older services take it.
    init(form: [(String, String)], to url: String) {
        method = "POST"
        self.url = url
        headers = ["content-type": "application/x-www-form-urlencoded", "accept": "application/json"]
        body = form.map { "\($0)=\(PathTemplate.percentEncoded($1))" }.joined(separator: "&")
    }
}

/// What came back.
struct TokenResponse: Sendable {
    var status: Int
    var headers: HeaderFields
    var body: [UInt8]

    var isSuccess: Bool { (200..<300).contains(status) }
    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSON? { try? JSON(parsing: body) }
}

extension ModelError {
    /// How an error begins that says that nothing was found.
    static let noCredentials = "There are no credentials"

    /// Why a call cannot be let in. Nothing of the call has been sent when it is thrown.
    static func credentials(_ message: String, underlying: (any Error)? = nil) -> ModelError {
        ModelError(.authentication, "\(message) Nothing was sent.", underlying: underlying)
    }

    /// Why a place that gives tokens gave none: it cannot be reached, or answers so.
    static func tokens(_ message: String, status: Int? = nil, underlying: ModelError? = nil) -> ModelError {
        if underlying?.code == .cancelled, let underlying { return underlying }
        let reason = underlying.map { " \($0.message)" } ?? ""
        var error = ModelError.credentials("\(message)\(reason)", underlying: underlying)
        error.isRetryable = underlying != nil || status.map { $0 == 429 || $0 >= 500 } ?? false
        return error
    }
}
