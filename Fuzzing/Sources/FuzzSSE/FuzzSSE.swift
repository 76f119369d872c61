@main
struct FuzzSSE {
    static func main() { fuzz(fuzzServerSentEvents) }
}

/// A stream must give the same events, or the same error behind the same events, however it is cut. The first two bytes
/// choose where; small limits make the errors reachable.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzServerSentEvents(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    guard let start, count > 2 else { return 0 }
    let choice = Int(start.loadUnaligned(as: UInt16.self))
    let bytes = UnsafeRawBufferPointer(start: start + 2, count: count - 2)
    let cut = choice % (bytes.count + 1)
    for parser in [ServerSentEventParser(), ServerSentEventParser(maxLineBytes: 24, maxEventBytes: 32)] {
        let whole = events(bytes, pieces: [bytes.count], parser)
        precondition(events(bytes, pieces: [cut, bytes.count], parser) == whole, "a cut changes the events")
        let step = choice % 7 + 1
        let pieces = Array(stride(from: step, to: bytes.count, by: step)) + [bytes.count]
        precondition(events(bytes, pieces: pieces, parser) == whole, "cuts every \(step) bytes change the events")
    }
    return 0
}

private struct Event: Equatable {
    var name: [UInt8]
    var data: [UInt8]
    var id: [UInt8]
    var retry: Int?
    var otherLines: [UInt8]
    var field: [[UInt8]]
}

private struct Outcome: Equatable {
    var events: [Event] = []
    var failure: ServerSentEventError?
}

/// The events of the pieces that end at the given places. Each piece is copied, so a read beyond it is seen.
private func events(
    _ bytes: UnsafeRawBufferPointer,
    pieces: [Int],
    _ parser: ServerSentEventParser
) -> Outcome {
    var parser = parser
    var outcome = Outcome()
    let take = { (event: ServerSentEvent) in
        let field = event.otherField.map { [[UInt8]($0.name), [UInt8]($0.value)] }
        outcome.events.append(
            Event(
                name: [UInt8](event.name),
                data: [UInt8](event.data),
                id: [UInt8](event.id),
                retry: event.retry,
                otherLines: [UInt8](event.otherLines),
                field: field ?? []
            )
        )
    }
    do {
        var from = 0
        for end in pieces {
            try [UInt8](bytes[from..<end]).withUnsafeBytes { try parser.feed($0, take) }
            from = end
        }
        try parser.finish(take)
    } catch {
        outcome.failure = error as? ServerSentEventError
    }
    return outcome
}
