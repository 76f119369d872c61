import FoundationEssentials

/// The user's own facts about models: the file that `MAGMA_MODEL_REGISTRY` names.
enum UserRegistry {
    /// The built-in facts with those of the user's file over them. Throws `.configuration`, with file and place.
    static func registry(_ environment: Environment) throws(ModelError) -> Registry {
        guard let path = environment["MAGMA_MODEL_REGISTRY"], !path.isEmpty else { return .bundled }
        guard FileManager.default.fileExists(atPath: path) else {
            throw ModelError(.configuration, "MAGMA_MODEL_REGISTRY names \"\(path)\", which does not exist.")
        }
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw ModelError(.configuration, "\(path) cannot be read.", underlying: error)
        }
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: bytes)
        } catch {
            let line = 1 + bytes.prefix(error.offset).count { $0 == 0x0A }
            throw ModelError(.configuration, "\(path):\(line): \(error)", underlying: error)
        }
        return Registry(overlay: try models(json, file: path))
    }

    /// The models of a file in one of three forms, told apart by their shape: our own (an object with a list `models`),
    /// that of models.dev (providers, each with an object `models`), and LiteLLM's map (models, each with a
    /// `litellm_provider`).
    static func models(_ json: JSON, file: String) throws(ModelError) -> [String: Capabilities] {
        if let list = json["models"]?.arrayValue { return try own(list, asOf: json["as_of"]?.stringValue, file) }
        let members = json.objectValue ?? [:]
        if members.contains(where: { $0.value["models"]?.objectValue != nil }) {
            return try ModelsDevFile.models(members, file)
        }
        if members.contains(where: { $0.value["litellm_provider"] != nil }) {
            return try LiteLLMFile.models(members, file)
        }
        throw ModelError(
            .configuration,
            "\(file): this is no registry: neither an object with a list \"models\", nor LiteLLM's or models.dev's form."
        )
    }

    private static func own(_ list: [JSON], asOf: String?, _ file: String) throws(ModelError) -> [String: Capabilities]
    {
        var models: [String: Capabilities] = [:]
        for (index, item) in list.enumerated() {
            let place = "\(file): models[\(index)]"
            guard let id = item["id"]?.stringValue, id.split(separator: "/", maxSplits: 1).count == 2 else {
                throw ModelError(.configuration, "\(place): there is no \"id\" such as \"provider/model\".")
            }
            var model = try Capabilities(json: item, place: "\(place) (\(id))", besides: ["id"])
            model.asOf = model.asOf ?? asOf
            models[id] = model
        }
        return models
    }
}
