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
        /// Calls that will not be in the file, since that was last asked.
        var lost = 0
    }

    private let state = Mutex(State())
    private let writer = DispatchQueue(label: "magma.journal", qos: .utility)
    private let file: JournalFile
    private let limit: Int
    private let start: Start

    /// Has the writer do something soon.
    typealias Start = @Sendable (DispatchQueue, @escaping @Sendable () -> Void) -> Void

    /// `nil` where no file is named.
    convenience init?(_ environment: Environment) {
        guard let path = environment["MAGMA_JOURNAL"], !path.isEmpty else { return nil }
        self.init(JournalFile(path))
    }

    /// `limit` is how many calls may wait to be written; `start` is when their writing begins.
    init(_ file: JournalFile, limit: Int = 10_000, start: @escaping Start = { $0.async(execute: $1) }) {
        self.start = start
        self.file = file
        self.limit = limit
    }

    func ended(_ record: CallRecord) {
        let entry = JournalEntry(record)
        let mustStart = state.withLock { state in
            guard !state.isClosed else {
                state.lost += 1
                return false
            }
            if state.waiting.count < limit {
                state.waiting.append(entry)
            } else {
                state.dropped += 1
                state.lost += 1
            }
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { start(writer) { self.write() } }
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
            let last = dropped > 0 ? [JournalEntry.lineOfDropped(dropped)] : []
            let isWritten = file.append(entries.map(\.line) + last)
            if !isWritten { state.withLock { $0.lost += entries.count } }
        }
    }

    func flush(timeout: Duration) async -> Bool {
        let race = Race<Bool>()
        // A call that has just ended may not have asked for its line to be written yet.
        writer.async {
            self.write()
            race.finish(true)
        }
        let timer = Task {
            try? await Task.sleep(for: timeout)
            race.finish(false)
        }
        defer { timer.cancel() }
        let isOver = await race.value() ?? false
        let lost = state.withLock { state in
            defer { state.lost = 0 }
            return state.lost
        }
        return isOver && lost == 0
    }

    func shutdown(timeout: Duration) async -> Bool {
        state.withLock { $0.isClosed = true }
        return await flush(timeout: timeout)
    }
}
