import Testing

@testable import MagmaModel

/// Streams that a network, a proxy or a server broke: with an event lost, an event twice, or the end missing. Whatever
/// comes of it, nothing crashes or hangs, and what was cut is never taken for whole.
@Suite(.computes, .enabled(if: SharedFiles.has("recordings"), SharedFiles.absent))
struct BrokenStreamTests {
    /// The places to try in a stream: each event, or for a long one the first, the last and some between.
    private static func places(_ stream: RecordedStream) -> [Int] {
        let count = stream.events.count
        let most = max(12, 400_000 / max(1, stream.size))
        guard count > most else { return Array(0..<count) }
        let third = most / 3
        let between = stride(from: third, to: count - third, by: max(1, (count - 2 * third) / third))
        return Array(0..<third) + between + Array(count - third..<count)
    }

    /// Calls the body with each place, and with what the events before it have made.
    private static func eachPlace(_ stream: RecordedStream, _ body: (Int, EventPump) -> Void) throws(ModelError) {
        var pump = stream.pump
        var fed = 0
        for place in places(stream) {
            for event in stream.events[fed..<place] { try RecordedStream.feed(event, to: &pump) }
            fed = place
            body(place, pump)
        }
    }

    @Test(arguments: RecordingsTests.dialects)
    func anEventMayBeLost(dialect: String) throws {
        for stream in try RecordedStream.all(dialect) {
            try Self.eachPlace(stream) { place, pump in
                guard case .failure(let error) = stream.replay(pump, stream.events[(place + 1)...]) else { return }
                #expect(error.code == .incompleteStream, "\(stream.file) without event \(place): \(error)")
            }
        }
    }

    @Test(arguments: RecordingsTests.dialects)
    func anEventMayComeTwice(dialect: String) throws {
        for stream in try RecordedStream.all(dialect) {
            try Self.eachPlace(stream) { place, pump in
                let events = [stream.events[place]] + stream.events[place...]
                guard case .failure(let error) = stream.replay(pump, events[...]) else { return }
                Issue.record("\(stream.file) with event \(place) twice: \(error)")
            }
        }
    }

    /// A stream is whole from some event on; before that it is an error. Right behind an event that says so, it may say
    /// that it is over and go on all the same: one call of several is over.
    @Test(arguments: RecordingsTests.dialects)
    func aCutStreamIsNeverWhole(dialect: String) throws {
        let streams = try RecordedStream.all(dialect)
        #expect(!streams.isEmpty)
        for stream in streams {
            guard case .success(let whole) = stream.replay(stream.events) else {
                Issue.record("\(stream.file) is not whole")
                continue
            }
            var pump = stream.pump
            var wasOver = false
            for (place, event) in stream.events.enumerated() {
                switch stream.end(of: pump) {
                case .failure(let error):
                    #expect(error.code == .incompleteStream, "\(stream.file), cut before event \(place): \(error)")
                    wasOver = false
                case .success(let cut):
                    #expect(
                        !wasOver || cut.content == whole.content && cut.toolCalls == whole.toolCalls,
                        "\(stream.file), cut before event \(place), passes for whole")
                    wasOver = true
                }
                try RecordedStream.feed(event, to: &pump)
            }
        }
    }
}
