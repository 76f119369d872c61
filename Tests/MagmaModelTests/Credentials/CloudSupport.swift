import Foundation
import Synchronization
import Testing

@testable import MagmaModel

/// Answers by what is asked, and keeps what was asked.
final class CloudTransport: Transport {
    typealias Answer = @Sendable (TransportRequest) async throws(ModelError) -> FakeTransport.Reply?

    private let asked = Mutex<[TransportRequest]>([])
    private let answer: Answer

    /// `nil` is a place that nobody listens at. The model itself always answers.
    init(_ answer: @escaping Answer = { _ in nil }) { self.answer = answer }

    var requests: [TransportRequest] { asked.withLock { $0 } }
    /// The requests for credentials.
    var forTokens: [TransportRequest] { requests.filter(\.isConfidential) }
    /// The requests to the model.
    var toModel: [TransportRequest] { requests.filter { !$0.isConfidential } }

    func send(_ request: TransportRequest) async throws(ModelError) -> TransportResponse {
        asked.withLock { $0.append(request) }
        var reply = try await answer(request)
        if reply == nil, !request.isConfidential { reply = .json(Answers.hello) }
        guard let reply else {
            throw ModelError(.connection, "No connection with \(URLParts(request.url)?.host ?? "")")
        }
        if let failure = reply.failure { throw failure }
        return TransportResponse(status: reply.status, headers: reply.headers, body: FakeBody(reply))
    }
}

/// A clock that tests set.
final class WallClock: Sendable {
    /// 2026-11-23T12:00:00Z.
    static let start = 1_795_435_200
    private let time = Mutex(WallClock.start)

    var now: Int { time.withLock { $0 } }
    func advance(_ seconds: Int) { time.withLock { $0 += seconds } }
    func text(after seconds: Int) -> String {
        Date(timeIntervalSince1970: Double(now + seconds)).ISO8601Format()
    }
}

/// Providers that let calls in by a cloud, apart from the built-in rows.
enum CloudRows {
    static let all = [aws, google, entra]

    static let aws = Provider(
        id: "aws",
        baseURL: "https://llm.{region}.example/v1",
        credential: .bearer("AWS_BEARER_TOKEN_BEDROCK").orElse(.aws(service: "bedrock")),
        places: [
            Place("region", keys: ["aws_region_name"], variables: ["AWS_REGION"], comesWithCredential: true)
        ]
    )
    static let google = Provider(
        id: "google-cloud",
        baseURL: "https://llm.example/v1/{project}",
        credential: .bearer("VERTEX_TOKEN").orElse(.google),
        places: [
            Place("project", keys: ["vertex_project"], variables: ["GOOGLE_CLOUD_PROJECT"], comesWithCredential: true)
        ]
    )
    static let entra = Provider(
        id: "entra",
        baseURL: "https://llm.example/v1",
        credential: .header("api-key", "AZURE_API_KEY").orElse(.entra(scope: "https://ai.example/.default"))
    )
}

extension Dispatcher {
    static func cloud(
        _ transport: any Transport,
        _ environment: [String: String] = [:],
        clock: WallClock = WallClock()
    ) -> Dispatcher {
        Dispatcher(
            transport: transport,
            environment: Environment(environment),
            providers: CloudRows.all,
            timing: Timing(
                now: { .now }, sleep: { _ in try Task.checkCancellation() }, random: { 0 }, wall: { clock.now })
        )
    }
}

/// Asks a model of one of ``CloudRows``.
@discardableResult
func ask(_ dispatcher: Dispatcher, _ id: ModelID, _ extra: JSON.Object = [:], retries: Int = 0) async throws
    -> Generation
{
    try await withDispatcher(dispatcher) {
        try await Model(id, extra: extra, retry: RetryPolicy(count: retries))([.user("the prompt")])
    }
}

/// The error of a call that must fail.
func failure(_ dispatcher: Dispatcher, _ id: ModelID, _ extra: JSON.Object = [:]) async throws -> ModelError {
    do {
        try await ask(dispatcher, id, extra)
    } catch let error as ModelError {
        return error
    }
    throw ModelError(.invalidRequest, "the call succeeded")
}

/// A home directory for one test.
struct Home {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "magma-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(name, text) }
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}

extension TransportRequest {
    /// The access key that a request is signed with.
    var signer: String? {
        guard let text = headers["authorization"], text.hasPrefix("AWS4-HMAC-SHA256 Credential=") else { return nil }
        return text.dropFirst(28).split(separator: "/").first.map(String.init)
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The members of a form.
    var form: [String: String] {
        text.split(separator: "&").reduce(into: [:]) { form, item in
            let parts = item.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { form[String(parts[0])] = String(parts[1]).removingPercentEncoding }
        }
    }
}
