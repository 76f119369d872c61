import MagmaModel
import MagmaTesting
import Testing

/// One at a time: they measure time and count connections.
@Suite(.serialized, .timeLimit(.minutes(5))) enum TransportTests {}

/// Sends a small request through the real transport.
func exchange(
    _ url: String,
    headers: HeaderFields = [:],
    timeouts: TransportTimeouts = TransportTimeouts()
) async throws(ModelError) -> TransportResponse {
    try await HTTPTransport.shared.send(
        TransportRequest(
            url: url,
            headers: headers,
            body: Array(#"{"model":"m"}"#.utf8),
            timeouts: timeouts
        )
    )
}

/// The error that the body throws.
func failure(_ body: () async throws(ModelError) -> Void) async -> ModelError? {
    do throws(ModelError) {
        try await body()
        return nil
    } catch {
        return error
    }
}

/// Waits until the condition holds; whether it did in time.
func holds(within limit: Duration = .seconds(5), _ condition: () -> Bool) async -> Bool {
    let end = ContinuousClock.now.advanced(by: limit)
    while !condition() {
        guard ContinuousClock.now < end else { return false }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return true
}

extension BodyChunk {
    var text: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
}
