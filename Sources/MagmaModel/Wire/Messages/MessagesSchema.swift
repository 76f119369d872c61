/// Structured output: OpenAI's `response_format` as `output_config.format`.
enum MessagesSchema {
    static func encode(
        _ options: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) -> JSON? {
        guard let format = options.removeValue(forKey: "response_format"), !format.isNull else { return nil }
        switch format["type"]?.stringValue {
        case "text": return nil
        case "json_schema":
            guard let schema = format["json_schema"]?["schema"] else {
                throw ModelError(.invalidRequest, "response_format has no json_schema.schema.")
            }
            return ["type": "json_schema", "schema": narrowed(schema, notes: &notes)]
        default:
            try notes.unsupported(
                "response_format",
                "Anthropic has no mode for JSON without a schema; give a json_schema."
            )
            return nil
        }
    }

    /// The schema within the subset that Claude's makers enforce; what is left out is named in a warning.
    static func narrowed(_ schema: JSON, notes: inout RequestNotes) -> JSON {
        var dropped: Set<String> = []
        let narrowed = narrow(schema, &dropped, depth: 0)
        if !dropped.isEmpty {
            notes.warn(
                "response_format",
                "Anthropic does not enforce \(dropped.sorted().joined(separator: ", ")): left out of the schema."
            )
        }
        return narrowed
    }

    private static let refused: Set<String> = [
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
        "maxItems",
        "uniqueItems", "contains", "minContains", "maxContains", "prefixItems", "minProperties", "maxProperties",
        "patternProperties", "propertyNames", "dependentRequired", "dependentSchemas", "unevaluatedProperties",
        "unevaluatedItems", "if", "then", "else", "not", "pattern",
    ]

    /// Members whose values are maps from names to schemas.
    private static let maps: Set<String> = ["properties", "$defs", "definitions"]

    /// The schema within the subset that is accepted. Depth is bounded by the JSON parser's own limit.
    private static func narrow(_ schema: JSON, _ dropped: inout Set<String>, depth: Int) -> JSON {
        if let items = schema.arrayValue { return .array(items.map { narrow($0, &dropped, depth: depth + 1) }) }
        guard let object = schema.objectValue, depth < 512 else { return schema }
        var result: JSON.Object = [:]
        for (key, value) in object {
            if refused.contains(key) || (key == "minItems" && (value.intValue ?? 0) > 1) {
                dropped.insert(key)
            } else if key == "oneOf" {
                result["anyOf"] = narrow(value, &dropped, depth: depth + 1)
            } else if maps.contains(key), let map = value.objectValue {
                result[key] = .object(
                    JSON.Object(map.map { ($0.key, narrow($0.value, &dropped, depth: depth + 1)) })
                )
            } else if ["enum", "const", "default", "required", "examples"].contains(key) {
                result[key] = value
            } else {
                result[key] = narrow(value, &dropped, depth: depth + 1)
            }
        }
        if result["type"] == "object" {
            if let additional = result["additionalProperties"], additional != false {
                dropped.insert("additionalProperties")
            }
            result["additionalProperties"] = false
        }
        return .object(result)
    }
}
