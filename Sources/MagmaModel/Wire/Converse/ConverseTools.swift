/// Tools and how they may be chosen.
enum ConverseTools {
    static func encode(
        _ options: inout JSON.Object,
        _ call: Call,
        _ thinking: MessagesThinking.Result,
        into body: inout JSON.Object,
        _ fields: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let said = options.removeValue(forKey: "tools") ?? []
        guard let given = said.arrayValue else { throw ModelError(.invalidRequest, "\"tools\" must be a list.") }
        let choice = options.removeValue(forKey: "tool_choice").flatMap { $0.isNull ? nil : $0 }
        let parallel = options.removeValue(forKey: "parallel_tool_calls")?.boolValue
        var config = body["toolConfig"]?.objectValue ?? [:]
        var tools = config["tools"]?.arrayValue ?? []
        for (index, tool) in given.enumerated() {
            tools += try self.tool(tool, "tools[\(index)]", call, into: &fields, notes: &notes)
        }
        try search(&options, call, into: &tools, notes: &notes)
        guard !tools.isEmpty else {
            if choice != nil, choice != "none" { notes.warn("tool_choice", "Not sent: there are no tools.") }
            return
        }
        if choice == "none" {
            // A model that is shown no tools uses none. Those of calls in the conversation must be shown.
            guard call.messages.contains(where: { !$0.toolCalls.isEmpty }) else { return body["toolConfig"] = nil }
            try notes.unsupported("tool_choice", "Bedrock cannot forbid the tools that the conversation has used.")
        }
        config["tools"] = .array(tools)
        let chosen = try choice.map { (choice) throws(ModelError) in
            try self.choice(choice, call, thinking, notes: &notes)
        }
        if let chosen, !chosen.isEmpty { config["toolChoice"] = .object(chosen) }
        body["toolConfig"] = .object(config)
        guard parallel == false else { return }
        guard call.rules.converse.takesParallelSwitch else {
            return try notes.unsupported(
                "parallel_tool_calls", "\(call.modelID) cannot be kept from calls side by side.")
        }
        fields["tool_choice"] = alone(chosen ?? [:])
    }

    /// Anthropic's own word for a choice, with calls side by side forbidden.
    private static func alone(_ chosen: JSON.Object) -> JSON {
        if let name = chosen["tool"]?["name"] {
            return ["type": "tool", "name": name, "disable_parallel_tool_use": true]
        }
        return ["type": chosen["any"] == nil ? "auto" : "any", "disable_parallel_tool_use": true]
    }

    /// OpenAI's words and forms; Bedrock's own pass.
    private static func choice(
        _ choice: JSON,
        _ call: Call,
        _ thinking: MessagesThinking.Result,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON.Object {
        let isUnsaid = call.rules.converse.toolChoice == .unsaid
        var chosen: JSON.Object
        switch choice {
        case "none": return [:]
        case "auto": return isUnsaid ? [:] : ["auto": [:]]
        case "required", "any": chosen = ["any": [:]]
        default:
            if let name = choice["function"]?["name"] ?? choice["name"] {
                chosen = ["tool": ["name": name]]
            } else if let object = choice.objectValue, ["auto", "any", "tool"].contains(where: { object[$0] != nil }) {
                chosen = object
            } else {
                try notes.unsupported("tool_choice", "Bedrock has no such choice: \(choice.serialized()).")
                return [:]
            }
        }
        guard isUnsaid || !call.rules.takesForcedTools || thinking.isManual, chosen["auto"] == nil else {
            return chosen
        }
        let who = thinking.isManual ? "a model that thinks on a budget" : "\(call.modelID)"
        try notes.unsupported("tool_choice", "\(who) cannot be made to use a tool.")
        return [:]
    }

    /// OpenAI's form becomes Bedrock's, whose own pass. Tools of Anthropic's go to its model as they are.
    private static func tool(
        _ tool: JSON,
        _ place: String,
        _ call: Call,
        into fields: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) -> [JSON] {
        let rules = call.rules.converse
        guard let function = tool["function"]?.objectValue else {
            if ["toolSpec", "systemTool", "cachePoint"].contains(where: { tool[$0] != nil }) { return [tool] }
            if tool["custom"] == nil, tool["type"] != nil, rules.effort == .thinking {
                fields["tools"] = .array((fields["tools"]?.arrayValue ?? []) + [tool])
                return []
            }
            try notes.unsupported(place, "Bedrock's tools are functions that take JSON.")
            return []
        }
        guard let name = function["name"]?.stringValue, !name.isEmpty else {
            throw ModelError(.invalidRequest, "\(place) has no name.")
        }
        var spec: JSON.Object = ["name": .string(name)]
        if let description = function["description"]?.stringValue, !description.isEmpty {
            spec["description"] = .string(description)
        }
        let schema = function["parameters"].flatMap { $0.isNull ? nil : $0 } ?? ["type": "object", "properties": [:]]
        spec["inputSchema"] = ["json": schema]
        if function["strict"] == true {
            if rules.takesStrictTools {
                spec["strict"] = true
            } else {
                try notes.unsupported("\(place).strict", "\(call.modelID) takes no strict tools.")
            }
        }
        let hint = (tool["cache_control"] ?? function["cache_control"]).flatMap { $0.isNull ? nil : CacheHint($0) }
        return [["toolSpec": .object(spec)]] + ConverseCache.points(hint, place, call, notes: &notes)
    }

    private static func search(
        _ options: inout JSON.Object,
        _ call: Call,
        into tools: inout [JSON],
        notes: inout RequestNotes
    ) throws(ModelError) {
        guard let name = call.rules.converse.searchTool,
            let search = options.removeValue(forKey: "web_search_options")?.objectValue
        else { return }
        tools.append(["systemTool": ["name": .string(name)]])
        notes.unsent(search, at: "web_search_options")
    }
}

/// Requests to cache the prompt up to a place.
enum ConverseCache {
    static func points(_ hint: CacheHint?, _ place: String, _ call: Call, notes: inout RequestNotes) -> [JSON] {
        guard let hint else { return [] }
        guard call.rules.converse.cache != .none else {
            notes.warn("\(place).cache_control", "Not sent: \(call.modelID) has no cache that can be asked for.")
            return []
        }
        var point: JSON.Object = ["type": "default"]
        if let lifetime = hint.value["ttl"] {
            if call.rules.converse.cache == .withLifetime {
                point["ttl"] = lifetime
            } else {
                notes.warn("\(place).cache_control.ttl", "Not sent: \(call.modelID) has one lifetime only.")
            }
        }
        return [["cachePoint": .object(point)]]
    }
}
