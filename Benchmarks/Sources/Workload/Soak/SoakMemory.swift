import Synchronization

/// The resident memory of a soak, in kilobytes, while as much is in flight in its middle as at its end.
struct SoakMemory: Sendable {
    /// The median while the middle tenth of the calls is made.
    var middle = 0
    /// The median while the last tenth is.
    var end = 0

    static func sample(_ tally: SoakTally, _ count: Int) async -> SoakMemory {
        var (middle, end): ([Int], [Int]) = ([], [])
        while true {
            let ended = tally.ended.load(ordering: .relaxed)
            guard ended < count else { break }
            if let size = residentKilobytes() {
                if (count / 20 * 9..<count / 20 * 11).contains(ended) { middle.append(size) }
                if ended >= count / 10 * 9 { end.append(size) }
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return SoakMemory(middle: median(middle), end: median(end))
    }

    private static func median(_ sizes: [Int]) -> Int { sizes.isEmpty ? 0 : sizes.sorted()[sizes.count / 2] }
}
