import FoundationEssentials
import Synchronization

/// The user's own names for handles: the file `MAGMA_MODELS` names, else `~/.config/magma/models.json`. `Model("@chat")` calls
/// what `chat` stands for there.
public enum UserModels {
    /// What a file holds.
    public struct Document: Sendable {
        /// The handles by their names, without "@".
        public var models: [String: Model]
        /// What of the file was not understood, each with file and line.
        public var warnings: [String]

        /// A document from what it holds.
        public init(models: [String: Model] = [:], warnings: [String] = []) {
            self.models = models
            self.warnings = warnings
        }

        /// Reads an object with a member `models`, whose members are the names, each with a handle in its JSON form.
        ///
        /// Throws `.configuration`, naming the file and the line that `line` says a name stands on.
        public init(
            json: JSON,
            file: String,
            line: (_ name: String) -> Int? = { _ in nil }
        ) throws(ModelError) {
            func wrong(_ name: String?, _ message: String) -> ModelError {
                let place = name.flatMap(line).map { "\(file):\($0)" } ?? file
                return ModelError(.configuration, "\(place): \(name.map { "alias \"\($0)\": " } ?? "")\(message)")
            }
            self.init()
            guard let object = json.objectValue, let members = object["models"]?.objectValue else {
                throw wrong(nil, "There is no object \"models\" with an alias for each member.")
            }
            if let other = object.keys.first(where: { $0 != "models" }) {
                throw wrong(nil, "Beside \"models\" there is \"\(other)\", which is not known.")
            }
            for (name, handle) in members {
                guard (try? ModelID(parsing: "@\(name)")) != nil else { throw wrong(name, "This is no name.") }
                do throws(ModelError) {
                    models[name] = try Model(json: handle)
                } catch {
                    throw wrong(name, error.message)
                }
            }
            if let chain = Self.circle(in: models) {
                let names = chain.map { "@\($0)" }.joined(separator: " → ")
                throw wrong(chain.first, "The aliases go in a circle: \(names).")
            }
        }
    }

    /// Reads a text, or throws what is wrong with it. Names of environment variables in it are looked up where they are given.
    public typealias Reader =
        @Sendable (_ text: String, _ file: String, _ environment: Environment) throws(ModelError) -> Document

    private static let readers = Mutex<[String: Reader]>(["json": Document.json])

    /// Adds a form of the file by its name's ending: how `MagmaYAML` brings YAML.
    public static func register(_ ending: String, _ reader: @escaping Reader) {
        readers.withLock { $0[ending] = reader }
    }

    static func document(_ environment: Environment) throws(ModelError) -> Document {
        let endings = readers.withLock { Array($0.keys) }
        let found = try UserFile.find(variable: "MAGMA_MODELS", name: "models", endings: endings, environment)
        guard let file = found else { return Document() }
        return try document(file: file.path, environment)
    }

    /// Reads a file by its ending.
    package static func document(file: String, _ environment: Environment) throws(ModelError) -> Document {
        let (text, reader) = try UserFile(path: file).open(readers.withLock { $0 })
        return try reader(text, file, environment)
    }
}
