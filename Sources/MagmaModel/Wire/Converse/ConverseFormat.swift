/// Structured output: OpenAI's `response_format` as `outputConfig.textFormat`.
enum ConverseFormat {
    static func encode(
        _ options: inout JSON.Object,
        _ call: Call,
        into body: inout JSON.Object,
        notes: inout RequestNotes
    ) throws(ModelError) {
        guard let format = options.removeValue(forKey: "response_format"), !format.isNull else { return }
        switch format["type"]?.stringValue {
        case "text": return
        case "json_schema":
            guard let given = format["json_schema"], let schema = given["schema"] else {
                throw ModelError(.invalidRequest, "response_format has no json_schema.schema.")
            }
            guard call.rules.converse.takesSchemas else {
                return try notes.unsupported("response_format", "\(call.modelID) cannot be held to a schema.")
            }
            let sent = call.rules.converse.narrowsSchemas ? MessagesSchema.narrowed(schema, notes: &notes) : schema
            // The schema is a text within the JSON.
            var object: JSON.Object = ["schema": .string(sent.serialized())]
            for name in ["name", "description"] { object[name] = given[name].flatMap { $0.isNull ? nil : $0 } }
            var config = body["outputConfig"]?.objectValue ?? [:]
            config["textFormat"] = ["type": "json_schema", "structure": ["jsonSchema": .object(object)]]
            body["outputConfig"] = .object(config)
        default:
            try notes.unsupported(
                "response_format", "Bedrock has no mode for JSON without a schema; give a json_schema.")
        }
    }
}
