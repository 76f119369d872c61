/// Tools and how they may be chosen, from the forms of the chat format. Those of the protocol itself pass.
enum ResponsesTools {
    static func encode(_ options: inout JSON.Object, _ call: Call, notes: inout RequestNotes) throws(ModelError) {
        try legacy(&options)
        var tools: [JSON] = []
        let given = options.removeValue(forKey: "tools")
        guard let list = given?.arrayValue ?? (given == nil ? [] : nil) else {
            throw ModelError(.invalidRequest, "\"tools\" must be a list.")
        }
        for (index, tool) in list.enumerated() {
            tools.append(try self.tool(tool, "tools[\(index)]", call, &notes))
        }
        if let search = options.removeValue(forKey: "web_search_options") {
            tools.append(webSearch(search, call, &notes))
        }
        if !tools.isEmpty { options["tools"] = .array(tools) }
        if let choice = options["tool_choice"] { options["tool_choice"] = flat(choice) }
    }

    /// `functions` and `function_call`, which `tools` and `tool_choice` replaced.
    private static func legacy(_ options: inout JSON.Object) throws(ModelError) {
        if let functions = options.removeValue(forKey: "functions") {
            guard let list = functions.arrayValue else {
                throw ModelError(.invalidRequest, "\"functions\" must be a list.")
            }
            let tools = options["tools"]?.arrayValue ?? []
            options["tools"] = .array(tools + list.map { ["type": "function", "function": $0] })
        }
        if let choice = options.removeValue(forKey: "function_call"), options["tool_choice"] == nil {
            options["tool_choice"] = choice["name"].map { ["type": "function", "name": $0] } ?? choice
        }
    }

    private static func tool(
        _ tool: JSON,
        _ place: String,
        _ call: Call,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON {
        guard var object = tool.objectValue else { throw ModelError(.invalidRequest, "\(place) is no object.") }
        if object.removeValue(forKey: "cache_control") != nil {
            notes.warn("tools.cache_control", "Not sent: \(call.provider.name) takes no cache hints here.")
        }
        guard object["function"]?.objectValue != nil || object["custom"]?.objectValue != nil else {
            return .object(object)
        }
        var flat = flat(.object(object)).objectValue ?? object
        guard flat["name"]?.stringValue?.isEmpty == false else {
            throw ModelError(.invalidRequest, "\(place) has no name.")
        }
        guard flat["type"] == "function" else {
            if let grammar = flat["format"]?["grammar"]?.objectValue {
                var format: JSON.Object = ["type": "grammar"]
                format.merge(grammar)
                flat["format"] = .object(format)
            }
            return .object(flat)
        }
        if flat["strict"] == true, call.provider.dialect.has(.noStrictTools) {
            try notes.unsupported("tools.strict", "\(call.provider.name) takes no strict tools.")
            flat["strict"] = nil
        }
        // Unsaid, it is true here and false in the chat format.
        if flat["strict"].isNullOrNone, !call.provider.dialect.has(.noStrictTools) { flat["strict"] = false }
        if flat["parameters"].isNullOrNone {
            flat["parameters"] = ["type": "object", "properties": [:], "additionalProperties": false]
        }
        return .object(flat)
    }

    /// The members that the chat format has one level down, under the name of the type.
    private static func flat(_ json: JSON) -> JSON {
        guard let object = json.objectValue else { return json }
        let type = object["type"]?.stringValue ?? (object["function"] == nil ? "custom" : "function")
        guard let inner = object[type]?.objectValue else { return json }
        var flat: JSON.Object = ["type": .string(type)]
        for (key, value) in object where key != "type" && key != type { flat[key] = value }
        flat.merge(inner)
        if type == "allowed_tools", let tools = flat["tools"]?.arrayValue {
            flat["tools"] = .array(tools.map(Self.flat))
        }
        return .object(flat)
    }

    private static func webSearch(_ options: JSON, _ call: Call, _ notes: inout RequestNotes) -> JSON {
        var tool: JSON.Object = ["type": "web_search"]
        for (key, value) in options.objectValue ?? [:] { tool[key] = key == "user_location" ? flat(value) : value }
        let name = "search_context_size"
        if call.provider.dialect.has(.noSearchContextSize), tool.removeValue(forKey: name) != nil {
            notes.warn("web_search_options.\(name)", "Not sent: \(call.provider.name) has no such setting.")
        }
        return .object(tool)
    }
}
