import MagmaModel
import Synchronization

/// Answers from memory, so that only the library's own work is measured.
struct MemoryTransport: Transport {
    /// What each `next()` hands out.
    let parts: [BodyChunk]
    let contentType: String

    init(_ body: [UInt8], _ contentType: String, partSize: Int = .max) {
        parts = stride(from: 0, to: body.count, by: partSize == .max ? max(1, body.count) : partSize).map {
            BodyChunk(bytes: Array(body[$0..<min(body.count, partSize == .max ? body.count : $0 + partSize)]))
        }
        self.contentType = contentType
    }

    func send(_ request: TransportRequest) async throws(ModelError) -> TransportResponse {
        TransportResponse(status: 200, headers: ["content-type": contentType], body: MemoryBody(parts))
    }
}

private final class MemoryBody: ResponseBody {
    private let parts: [BodyChunk]
    private let position = Atomic(0)

    init(_ parts: [BodyChunk]) { self.parts = parts }

    func next() async throws(ModelError) -> BodyChunk? {
        let position = position.add(1, ordering: .relaxed).oldValue
        return position < parts.count ? parts[position] : nil
    }

    func cancel() {}
    func discard() {}
}
