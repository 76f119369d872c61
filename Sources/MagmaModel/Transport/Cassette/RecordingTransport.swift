internal import FoundationEssentials
internal import Synchronization

/// Passes exchanges on to another transport and writes each as one JSON file (a cassette), without its secrets.
///
/// A stream is recorded as it passes and written when it ends; one that broke off, or was dropped, is marked as cut.
/// An exchange without a response is not recorded, nor is one that asks for a token. A file that cannot be written never fails a call: it is counted in
/// ``failedWrites``.
public final class RecordingTransport: Transport {
    private let base: any Transport
    private let writer: CassetteWriter

    /// The directory is made where it is missing.
    public init(wrapping base: any Transport, directory: String) {
        self.base = base
        writer = CassetteWriter(directory: directory)
    }

    /// How many cassettes could not be written.
    public var failedWrites: Int { writer.failures }

    /// Sends the request through the other transport and records what comes.
    public func send(_ request: TransportRequest) async throws(ModelError) -> TransportResponse {
        var response = try await base.send(request)
        guard !request.isConfidential else { return response }
        response.body = RecordingBody(response, request: request, writer: writer)
        return response
    }
}

/// Numbers and writes the files of one recorder.
final class CassetteWriter: Sendable {
    private let directory: String
    private let state = Mutex((count: 0, failures: 0))
    /// Tells the recorders apart that share a directory.
    private let run = String(UInt64.random(in: .min ... .max), radix: 36)

    init(directory: String) { self.directory = directory }

    var failures: Int { state.withLock { $0.failures } }

    func write(_ cassette: Cassette) {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        let digits = String(number)
        let name = "\(run)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).json"
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let text = cassette.json.serialized(pretty: true) + "\n"
            try Data(text.utf8).write(to: URL(filePath: directory).appending(path: name), options: .atomic)
        } catch {
            state.withLock { $0.failures += 1 }
        }
    }
}

private final class RecordingBody: ResponseBody {
    private let base: any ResponseBody
    private let writer: CassetteWriter
    private let request: TransportRequest
    private let status: Int
    private let headers: HeaderFields
    private let tape = Mutex(Tape())

    private struct Tape {
        var bytes: [UInt8] = []
        var lengths: [Int] = []
        var isWritten = false
    }

    init(_ response: TransportResponse, request: TransportRequest, writer: CassetteWriter) {
        base = response.body
        status = response.status
        headers = response.headers
        self.request = request
        self.writer = writer
    }

    deinit { write(isCut: true) }

    func next() async throws(ModelError) -> BodyChunk? {
        let chunk: BodyChunk?
        do throws(ModelError) {
            chunk = try await base.next()
        } catch {
            write(isCut: true)
            throw error
        }
        guard let chunk else {
            write(isCut: false)
            return nil
        }
        tape.withLock { tape in
            chunk.withUnsafeBytes { tape.bytes.append(contentsOf: $0) }
            tape.lengths.append(chunk.count)
        }
        return chunk
    }

    func cancel() {
        base.cancel()
        write(isCut: true)
    }

    func discard() {
        base.discard()
        write(isCut: false)
    }

    private func write(isCut: Bool) {
        let taken: Tape? = tape.withLock { tape in
            guard !tape.isWritten else { return nil }
            let taken = tape
            tape = Tape(isWritten: true)
            return taken
        }
        guard let taken, let parts = URLParts(request.url) else { return }
        let redaction = CassetteRedaction(request)
        let body = redaction.responseBody(taken.bytes)
        writer.write(
            Cassette(
                method: request.method,
                host: parts.host,
                path: redaction.path(parts.path),
                requestHeaders: redaction.headers(request.headers),
                requestBody: redaction.body(request.body),
                context: request.context,
                status: status,
                responseHeaders: redaction.headers(headers),
                body: body,
                chunkLengths: body == taken.bytes ? taken.lengths : [],
                isCut: isCut
            )
        )
    }
}
