/// What a response says of itself, as its first event and its last do.
enum ResponsesHead {
    static func read(_ response: JSON, into builder: inout GenerationBuilder) {
        if let id = response["id"]?.stringValue, !id.isEmpty { builder.id = id }
        if let model = response["model"]?.stringValue, !model.isEmpty { builder.model = model }
        builder.serviceTier = response["service_tier"]?.stringValue ?? builder.serviceTier
        builder.created = response["created_at"]?.intValue ?? builder.created
    }
}

/// What stands beside the text of messages: sources and log probabilities, in the forms of the chat format.
enum ResponsesDetails {
    static func read(_ items: [ResponsesItem], into builder: inout GenerationBuilder) {
        var annotations: [JSON] = []
        var logprobs: [JSON] = []
        for item in items {
            guard case .message = item.kind else { continue }
            for part in item.value["content"]?.arrayValue ?? [] {
                annotations += (part["annotations"]?.arrayValue ?? []).map(annotation)
                logprobs += part["logprobs"]?.arrayValue ?? []
            }
        }
        if !annotations.isEmpty { builder.messageExtra["annotations"] = .array(annotations) }
        if !logprobs.isEmpty { builder.addLogprobs(["content": .array(logprobs)]) }
    }

    /// The chat format has the members of a citation one level down.
    private static func annotation(_ json: JSON) -> JSON {
        guard json["type"] == "url_citation", var citation = json.objectValue, citation["url_citation"] == nil else {
            return json
        }
        citation["type"] = nil
        return ["type": "url_citation", "url_citation": .object(citation)]
    }
}
