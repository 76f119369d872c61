public import MagmaModel
internal import Yams

/// YAML for the files that Magma reads: the user's provider rows and aliases, and LiteLLM's `config.yaml`.
public enum YAMLFile {
    /// Lets providers and aliases be read from files ending in `yaml` or `yml`, until the process ends.
    public static func enable() {
        for ending in ["yaml", "yml"] {
            UserProviders.register(ending, document)
            UserModels.register(ending, aliases)
        }
    }

    /// The aliases of a file: an object `models`, or LiteLLM's configuration, which is known by its `model_list`.
    @Sendable
    private static func aliases(
        _ text: String,
        file: String,
        environment: Environment
    ) throws(ModelError) -> UserModels.Document {
        guard let node = try node(text, file: file) else {
            return try UserModels.Document(json: .null, file: file)
        }
        if node.mapping?["model_list"] != nil {
            return try LiteLLMConfig.document(node, file: file, environment: environment)
        }
        var lines: [String: Int] = [:]
        for (name, handle) in node.mapping?["models"]?.mapping ?? [:] {
            if let text = name.string { lines[text] = (name.mark ?? handle.mark)?.line }
        }
        return try UserModels.Document(json: json(node, file: file, depth: 0), file: file) { lines[$0] }
    }

    private static func document(_ text: String, file: String) throws(ModelError) -> UserProviders.Document {
        guard let node = try node(text, file: file) else { return UserProviders.Document(.null) }
        let rows = node.sequence ?? node.mapping?["providers"]?.sequence
        let lines = rows?.map { $0.mark?.line ?? 0 } ?? []
        return UserProviders.Document(try json(node, file: file, depth: 0), lines: lines)
    }

    /// The value that a YAML text holds. Throws `.configuration` with file, line and column for a text that is no YAML,
    /// and for one that is nested deeper than 64.
    public static func json(_ text: String, file: String) throws(ModelError) -> JSON {
        guard let node = try node(text, file: file) else { return .null }
        return try json(node, file: file, depth: 0)
    }

    static func node(_ text: String, file: String) throws(ModelError) -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch {
            // Its first line begins with line and column; the rest quotes the file.
            throw ModelError(.configuration, "\(file):\("\(error)".prefix { $0 != "\n" })", underlying: error)
        }
    }

    static func json(_ node: Node, file: String, depth: Int) throws(ModelError) -> JSON {
        guard depth < 64 else { throw ModelError(.configuration, "\(file) is nested deeper than 64.") }
        switch node {
        case .scalar(let scalar): return json(scalar, node)
        case .sequence(let items):
            var array: [JSON] = []
            for item in items { array.append(try json(item, file: file, depth: depth + 1)) }
            return .array(array)
        case .mapping(let members):
            var object: JSON.Object = [:]
            for (key, value) in members {
                guard let name = key.scalar?.string else {
                    throw ModelError(.configuration, "\(file)\(place(key)): a key is no plain text.")
                }
                object[name] = try json(value, file: file, depth: depth + 1)
            }
            return .object(object)
        case .alias: throw ModelError(.configuration, "\(file)\(place(node)): the alias refers to nothing.")
        }
    }

    /// A quoted scalar is a string; a plain one may be null, a boolean or a number.
    private static func json(_ scalar: Node.Scalar, _ node: Node) -> JSON {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        if node.null != nil { return .null }
        if let bool = node.bool { return .bool(bool) }
        if let int = node.int { return .int(Int64(int)) }
        if let double = node.float, double.isFinite { return .double(double) }
        return .string(scalar.string)
    }

    private static func place(_ node: Node) -> String {
        node.mark.map { ":\($0.line):\($0.column)" } ?? ""
    }
}
