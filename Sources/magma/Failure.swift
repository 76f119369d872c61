import ArgumentParser
import MagmaModel

/// Wrong use of a command: a value, a file or a combination that cannot be meant. Exit code 2.
struct UsageError: Error {
    var message: String

    init(_ message: String) { self.message = message }
}

/// A call that failed. Exit code 1.
struct CallFailure: Error {
    var error: ModelError
    /// Whether the error also goes to the standard output, as JSON.
    var asJSON: Bool
}

/// Ends the process after an error: 1 where a call failed, 2 for wrong use, 0 for help and the version.
enum Failure {
    static let failed: Int32 = 1
    static let usage: Int32 = 2
    static let interrupted: Int32 = 130

    static func exit(_ error: any Error) -> Never {
        switch error {
        case let error as CallFailure:
            if error.asJSON { Terminal.write(error.error.json.serialized(pretty: true) + "\n") }
            Terminal.note(line(error.error))
            Terminal.exit(failed)
        case let error as ModelError:
            Terminal.note(line(error))
            Terminal.exit(failed)
        case let error as UsageError:
            Terminal.note(oneLine(error.message) + " See magma --help.")
            Terminal.exit(usage)
        case let code as ExitCode:
            Terminal.exit(code.rawValue)
        default:
            let text = Magma.fullMessage(for: error) + "\n"
            guard Magma.exitCode(for: error) == .success else {
                Terminal.write(text, to: .error)
                Terminal.exit(usage)
            }
            Terminal.write(text)
            Terminal.exit(0)
        }
    }

    /// What failed, where, and what to do, on one line.
    static func line(_ error: ModelError) -> String {
        var text = error.provider.map { "\($0): " } ?? ""
        if let provider = error.provider, let model = error.model { text = "\(provider)/\(model): " }
        text += error.code.rawValue.split(separator: "_").joined(separator: " ")
        var facts: [String] = []
        if let status = error.status { facts.append("HTTP \(status)") }
        if let code = error.providerCode { facts.append(code) }
        if let id = error.requestID { facts.append("request \(id)") }
        if error.attempts.count > 1 { facts.append("\(error.attempts.count) attempts") }
        if !facts.isEmpty { text += " (\(facts.joined(separator: ", ")))" }
        text += ": \(error.message)"
        if let advice = advice(error) { text += (text.hasSuffix(".") ? " " : ". ") + advice }
        return oneLine(text)
    }

    /// The next step, where the message does not say it itself.
    private static func advice(_ error: ModelError) -> String? {
        let wait = error.retryAfter.map { " in \(Int(($0 / .seconds(1)).rounded(.up))) s" }
        switch error.code {
        case .authentication where error.status != nil:
            guard let id = error.provider, let variable = Catalog.provider(id)?.credential.variables.first else {
                return "Check the key."
            }
            return "Check the key in \(variable), or give another with --api-key."
        case .permission: return "Check what this key may use."
        case .notFound: return "Check the model's name and the base URL (magma providers)."
        case .contextWindowExceeded: return "Shorten the prompt, or choose a model with a larger window."
        case .rateLimited, .overloaded: return "Try again\(wait ?? " later")."
        case .quotaExceeded: return "Check credit and limits at the provider."
        case .serverError: return "The provider's fault; try again\(wait ?? " later")."
        case .timeout: return "Try again, or raise the limit with --extra timeout=SECONDS."
        case .connection: return "Is the server running, and is the base URL right (magma providers, --base-url)?"
        case .incompleteStream: return "The answer is cut; try again."
        default: return nil
        }
    }

    /// At most 2,000 characters, without line breaks and other control characters, which could steer a terminal.
    static func oneLine(_ text: String) -> String {
        var line = ""
        var isSpace = false
        for scalar in text.unicodeScalars.prefix(2_000) {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            if isControl || scalar == " " {
                isSpace = true
                continue
            }
            if isSpace, !line.isEmpty { line.append(" ") }
            isSpace = false
            line.unicodeScalars.append(scalar)
        }
        return line
    }
}
