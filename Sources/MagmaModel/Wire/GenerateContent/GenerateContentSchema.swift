/// Schemas within the part of JSON Schema that has an effect at Gemini.
enum GenerateContentSchema {
    /// OpenAI's `response_format` as a media type and a schema.
    static func responseFormat(
        _ options: inout JSON.Object,
        into config: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        guard let format = options.removeValue(forKey: "response_format"), !format.isNull else { return }
        switch format["type"]?.stringValue {
        case "text": return
        case "json_object":
            config["responseMimeType"] = "application/json"
            guard let schema = format["response_schema"] else { return }
            config["responseJsonSchema"] = narrowed(schema, "response_format", &notes)
        case "json_schema":
            guard let schema = format["json_schema"]?["schema"] ?? format["response_schema"] else {
                throw ModelError(.invalidRequest, "response_format has no json_schema.schema.")
            }
            config["responseMimeType"] = "application/json"
            config["responseJsonSchema"] = narrowed(schema, "response_format", &notes)
        default: try notes.unsupported("response_format", "Gemini knows text, json_object and json_schema.")
        }
    }

    /// The schema without what Gemini does not heed, which a warning names.
    static func narrowed(_ schema: JSON, _ subject: String, _ notes: inout RequestNotes) -> JSON {
        var dropped: Set<String> = []
        let narrow = narrow(schema, &dropped, depth: 0)
        if !dropped.isEmpty {
            notes.warn(
                subject, "Gemini does not heed \(dropped.sorted().joined(separator: ", ")): left out of the schema.")
        }
        return narrow
    }

    private static let kept: Set<String> = [
        "$id", "$anchor", "type", "format", "title", "description", "enum", "minItems", "maxItems", "minimum",
        "maximum",
        "required", "propertyOrdering", "nullable",
    ]
    private static let schemas: Set<String> = ["items", "prefixItems", "anyOf", "oneOf", "additionalProperties"]
    private static let maps: Set<String> = ["properties", "$defs", "definitions"]

    /// Depth is bounded by the JSON parser's own limit.
    private static func narrow(_ schema: JSON, _ dropped: inout Set<String>, depth: Int) -> JSON {
        if let items = schema.arrayValue { return .array(items.map { narrow($0, &dropped, depth: depth + 1) }) }
        guard let object = schema.objectValue, depth < 512 else { return schema }
        let isReference = object["$ref"] != nil
        var result: JSON.Object = [:]
        for (key, value) in object {
            if isReference, !key.hasPrefix("$") {
                // Beside a reference only its like may stand.
                dropped.insert("\(key) beside $ref")
            } else if key == "$ref" {
                result[key] = .string((value.stringValue ?? "").replacing("#/definitions/", with: "#/$defs/"))
            } else if kept.contains(key) {
                result[key] = value
            } else if schemas.contains(key) {
                result[key] = narrow(value, &dropped, depth: depth + 1)
            } else if maps.contains(key) {
                let map = value.objectValue ?? [:]
                result[key == "definitions" ? "$defs" : key] = .object(
                    JSON.Object(map.map { ($0.key, narrow($0.value, &dropped, depth: depth + 1)) }))
            } else if key == "const", object["enum"] == nil {
                result["enum"] = [value]
            } else if key == "allOf", let only = value.arrayValue, only.count == 1 {
                let inner = narrow(only[0], &dropped, depth: depth + 1).objectValue ?? [:]
                for (key, value) in inner where result[key] == nil { result[key] = value }
            } else if key != "$schema" {
                dropped.insert(key)
            }
        }
        return .object(result)
    }
}
