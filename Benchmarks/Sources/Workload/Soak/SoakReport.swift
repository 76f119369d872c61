/// What a soak came to, and the rules that it broke.
struct SoakReport {
    let seed: UInt64
    let inFlight: Int
    let seconds: Double
    let memory: SoakMemory
    let descriptors: (before: Int, after: Int)
    let counts: SoakCounts
    /// In words.
    private(set) var broken: [String] = []
    private var rows: [(String, String)] = []

    init(
        seed: UInt64,
        inFlight: Int,
        seconds: Double,
        memory: SoakMemory,
        descriptors: (before: Int, after: Int),
        counts: SoakCounts
    ) {
        (self.seed, self.inFlight, self.seconds) = (seed, inFlight, seconds)
        (self.memory, self.descriptors, self.counts) = (memory, descriptors, counts)
    }

    mutating func judge(_ state: SoakTally.State) {
        let ends = state.ends.reduce(into: (0, 0)) { counts, times in
            if times == 0 { counts.0 += 1 }
            if times > 1 { counts.1 += 1 }
        }
        hold(ends == (0, 0), "\(ends.0) calls never ended, \(ends.1) more than once")
        hold(state.attempts == counts.requests, "the client made other attempts than the server counted")
        hold(state.failedAttempts == counts.faults, "other attempts failed than the server failed")
        let told = state.hooked.afterCall + state.hooked.onError
        hold(state.hooked.calls == told, "hooks were told of \(told) ends of \(state.hooked.calls)")
        let growth = Double(memory.end) / Double(max(memory.middle, 1))
        hold((0.9...1.1).contains(growth), "the memory at the end is not within a tenth of that in the middle")
        hold(descriptors.before == descriptors.after, "descriptors are left open")
        hold(counts.connections == 0, "the server has connections that are left open")
        for complaint in state.complaints.prefix(10) { hold(false, complaint) }
        for (outcome, count) in state.outcomes.sorted(by: { $0.value > $1.value }) {
            rows.append((outcome == SoakTally.success ? "answers" : "`\(outcome)`", "\(count)"))
        }
        rows += [
            ("attempts, as the client and the server count them", "\(state.attempts) / \(counts.requests)"),
            ("attempts that failed, likewise", "\(state.failedAttempts) / \(counts.faults)"),
            ("ends that hooks were told of, of those they were to see", "\(told) / \(state.hooked.calls)"),
            ("memory in the middle and at the end, kB", "\(memory.middle) / \(memory.end)"),
            ("connections that the server is left with", "\(counts.connections)"),
            ("file descriptors before and after", "\(descriptors.before) / \(descriptors.after)"),
            ("seconds", "\(Int(seconds.rounded()))"),
        ]
    }

    private mutating func hold(_ isKept: Bool, _ rule: String) {
        if !isKept { broken.append(rule) }
    }

    /// In Markdown.
    var table: String {
        let lines = ["| \(inFlight) in flight, seed \(seed) | |", "|---|--:|"]
        return (lines + rows.map { "| \($0.0) | \($0.1) |" }).joined(separator: "\n")
    }
}
