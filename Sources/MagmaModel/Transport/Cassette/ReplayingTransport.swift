internal import FoundationEssentials
internal import Synchronization

/// Answers requests from cassettes, without a network.
///
/// A recording matches by method, host, path with query, and body; JSON bodies compare by value, and secrets count
/// neither in the path nor in the body. Recordings that match the same request are used in the order given, each once;
/// the last of them is repeated. A request that no recording matches is a `.configuration` error that names the nearest
/// one and the first difference. A recording that was cut ends in a `.connection` error.
public final class ReplayingTransport: Transport {
    private let recordings: [(file: String, cassette: Cassette)]
    private let uses: Mutex<[Int]>

    /// Throws `.configuration` where a file cannot be read or is no cassette.
    public init(files: [String]) throws(ModelError) {
        var recordings: [(file: String, cassette: Cassette)] = []
        for file in files {
            let data: Data
            do {
                data = try Data(contentsOf: URL(filePath: file))
            } catch {
                throw ModelError(.configuration, "The cassette \(file) cannot be read.", underlying: error)
            }
            guard let json = try? JSON(parsing: [UInt8](data)), let cassette = Cassette(json) else {
                throw ModelError(.configuration, "\(file) is not a cassette.")
            }
            recordings.append((file, cassette))
        }
        self.recordings = recordings
        uses = Mutex(Array(repeating: 0, count: recordings.count))
    }

    /// All `.json` files of a directory, in the order of their names.
    public convenience init(directory: String) throws(ModelError) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw ModelError(.configuration, "The directory \(directory) cannot be read.", underlying: error)
        }
        try self.init(files: names.filter { $0.hasSuffix(".json") }.sorted().map { "\(directory)/\($0)" })
    }

    /// Answers from the recording that matches; throws `.configuration` where there is none.
    public func send(_ request: TransportRequest) async throws(ModelError) -> TransportResponse {
        guard let parts = URLParts(request.url) else {
            throw ModelError(.invalidRequest, "\"\(Redaction.url(request.url))\" is not an absolute URL.")
        }
        try HeaderCheck.check(request)
        let redaction = CassetteRedaction(request)
        let wanted = CassetteMatch(
            method: request.method,
            host: parts.host,
            path: redaction.path(parts.path),
            body: redaction.body(request.body)
        )
        var matching: [Int] = []
        var nearest: (index: Int, difference: CassetteMatch.Difference)?
        for (index, recording) in recordings.enumerated() {
            guard let difference = wanted.firstDifference(from: recording.cassette) else {
                matching.append(index)
                continue
            }
            if nearest.map({ $0.difference.depth < difference.depth }) ?? true { nearest = (index, difference) }
        }
        guard let last = matching.last else {
            let hint = nearest.map { "The nearest is \(recordings[$0.index].file): \($0.difference.text)" }
            throw ModelError(
                .configuration,
                "No recording matches \(request.method) \(parts.host)\(wanted.path). \(hint ?? "There are none.")"
            )
        }
        let chosen = uses.withLock { uses in
            let index = matching.first { uses[$0] == 0 } ?? last
            uses[index] += 1
            return index
        }
        let cassette = recordings[chosen].cassette
        return TransportResponse(
            status: cassette.status,
            headers: cassette.responseHeaders,
            body: ReplayedBody(cassette)
        )
    }
}

private final class ReplayedBody: ResponseBody {
    private let chunks: Mutex<ArraySlice<BodyChunk>>
    private let isCut: Bool
    private let isCancelled = Mutex(false)
    private let host: String

    init(_ cassette: Cassette) {
        chunks = Mutex(cassette.chunks[...])
        isCut = cassette.isCut
        host = cassette.host
    }

    func next() async throws(ModelError) -> BodyChunk? {
        guard !Task.isCancelled, !isCancelled.withLock({ $0 }) else {
            throw ModelError(.cancelled, "The call was cancelled.")
        }
        if let chunk = chunks.withLock({ $0.popFirst() }) { return chunk }
        guard !isCut else {
            throw ModelError(.connection, "The recording of \(host) breaks off in the middle of the response.")
        }
        return nil
    }

    func cancel() { isCancelled.withLock { $0 = true } }

    func discard() { chunks.withLock { $0 = [] } }
}
