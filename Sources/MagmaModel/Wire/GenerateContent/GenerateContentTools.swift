/// Tools and how they may be chosen.
enum GenerateContentTools {
    static func encode(
        _ options: inout JSON.Object,
        _ call: Call,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        let said = options.removeValue(forKey: "tools") ?? []
        guard let given = said.arrayValue else { throw ModelError(.invalidRequest, "\"tools\" must be a list.") }
        var functions: [JSON] = []
        var others: [JSON] = []
        var isStrict = false
        for (index, tool) in given.enumerated() {
            let place = "tools[\(index)]"
            if let function = tool["function"]?.objectValue {
                functions.append(try declaration(function, place, &notes))
                isStrict = isStrict || function["strict"] == true
                if tool["cache_control"] != nil || function["cache_control"] != nil {
                    notes.warn("\(place).cache_control", "Not sent: Gemini takes no cache hints on tools.")
                }
            } else if let other = try own(tool, place, &notes) {
                others.append(other)
            }
        }
        if let search = options.removeValue(forKey: "web_search_options") {
            others.append(["googleSearch": [:]])
            if search.objectValue?.isEmpty == false {
                notes.warn("web_search_options", "Google's search takes no such settings: it is only switched on.")
            }
        }
        let tools: [JSON] = (functions.isEmpty ? [] : [["functionDeclarations": .array(functions)]]) + others
        if !tools.isEmpty { body["tools"] = .array(tools) }
        if options.removeValue(forKey: "parallel_tool_calls") == false, !functions.isEmpty {
            try notes.unsupported("parallel_tool_calls", "Gemini has no switch for it.")
        }
        let choice = options.removeValue(forKey: "tool_choice") ?? .null
        let hasFunctions = !functions.isEmpty || others.contains { $0["functionDeclarations"] != nil }
        var config: JSON.Object = [:]
        if hasFunctions {
            config = try self.choice(choice, &notes) ?? [:]
            if isStrict, config.isEmpty || config["mode"] == "AUTO" { config["mode"] = "VALIDATED" }
        } else if !choice.isNull, choice != "none", choice != "auto" {
            notes.warn("tool_choice", "Not sent: there are no functions.")
        }
        var toolConfig: JSON.Object = config.isEmpty ? [:] : ["functionCallingConfig": .object(config)]
        if let traces = options.removeValue(forKey: "include_server_side_tool_invocations") {
            toolConfig["includeServerSideToolInvocations"] = traces
        }
        for name in ["toolConfig", "tool_config"] {
            if let own = options.removeValue(forKey: name)?.objectValue { toolConfig.merge(own) }
        }
        if !toolConfig.isEmpty { body["toolConfig"] = .object(toolConfig) }
    }

    /// OpenAI's words and forms as `functionCallingConfig`; `nil` for none.
    private static func choice(_ choice: JSON, _ notes: inout RequestNotes) throws(ModelError) -> JSON.Object? {
        switch choice {
        case .null: return nil
        case "auto": return ["mode": "AUTO"]
        case "none": return ["mode": "NONE"]
        case "required", "any": return ["mode": "ANY"]
        default: break
        }
        if let name = choice["function"]?["name"] ?? (choice["type"] == "tool" ? choice["name"] : nil) {
            return ["mode": "ANY", "allowedFunctionNames": [name]]
        }
        if let allowed = choice["allowed_tools"] {
            let names = (allowed["tools"]?.arrayValue ?? []).compactMap { $0["function"]?["name"] ?? $0["name"] }
            return [
                "mode": allowed["mode"] == "required" ? "ANY" : "VALIDATED", "allowedFunctionNames": .array(names),
            ]
        }
        switch choice["type"] {
        case "auto", "none", "any", "required": return try self.choice(choice["type"] ?? .null, &notes)
        default: break
        }
        try notes.unsupported("tool_choice", "Gemini has no such choice: \(choice.serialized()).")
        return nil
    }

    private static func declaration(
        _ function: JSON.Object,
        _ place: String,
        _ notes: inout RequestNotes
    ) throws(ModelError) -> JSON {
        guard let name = function["name"]?.stringValue, !name.isEmpty else {
            throw ModelError(.invalidRequest, "\(place) has no name.")
        }
        var object: JSON.Object = ["name": .string(name)]
        if let description = function["description"], !description.isNull { object["description"] = description }
        // A function without arguments is declared without a schema: older models refuse an empty one.
        if let schema = function["parameters"],
            schema["properties"]?.objectValue?.isEmpty != true || schema["$ref"] != nil,
            schema.objectValue?.isEmpty == false
        {
            object["parametersJsonSchema"] = GenerateContentSchema.narrowed(schema, "\(place).parameters", &notes)
        }
        return .object(object)
    }

    /// Gemini's own tools pass as they are; those that OpenAI and Anthropic have by another name are called by Gemini's.
    private static func own(_ tool: JSON, _ place: String, _ notes: inout RequestNotes) throws(ModelError) -> JSON? {
        guard let type = tool["type"]?.stringValue else { return tool }
        let same = names.first { type.hasPrefix($0.0) }
        guard let same else {
            try notes.unsupported(place, "Gemini has no tool of the type \"\(type)\".")
            return nil
        }
        let settings = JSON.Object(
            (tool.objectValue ?? [:]).filter { $0.key != "type" && $0.key != "name" }.map { ($0.key, $0.value) })
        guard same.isGoogles || settings.isEmpty else {
            notes.warn(place, "Sent as \(same.1) without settings, which are not Google's.")
            return [same.1: [:]]
        }
        return .object([same.1: .object(settings)])
    }

    private static let names: [(String, String, isGoogles: Bool)] = [
        ("google_search", "googleSearch", true), ("googleSearch", "googleSearch", true),
        ("url_context", "urlContext", true), ("google_maps", "googleMaps", true),
        ("code_execution", "codeExecution", false),
        ("code_interpreter", "codeExecution", false), ("web_search", "googleSearch", false),
        ("web_fetch", "urlContext", false),
    ]
}
