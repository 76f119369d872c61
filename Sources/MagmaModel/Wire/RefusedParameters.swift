/// Parameters that a provider's row or a model's rules say are refused, whatever the wire protocol.
enum RefusedParameters {
    /// The call's options without them; `nil` where there are none.
    static func removed(from call: Call, notes: inout RequestNotes) throws(ModelError) -> JSON.Object? {
        let row = call.provider.dialect.refuses
        let rules = call.rules.refuses
        if call.options.isEmpty || (row.isEmpty && rules.isEmpty) { return nil }
        var options = call.options
        for (name, value) in call.options {
            let word = row.isEmpty ? nil : value.stringValue ?? value["type"]?.stringValue
            let isWord = word.map { row.contains("\(name)=\($0)") } ?? false
            guard isWord || row.contains(name) || rules.contains(name) else { continue }
            options[name] = nil
            // What says the same as nothing is no request for it.
            if (value == false && name != "parallel_tool_calls") || (name == "n" && value == 1) { continue }
            let who = rules.contains(name) ? "\(call.modelID)" : call.provider.name
            try notes.unsupported(name, isWord ? "\(who) does not take \(word ?? "")." : "\(who) does not take it.")
        }
        return options
    }
}
