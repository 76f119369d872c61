import FoundationEssentials
import Synchronization

/// The user's own provider rows: the file `MAGMA_PROVIDERS` names, else `~/.config/magma/providers.json`.
public enum UserProviders {
    /// Reads a text into a JSON value, or throws what is wrong with it.
    public typealias Reader = @Sendable (_ text: String, _ file: String) throws(ModelError) -> JSON

    private static let readers = Mutex<[String: Reader]>([
        "json": { (text, file) throws(ModelError) in
            do throws(JSONError) {
                return try JSON(parsing: text)
            } catch {
                throw ModelError(.configuration, "\(file): \(error)")
            }
        }
    ])

    /// Adds a form of the file by its name's ending: how `MagmaYAML` brings YAML.
    public static func register(_ ending: String, _ reader: @escaping Reader) {
        readers.withLock { $0[ending] = reader }
    }

    static func rows(_ environment: Environment) throws(ModelError) -> [Provider] {
        if let path = environment["MAGMA_PROVIDERS"], !path.isEmpty {
            guard FileManager.default.fileExists(atPath: path) else {
                throw ModelError(.configuration, "MAGMA_PROVIDERS names \"\(path)\", which does not exist.")
            }
            return try rows(file: path)
        }
        guard let home = environment["HOME"], !home.isEmpty else { return [] }
        for ending in readers.withLock({ $0.keys.sorted() }) {
            let path = "\(home)/.config/magma/providers.\(ending)"
            if FileManager.default.fileExists(atPath: path) { return try rows(file: path) }
        }
        return []
    }

    private static func rows(file: String) throws(ModelError) -> [Provider] {
        let ending = file.split(separator: ".").last.map(String.init) ?? ""
        guard let reader = readers.withLock({ $0[ending] }) else {
            throw ModelError(.configuration, "\(file): files ending in \"\(ending)\" cannot be read here.")
        }
        let text: String
        do {
            text = try String(contentsOf: URL(filePath: file), encoding: .utf8)
        } catch {
            throw ModelError(.configuration, "\(file) cannot be read.", underlying: error)
        }
        return try ProviderCatalog.rows(from: reader(text, file), file: file)
    }
}
