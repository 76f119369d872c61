import FoundationEssentials
import MagmaModel

/// What a journal comes to, by day and model or one of the two.
struct UsageTally {
    struct Key: Hashable, Comparable {
        var day = ""
        /// A model or a provider.
        var name = ""

        static func < (a: Key, b: Key) -> Bool { (a.day, a.name) < (b.day, b.name) }
    }

    struct Sum {
        var calls = 0
        var errors = 0
        var input = 0
        var output = 0
        var cached = 0
        var cacheWrite = 0
        var reasoning = 0
        /// US dollars of the calls whose cost is known.
        var cost: Decimal = 0
        /// How many others there are.
        var unknownCosts = 0

        var tokens: Int { input.adding(output) }
    }

    /// Groups beyond so many are taken together, whatever their day, so that no file can fill the memory.
    private static let limit = 20_000

    private(set) var groups: [Key: Sum] = [:]
    private(set) var total = Sum()
    private(set) var brokenLines = 0
    private(set) var dropped = 0
    private let key: (JournalLine.Call) -> Key

    init(by key: @escaping (JournalLine.Call) -> Key) { self.key = key }

    /// Reads a whole file. Calls before `since` do not count, nor those that were dropped before.
    mutating func read(_ path: String, since: String?) throws {
        var lines = try LineReader(path)
        while let line = try lines.next() {
            guard !line.isEmpty else { continue }
            switch JournalLine(line) {
            case nil: brokenLines += 1
            case .dropped(let count, let time):
                if time >= since ?? "" { dropped = dropped.adding(max(0, count)) }
            case .call(let call):
                if call.time >= since ?? "" { add(call) }
            }
        }
    }

    mutating func add(_ call: JournalLine.Call) {
        var key = key(call)
        if groups.count >= Self.limit, groups[key] == nil { key = Key(name: "(others)") }
        groups[key, default: Sum()].add(call)
        total.add(call)
    }

    /// In order.
    var rows: [(key: Key, sum: Sum)] { groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
}

extension UsageTally.Sum {
    mutating func add(_ call: JournalLine.Call) {
        calls += 1
        if call.isError { errors += 1 }
        input = input.adding(call.input)
        output = output.adding(call.output)
        cached = cached.adding(call.cached)
        cacheWrite = cacheWrite.adding(call.cacheWrite)
        reasoning = reasoning.adding(call.reasoning)
        if let cost = call.cost { self.cost += cost } else { unknownCosts += 1 }
    }

    mutating func add(_ other: UsageTally.Sum) {
        calls += other.calls
        errors += other.errors
        input = input.adding(other.input)
        output = output.adding(other.output)
        cached = cached.adding(other.cached)
        cacheWrite = cacheWrite.adding(other.cacheWrite)
        reasoning = reasoning.adding(other.reasoning)
        cost += other.cost
        unknownCosts += other.unknownCosts
    }

    /// What is known of the cost, and of how many calls it is not.
    var costText: String {
        if unknownCosts == 0 { return Dollars.text(cost) }
        return calls == unknownCosts ? "unknown" : "\(Dollars.text(cost)) + \(unknownCosts) unknown"
    }

    var json: JSON.Object {
        [
            "calls": .int(Int64(calls)), "errors": .int(Int64(errors)), "input": .int(Int64(input)),
            "output": .int(Int64(output)), "cached_input": .int(Int64(cached)),
            "cache_write": .int(Int64(cacheWrite)), "reasoning": .int(Int64(reasoning)),
            "cost": calls > 0 && calls == unknownCosts ? .null : .string(cost.description),
            "calls_of_unknown_cost": .int(Int64(unknownCosts)),
        ]
    }
}

extension Int {
    /// As far as 64 bits go: what a file says may be any number.
    fileprivate func adding(_ other: Int) -> Int {
        let (sum, isTooMuch) = addingReportingOverflow(other)
        return isTooMuch ? .max : sum
    }
}
