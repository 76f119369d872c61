/// The members of `extra` that say how to be let into a cloud, each with the variable that says the same.
struct CloudOptions {
    let members: JSON.Object
    let environment: Environment

    /// What a member says, or what the variable says; neither where it is empty. `env:NAME` and LiteLLM's
    /// `os.environ/NAME` refer to a variable.
    func text(_ name: String, or variable: String? = nil) throws(ModelError) -> String? {
        guard let member = members[name] else {
            return variable.flatMap { environment.first(of: [$0])?.value }
        }
        guard let text = member.stringValue else {
            throw ModelError(.invalidRequest, "\"\(name)\" in extra must be a string.")
        }
        for mark in ["env:", "os.environ/"] where text.hasPrefix(mark) {
            let reference = String(text.dropFirst(mark.count))
            guard let value = environment.first(of: [reference])?.value else {
                throw .credentials("\"\(name)\" refers to the environment variable \(reference), which is not set.")
            }
            return value
        }
        return text.isEmpty ? nil : text
    }
}
