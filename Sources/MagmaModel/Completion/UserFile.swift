import FoundationEssentials

/// A file of the user's own: the one that a variable names, else the one of its name in the usual folder.
struct UserFile {
    let path: String

    /// `nil` where there is none. Throws `.configuration` where the variable names one that is not there.
    static func find(
        variable: String,
        name: String,
        endings: [String],
        _ environment: Environment
    ) throws(ModelError) -> UserFile? {
        if let path = environment[variable], !path.isEmpty {
            guard FileManager.default.fileExists(atPath: path) else {
                throw ModelError(.configuration, "\(variable) names \"\(path)\", which does not exist.")
            }
            return UserFile(path: path)
        }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        let paths = endings.sorted().map { "\(home)/.config/magma/\(name).\($0)" }
        return paths.first(where: FileManager.default.fileExists(atPath:)).map(UserFile.init)
    }

    /// Its text, and the one of the readers that knows its ending.
    func open<Reader>(_ readers: [String: Reader]) throws(ModelError) -> (text: String, reader: Reader) {
        let ending = path.split(separator: ".").last.map(String.init) ?? ""
        guard let reader = readers[ending] else {
            throw ModelError(.configuration, "\(path): files ending in \"\(ending)\" cannot be read here.")
        }
        do {
            return (try String(contentsOf: URL(filePath: path), encoding: .utf8), reader)
        } catch {
            throw ModelError(.configuration, "\(path) cannot be read.", underlying: error)
        }
    }
}
