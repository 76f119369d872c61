/// Tools and how they may be chosen.
enum MessagesTools {
    static func encode(
        _ options: inout JSON.Object,
        _ call: Call,
        _ thinking: MessagesThinking.Result,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let said = options.removeValue(forKey: "tools") ?? []
        guard let given = said.arrayValue else { throw ModelError(.invalidRequest, "\"tools\" must be a list.") }
        let choice = options.removeValue(forKey: "tool_choice").flatMap { $0.isNull ? nil : $0 }
        let parallel = options.removeValue(forKey: "parallel_tool_calls")?.boolValue
        var tools: [JSON] = []
        for (index, tool) in given.enumerated() {
            if let tool = try self.tool(tool, "tools[\(index)]", &notes) { tools.append(tool) }
        }
        guard !tools.isEmpty else {
            if choice != nil, choice != "none" { notes.warn("tool_choice", "Not sent: there are no tools.") }
            return
        }
        body["tools"] = .array(tools)
        var chosen = try choice.map { (choice) throws(ModelError) in try self.choice(choice, &notes) } ?? [:]
        if chosen["type"] == "any" || chosen["type"] == "tool", !call.rules.takesForcedTools || thinking.isManual {
            let reason = thinking.isManual ? "a model that thinks on a budget" : "\(call.modelID)"
            try notes.unsupported("tool_choice", "\(reason) cannot be made to use a tool.")
            chosen = [:]
        }
        if parallel == false, chosen["type"] != "none" {
            if chosen.isEmpty { chosen["type"] = "auto" }
            chosen["disable_parallel_tool_use"] = true
        }
        if !chosen.isEmpty { body["tool_choice"] = .object(chosen) }
    }

    /// OpenAI's words and forms; Anthropic's own pass.
    private static func choice(_ choice: JSON, _ notes: inout RequestNotes) throws(ModelError) -> JSON.Object {
        switch choice {
        case "auto": return ["type": "auto"]
        case "none": return ["type": "none"]
        case "required", "any": return ["type": "any"]
        default: break
        }
        switch choice["type"]?.stringValue {
        case "auto", "any", "none", "tool": return choice.objectValue ?? [:]
        default: break
        }
        if let name = choice["function"]?["name"]?.stringValue { return ["type": "tool", "name": .string(name)] }
        try notes.unsupported("tool_choice", "Anthropic has no such choice: \(choice.serialized()).")
        return [:]
    }

    /// OpenAI's form becomes Anthropic's; Anthropic's own tools (`web_search_…`) pass as they are.
    private static func tool(_ tool: JSON, _ place: String, _ notes: inout RequestNotes) throws(ModelError) -> JSON? {
        guard let function = tool["function"]?.objectValue else {
            guard tool["custom"]?.objectValue != nil else { return tool }
            try notes.unsupported(place, "Anthropic's tools take JSON, not free text.")
            return nil
        }
        guard let name = function["name"]?.stringValue, !name.isEmpty else {
            throw ModelError(.invalidRequest, "\(place) has no name.")
        }
        var object: JSON.Object = ["type": "custom", "name": .string(name)]
        if let description = function["description"], !description.isNull { object["description"] = description }
        object["input_schema"] =
            function["parameters"].flatMap { $0.isNull ? nil : $0 } ?? ["type": "object", "properties": [:]]
        if function["strict"]?.boolValue == true { object["strict"] = true }
        if let hint = tool["cache_control"] ?? function["cache_control"], !hint.isNull {
            object["cache_control"] = hint
        }
        return .object(object)
    }
}
