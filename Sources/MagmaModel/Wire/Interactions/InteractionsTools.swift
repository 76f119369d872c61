/// Tools and how they may be chosen.
enum InteractionsTools {
    static func encode(
        _ options: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) -> (list: [JSON], choice: JSON?) {
        let said = options.removeValue(forKey: "tools") ?? []
        guard let given = said.arrayValue else { throw ModelError(.invalidRequest, "\"tools\" must be a list.") }
        var list: [JSON] = []
        for (index, tool) in given.enumerated() {
            let place = "tools[\(index)]"
            guard let function = tool["function"]?.objectValue else {
                list.append(own(tool))
                continue
            }
            guard let name = function["name"]?.stringValue, !name.isEmpty else {
                throw ModelError(.invalidRequest, "\(place) has no name.")
            }
            var object: JSON.Object = ["type": "function", "name": .string(name)]
            if let description = function["description"], !description.isNull { object["description"] = description }
            if let schema = function["parameters"], !schema.isNull {
                object["parameters"] = GenerateContentSchema.narrowed(schema, "\(place).parameters", &notes)
            }
            if function["strict"] == true {
                notes.warn("\(place).strict", "Not sent: the choice \"validated\" holds all calls to their schemas.")
            }
            if tool["cache_control"] != nil || function["cache_control"] != nil {
                notes.warn("\(place).cache_control", "Not sent: Gemini takes no cache hints on tools.")
            }
            list.append(.object(object))
        }
        if options.removeValue(forKey: "parallel_tool_calls") == false, !list.isEmpty {
            try notes.unsupported("parallel_tool_calls", "Gemini has no switch for it.")
        }
        let choice = options.removeValue(forKey: "tool_choice") ?? .null
        if list.isEmpty, !choice.isNull, choice != "none", choice != "auto" {
            notes.warn("tool_choice", "Not sent: there are no tools.")
        }
        return (list, list.isEmpty ? nil : try self.choice(choice, &notes))
    }

    /// Gemini's tools, also in the form that `generateContent` has: `{"googleSearch": {}}`.
    private static func own(_ tool: JSON) -> JSON {
        guard tool["type"] == nil, let object = tool.objectValue, object.count == 1, let only = object.first else {
            return tool
        }
        var settings = only.value.objectValue ?? [:]
        let name = only.key.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
        settings["type"] = .string(name)
        return .object(settings)
    }

    private static func choice(_ choice: JSON, _ notes: inout RequestNotes) throws(ModelError) -> JSON? {
        switch choice {
        case .null: return nil
        case "auto", "none", "validated", "any": return choice
        case "required": return "any"
        default: break
        }
        if let name = choice["function"]?["name"] { return ["allowed_tools": ["mode": "any", "tools": [name]]] }
        if choice["allowed_tools"]?["tools"]?[0]?.stringValue != nil { return choice }
        if let allowed = choice["allowed_tools"] {
            let names = (allowed["tools"]?.arrayValue ?? []).compactMap { $0["function"]?["name"] ?? $0["name"] }
            let mode: JSON = allowed["mode"] == "required" ? "any" : "validated"
            return ["allowed_tools": ["mode": mode, "tools": .array(names)]]
        }
        try notes.unsupported("tool_choice", "Gemini has no such choice: \(choice.serialized()).")
        return nil
    }
}
