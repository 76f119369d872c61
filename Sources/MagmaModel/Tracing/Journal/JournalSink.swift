internal import Dispatch
internal import Synchronization

/// Writes one line of JSON for each call to the file that `MAGMA_JOURNAL` names: what it used and cost, and nothing of what was said.
///
/// A call only puts its facts into a queue; a thread of the system's, which lives while there is something to write, does the rest.
final class JournalSink: CallSink {
    private struct State {
        var waiting: [JournalEntry] = []
        /// Calls that found the queue full since the last line.
        var dropped = 0
        var isWriting = false
        var isClosed = false
        /// Whether what was written last is in the file.
        var isIntact = true
    }

    private let state = Mutex(State())
    private let writer = DispatchQueue(label: "magma.journal", qos: .utility)
    private let file: JournalFile
    private let limit: Int

    /// `nil` where no file is named.
    convenience init?(_ environment: Environment) {
        guard let path = environment["MAGMA_JOURNAL"], !path.isEmpty else { return nil }
        self.init(JournalFile(path))
    }

    /// `limit` is how many calls may wait to be written.
    init(_ file: JournalFile, limit: Int = 10_000) {
        self.file = file
        self.limit = limit
    }

    func ended(_ record: CallRecord) {
        let entry = JournalEntry(record)
        let mustStart = state.withLock { state in
            guard !state.isClosed else { return false }
            if state.waiting.count < limit { state.waiting.append(entry) } else { state.dropped += 1 }
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { writer.async { self.write() } }
    }

    /// Writes until nothing waits.
    private func write() {
        while true {
            let (entries, dropped) = state.withLock { state in
                let taken = (state.waiting, state.dropped)
                state.waiting = []
                state.dropped = 0
                state.isWriting = !taken.0.isEmpty
                return taken
            }
            guard !entries.isEmpty else { return }
            let isIntact = file.append(entries.map(\.line) + (dropped > 0 ? [JournalEntry.lineOfDropped(dropped)] : []))
            state.withLock { $0.isIntact = isIntact }
        }
    }

    func flush(timeout: Duration) async -> Bool {
        let race = Race<Bool>()
        // Behind all that is to be written now.
        writer.async { race.finish(self.state.withLock(\.isIntact)) }
        let timer = Task {
            try? await Task.sleep(for: timeout)
            race.finish(false)
        }
        defer { timer.cancel() }
        return await race.value() ?? false
    }

    func shutdown(timeout: Duration) async -> Bool {
        state.withLock { $0.isClosed = true }
        return await flush(timeout: timeout)
    }
}
