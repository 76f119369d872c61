/// Tools and how they may be chosen.
enum MessagesTools {
    static func encode(
        _ options: inout JSON.Object,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let tools = options.removeValue(forKey: "tools")?.arrayValue ?? []
        let choice = options.removeValue(forKey: "tool_choice")
        let parallel = options.removeValue(forKey: "parallel_tool_calls")?.boolValue
        guard !tools.isEmpty else {
            if choice != nil { notes.warn("tool_choice", "Not sent: there are no tools.") }
            return
        }
        body["tools"] = .array(tools.map(tool))
        var chosen: JSON.Object = [:]
        switch choice {
        case "auto": chosen["type"] = "auto"
        case "none": chosen["type"] = "none"
        case "required", "any": chosen["type"] = "any"
        case .some(let choice):
            if let name = (choice["function"]?["name"] ?? choice["name"])?.stringValue {
                chosen = ["type": "tool", "name": .string(name)]
            } else if choice["type"]?.stringValue != nil, let object = choice.objectValue {
                chosen = object
            } else {
                throw ModelError(.invalidRequest, "tool_choice has a form that is not known: \(choice).")
            }
        case nil: break
        }
        if parallel == false, chosen["type"] != "none" {
            if chosen.isEmpty { chosen["type"] = "auto" }
            chosen["disable_parallel_tool_use"] = true
        }
        if !chosen.isEmpty { body["tool_choice"] = .object(chosen) }
    }

    /// OpenAI's form becomes Anthropic's; Anthropic's own tools (`web_search_…`) pass as they are.
    private static func tool(_ tool: JSON) -> JSON {
        guard let function = tool["function"]?.objectValue else { return tool }
        var object: JSON.Object = ["name": function["name"] ?? ""]
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
