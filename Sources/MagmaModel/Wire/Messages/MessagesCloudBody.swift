extension Dialect.Flag {
    /// The path says which model it is, and the body which version of the protocol (Claude on Vertex AI).
    public static let versionInBody: Dialect.Flag = "version_in_body"
}

extension Messages {
    /// Of the cloud's versions, the one under which every model's parameters are judged by the model alone.
    private static let cloudVersion = "vertex-2023-10-16"

    /// The body as a cloud takes it that runs Claude itself.
    static func cloudBody(_ body: JSON.Object, notes: inout RequestNotes) throws(ModelError) -> JSON.Object {
        var body = body
        body["model"] = nil
        if body["anthropic_version"] == nil { body["anthropic_version"] = .string(cloudVersion) }
        if body.removeValue(forKey: "cache_control") != nil {
            try notes.unsupported(
                "cache_control", "It is taken on parts and tools only, where Anthropic does not run the model itself.")
        }
        return body
    }
}
