import MagmaModel

/// Prints an answer: its text to the standard output, all else to the error stream.
struct AskOutput {
    private let json: Bool
    private let showsFacts: Bool
    private let showsReasoning: Bool
    private let model: Model
    private let start = ContinuousClock.now
    private var firstToken: Duration?
    private var isAtLineStart = true
    private var isReasoning = false

    init(_ options: AskOptions, model: Model) {
        json = options.json
        showsFacts = options.usage || Terminal.isTerminal(.error)
        showsReasoning = !options.json && Terminal.isTerminal(.error)
        self.model = model
    }

    /// Prints a stream as it arrives.
    mutating func follow(_ stream: GenerationStream) async throws(ModelError) {
        do throws(ModelError) {
            for try await delta in stream {
                let isText = !delta.content.isEmpty || !delta.refusal.isEmpty
                if firstToken == nil, isText || !delta.reasoning.isEmpty || !delta.toolCalls.isEmpty {
                    firstToken = .now - start
                }
                if json { continue }
                if !delta.reasoning.isEmpty { printReasoning(delta.reasoning) }
                if isText { printText(delta.content + delta.refusal) }
            }
        } catch {
            endLine()
            throw error
        }
        guard let generation = stream.generation else { return }
        finish(generation, wasStreamed: true)
    }

    /// Prints what remains to be said of an answer: all of it, where it was not streamed.
    mutating func finish(_ generation: Generation, wasStreamed: Bool) {
        if json {
            Terminal.write(generation.json.serialized(pretty: true) + "\n")
        } else {
            if !wasStreamed {
                if let reasoning = generation.reasoning { printReasoning(reasoning) }
                printText(generation.content + (generation.refusal ?? ""))
            }
            endLine()
            for call in generation.toolCalls { Terminal.write(call.json.serialized() + "\n") }
            Self.warn(generation.warnings)
        }
        if showsFacts { Terminal.write(Terminal.dimmed(facts(generation)) + "\n", to: .error) }
    }

    static func warn(_ warnings: [Warning]) {
        for warning in warnings { Terminal.note(Failure.oneLine("warning: \(warning)")) }
    }

    private mutating func printText(_ text: String) {
        guard !text.isEmpty else { return }
        if isReasoning { Terminal.write("\n\n", to: .error) }
        isReasoning = false
        Terminal.write(text)
        isAtLineStart = text.utf8.last == 0x0A
    }

    /// Thinking is shown to who watches, and never mixed into the answer.
    private mutating func printReasoning(_ text: String) {
        guard showsReasoning else { return }
        isReasoning = true
        Terminal.write(Terminal.dimmed(text), to: .error)
    }

    private mutating func endLine() {
        if isReasoning { Terminal.write("\n", to: .error) }
        isReasoning = false
        if !isAtLineStart { Terminal.write("\n") }
        isAtLineStart = true
    }

    /// Model, tokens and times on one line; what the provider did not say is left out.
    private func facts(_ generation: Generation) -> String {
        let total = ContinuousClock.now - start
        var items = [generation.model.isEmpty ? "\(model.id)" : "\(model.id.provider)/\(generation.model)"]
        if let usage = generation.usage, usage.total != nil {
            var tokens = "\(usage.input.map(String.init) ?? "?") tokens in"
            if let cached = usage.cachedInput, cached > 0 { tokens += " (\(cached) cached)" }
            tokens += ", \(usage.output.map(String.init) ?? "?") out"
            if let reasoning = usage.reasoning, reasoning > 0 { tokens += " (\(reasoning) reasoning)" }
            items.append(tokens)
        }
        if let cost = generation.cost { items.append(Dollars.text(cost.total)) }
        if let firstToken { items.append("first token \(Self.seconds(firstToken))") }
        items.append("total \(Self.seconds(total))")
        if let firstToken, let output = generation.usage?.output, output > 1, total - firstToken > .milliseconds(10) {
            items.append("\(Int(Double(output - 1) / ((total - firstToken) / .seconds(1)))) tokens/s")
        }
        if let reason = generation.finishReason, reason.kind != .stop {
            items.append("finish: \(reason.kind.rawValue)")
        }
        return Failure.oneLine(items.joined(separator: " · "))
    }

    private static func seconds(_ duration: Duration) -> String {
        let hundredths = Int((duration / .milliseconds(10)).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) s"
    }
}
