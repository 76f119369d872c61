extension Reasoning {
    /// Where a message's JSON says whose ``details`` it has.
    static let originPlace = (member: "provider_specific_fields", name: "reasoning_provider")
}

extension [Part] {
    /// Whose details the reasoning among them has; `nil` where there are none, or it is not known.
    var origin: String? {
        for case .reasoning(let reasoning) in self where reasoning.details != nil { return reasoning.origin }
        return nil
    }

    /// Says of reasoning with details whose they are.
    mutating func sign(_ provider: String) {
        for index in indices {
            guard case .reasoning(var reasoning) = self[index], reasoning.details != nil else { continue }
            reasoning.origin = provider
            self[index] = .reasoning(reasoning)
        }
    }
}

extension Part {
    /// Whether it is reasoning in a provider's own form.
    var hasDetails: Bool { if case .reasoning(let reasoning) = self { reasoning.details != nil } else { false } }
}
