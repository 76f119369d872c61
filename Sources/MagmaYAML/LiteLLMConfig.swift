public import MagmaModel
internal import Yams

/// LiteLLM's `config.yaml` as aliases: each `model_name` of the `model_list` is one, a pool where it has several deployments,
/// with the fallbacks, retries and timeouts of `router_settings` and `litellm_settings`. What is not understood is named in the
/// document's warnings, with its line; nothing is dropped without one.
public enum LiteLLMConfig {
    /// Reads a text. `os.environ/NAME` is looked up in the environment, but for keys, which are kept as references.
    ///
    /// Throws `.configuration` with the line for a text that is no YAML, or has no `model_list`.
    public static func document(
        _ text: String,
        file: String,
        environment: Environment = .process
    ) throws(ModelError) -> UserModels.Document {
        guard let node = try YAMLFile.node(text, file: file), node.mapping?["model_list"] != nil else {
            throw ModelError(.configuration, "\(file): There is no \"model_list\".")
        }
        return try document(node, file: file, environment: environment)
    }

    static func document(
        _ node: Node,
        file: String,
        environment: Environment
    ) throws(ModelError) -> UserModels.Document {
        var reader = LiteLLMReader(file: file, environment: environment)
        let settings = reader.settings(node)
        let groups = try reader.groups(node, settings)
        let models = reader.aliases(groups, settings)
        var document = try UserModels.Document(json: ["models": .object(models)], file: file) { name in
            groups.first { $0.name == name }?.line
        }
        document.warnings = reader.warnings.sorted { $0.line < $1.line }.map { "\(file):\($0.line): \($0.text)" }
        return document
    }
}

/// What is read so far, and what was not understood.
struct LiteLLMReader {
    let file: String
    let environment: Environment
    var warnings: [(line: Int, text: String)] = []

    /// The deployments of a `model_name`.
    struct Group {
        var name: String
        var line: Int
        /// Each as a handle in its JSON form, with its share and its place in the order.
        var deployments: [(handle: JSON.Object, weight: Double, order: Int)] = []
    }

    mutating func warn(_ node: Node?, _ text: String) { warnings.append((node?.mark?.line ?? 0, text)) }

    /// The members of an object, each with its key's node, which has the line.
    func members(_ node: Node?) -> [(key: String, place: Node, value: Node)] {
        (node?.mapping ?? [:]).compactMap { key, value in key.string.map { ($0, key, value) } }
    }

    /// A value, with references to the environment looked up. `nil`, with a warning, where the variable is not set.
    mutating func value(_ node: Node, _ what: String) throws(ModelError) -> JSON? {
        let json = try YAMLFile.json(node, file: file, depth: 0)
        guard let name = Self.variable(json) else { return json }
        guard let text = environment[name], !text.isEmpty else {
            warn(node, "\"\(what)\" is left out: the environment variable \(name) is not set.")
            return nil
        }
        return .string(text)
    }

    /// The variable that an `os.environ/NAME` names.
    static func variable(_ json: JSON) -> String? {
        guard let text = json.stringValue, text.hasPrefix("os.environ/") else { return nil }
        return String(text.dropFirst("os.environ/".count))
    }
}
