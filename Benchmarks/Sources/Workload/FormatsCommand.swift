import ArgumentParser
import MagmaModel

/// JSON alone: the 863-byte reply to a value, and the value to bytes.
struct FormatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "formats")

    @Option(help: "Repetitions of each.") var n = 20000
    @Option(help: "Only this one: parse or write.") var only: String?

    func run() throws {
        let body = Bodies.reply
        let value = try JSON(parsing: body)
        if only != "write" { try measure("json.parse") { keep(try JSON(parsing: body)) } }
        if only != "parse" { measure("json.write") { keep(value.bytes()) } }
    }

    private func measure<Failure: Error>(_ name: String, _ work: () throws(Failure) -> Void) throws(Failure) {
        for _ in 0..<(n / 10 + 1) { try work() }
        let start = Measurement.now()
        for _ in 0..<n { try work() }
        report(name, units: n, from: start, to: .now())
    }
}
