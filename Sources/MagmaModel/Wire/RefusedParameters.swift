/// Parameters that a provider's row or a model's rules say are refused, whatever the wire protocol.
enum RefusedParameters {
    static func remove(from call: inout Call, notes: inout RequestNotes) throws(ModelError) {
        let row = call.provider.dialect.refuses
        let rules = call.rules.refuses
        if row.isEmpty, rules.isEmpty { return }
        for (name, value) in call.options {
            let word = row.isEmpty ? nil : value.stringValue ?? value["type"]?.stringValue
            let isWord = word.map { row.contains("\(name)=\($0)") } ?? false
            guard isWord || row.contains(name) || rules.contains(name) else { continue }
            call.options[name] = nil
            // What says the same as nothing is no request for it.
            if value == false || (name == "n" && value == 1) { continue }
            let who = rules.contains(name) ? "\(call.modelID)" : call.provider.name
            try notes.unsupported(name, isWord ? "\(who) does not take \(word ?? "")." : "\(who) does not take it.")
        }
    }
}
