/// Tools and how they may be chosen: OpenAI's form, but for what is strict and what is forced.
enum CohereChatTools {
    static func encode(
        _ options: inout JSON.Object,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let said = options.removeValue(forKey: "tools") ?? []
        guard let given = said.arrayValue else { throw ModelError(.invalidRequest, "\"tools\" must be a list.") }
        let choice = options.removeValue(forKey: "tool_choice")
        if options.removeValue(forKey: "parallel_tool_calls")?.boolValue == false {
            try notes.unsupported("parallel_tool_calls", "Cohere's models may always call several tools at once.")
        }
        var tools: [JSON] = []
        var strict = 0
        for (index, tool) in given.enumerated() {
            guard let tool = try self.tool(tool, "tools[\(index)]", &strict, &notes) else { continue }
            tools.append(tool)
        }
        guard !tools.isEmpty else {
            if let choice, choice != "none", choice != "auto" {
                notes.warn("tool_choice", "Not sent: there are no tools.")
            }
            return
        }
        if strict > 0, options["strict_tools"] == nil {
            body["strict_tools"] = true
            if strict < tools.count {
                notes.warn("tools", "Sent as strict, all of them: Cohere has one switch for all tools.")
            }
        }
        try self.choice(choice, &tools, into: &body, notes: &notes)
        body["tools"] = .array(tools)
    }

    private static func tool(
        _ tool: JSON,
        _ place: String,
        _ strict: inout Int,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        guard var object = tool.objectValue, var function = object["function"]?.objectValue else {
            try notes.unsupported(place, "Cohere's tools are functions.")
            return nil
        }
        if function.removeValue(forKey: "strict")?.boolValue == true { strict += 1 }
        let hints = [object.removeValue(forKey: "cache_control"), function.removeValue(forKey: "cache_control")]
        if hints.contains(where: { $0?.isNull == false }) {
            notes.warn("\(place).cache_control", "Not sent: Cohere takes no cache hints.")
        }
        object["function"] = .object(function)
        return .object(object)
    }

    /// Cohere's words, of which there is none for a certain tool: the model is shown that one alone.
    private static func choice(
        _ choice: JSON?,
        _ tools: inout [JSON],
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        switch choice {
        case nil, "auto": return
        case "none", "NONE": body["tool_choice"] = "NONE"
        case "required", "any", "REQUIRED": body["tool_choice"] = "REQUIRED"
        case .some(let choice):
            guard let name = choice["function"]?["name"]?.stringValue else {
                return try notes.unsupported("tool_choice", "Cohere has no such choice: \(choice.serialized()).")
            }
            tools.removeAll { $0["function"]?["name"]?.stringValue != name }
            guard !tools.isEmpty else {
                throw ModelError(.invalidRequest, "tool_choice names \"\(name)\", which is none of the tools.")
            }
            body["tool_choice"] = "REQUIRED"
            notes.warn("tool_choice", "Sent as the only tool, which must be used: Cohere takes no tool's name.")
        }
    }
}
