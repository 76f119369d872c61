import ArgumentParser
import FoundationEssentials
import MagmaModel

/// `magma usage`: what was spent, from the journal.
struct UsageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "Sum up calls, tokens and cost from the journal.",
        discussion: """
            EXAMPLES
              MAGMA_JOURNAL=~/magma.jsonl magma "Say hi!"
              magma usage ~/magma.jsonl
              magma usage --since 2026-01-01 --by model
              magma usage --by day --json | jq '.rows[].cost'
              magma usage --svg usage.svg

            The journal is the file that MAGMA_JOURNAL names while calls are made (docs/journal.md); times are in UTC. A cost
            that is not known is never counted as nothing: such calls are numbered beside the sum.
            """
    )

    enum Grouping: String, ExpressibleByArgument, CaseIterable {
        case model, day, provider
    }

    @Argument(help: "The journal; without it, the file that MAGMA_JOURNAL names.", completion: .file())
    var file: String?

    @Option(
        name: .customLong("since"),
        help: ArgumentHelp("Only calls from then on, as in 2026-01-31 or 2026-01-31T12:00.", valueName: "date"))
    var since: String?

    @Option(name: .customLong("by"), help: "One line for each of these, instead of for each model and day.")
    var by: Grouping?

    @Flag(name: .customLong("json"), help: "Print a JSON object.")
    var json = false

    @Option(
        name: .customLong("svg"), help: ArgumentHelp("Write a picture too.", valueName: "file"), completion: .file())
    var svg: String?

    func run() throws {
        let named = Environment.process["MAGMA_JOURNAL"].flatMap { $0.isEmpty ? nil : $0 }
        guard let path = file ?? named else {
            throw UsageError("There is no journal: name a file, or set MAGMA_JOURNAL while you make calls.")
        }
        if let since, !JournalLine.isTime(since) {
            throw UsageError("--since takes a date, as in 2026-01-31, not \"\(since)\".")
        }
        // By both, also where one is to be shown: the plot and the picture need the days.
        var tally = UsageTally { [by] call in
            UsageTally.Key(day: call.day, name: by == .provider ? call.provider : call.model)
        }
        try tally.read(path, since: since.map { $0.hasSuffix("Z") ? String($0.dropLast()) : $0 })
        let rows = grouped(tally)
        let days = UsageDays(tally.rows)
        if let svg { try InputFile.write(UsagePicture(days: days).text, to: svg) }
        if json {
            Terminal.write(object(rows, tally).serialized(pretty: true) + "\n")
        } else if tally.total.calls == 0 {
            Terminal.note("no calls are noted in \(path)\(since.map { " since \($0)" } ?? "").")
        } else {
            Terminal.write(table(rows, tally.total))
            Terminal.write("\n" + UsagePlot(days: days).text(width: Terminal.width))
        }
        if tally.brokenLines > 0 { Terminal.note("lines that cannot be read: \(tally.brokenLines).") }
        if tally.dropped > 0 { Terminal.note("calls that the journal had no room for: \(tally.dropped).") }
    }

    private func grouped(_ tally: UsageTally) -> [(key: UsageTally.Key, sum: UsageTally.Sum)] {
        guard let by else { return tally.rows }
        var groups: [UsageTally.Key: UsageTally.Sum] = [:]
        for (key, sum) in tally.groups {
            let key = by == .day ? UsageTally.Key(day: key.day) : UsageTally.Key(name: key.name)
            groups[key, default: UsageTally.Sum()].add(sum)
        }
        return groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private var heads: [String] {
        switch by {
        case nil: ["DAY", "MODEL"]
        case .day: ["DAY"]
        case .model: ["MODEL"]
        case .provider: ["PROVIDER"]
        }
    }

    /// One for each of the heads.
    private func cells(_ key: UsageTally.Key) -> [String] {
        // A name is what a file says: nothing in it may steer the terminal.
        let (day, name) = (key.day, Failure.oneLine(key.name))
        return (by == nil ? [day, name] : by == .day ? [day] : [name]).map { $0.isEmpty ? "-" : $0 }
    }

    private func table(_ rows: [(key: UsageTally.Key, sum: UsageTally.Sum)], _ total: UsageTally.Sum) -> String {
        func counts(_ sum: UsageTally.Sum) -> [String] {
            [sum.calls, sum.errors, sum.input, sum.output, sum.cached].map(String.init) + [sum.costText]
        }
        let lines = rows.map { key, sum in
            cells(key) + counts(sum)
        }
        let end = ["total"] + Array(repeating: "", count: heads.count - 1) + counts(total)
        return Table.text([heads + ["CALLS", "ERRORS", "IN", "OUT", "CACHED", "COST"]] + lines + [end])
    }

    private func object(_ rows: [(key: UsageTally.Key, sum: UsageTally.Sum)], _ tally: UsageTally) -> JSON {
        let list = rows.map { key, sum in
            var object: JSON.Object = [:]
            if by == nil || by == .day { object["day"] = key.day.isEmpty ? .null : .string(key.day) }
            if by != .day { object[by == .provider ? "provider" : "model"] = .string(key.name) }
            object.merge(sum.json)
            return JSON.object(object)
        }
        return [
            "rows": .array(list), "total": .object(tally.total.json),
            "broken_lines": .int(Int64(tally.brokenLines)), "dropped_calls": .int(Int64(tally.dropped)),
        ]
    }
}
