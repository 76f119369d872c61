import FoundationEssentials
import Synchronization

/// The user's own provider rows: the file `MAGMA_PROVIDERS` names, else `~/.config/magma/providers.json`.
public enum UserProviders {
    /// What a file holds.
    public struct Document: Sendable {
        /// The list of providers, or an object with `providers`.
        public var json: JSON
        /// The line, from 1, on which each provider begins, for messages; empty where it is not known.
        public var lines: [Int]

        /// A document and the lines of its providers.
        public init(_ json: JSON, lines: [Int] = []) {
            self.json = json
            self.lines = lines
        }
    }

    /// Reads a text, or throws what is wrong with it.
    public typealias Reader = @Sendable (_ text: String, _ file: String) throws(ModelError) -> Document

    private static let readers = Mutex<[String: Reader]>(["json": Document.json])

    /// Adds a form of the file by its name's ending: how `MagmaYAML` brings YAML.
    public static func register(_ ending: String, _ reader: @escaping Reader) {
        readers.withLock { $0[ending] = reader }
    }

    static func rows(_ environment: Environment) throws(ModelError) -> [Provider] {
        let readers = readers.withLock { $0 }
        let found = try UserFile.find(
            variable: "MAGMA_PROVIDERS", name: "providers", endings: Array(readers.keys), environment)
        guard let file = found else { return [] }
        let (text, reader) = try file.open(readers)
        let document = try reader(text, file.path)
        return try ProviderCatalog.rows(from: document.json, file: file.path, lines: document.lines)
    }
}

extension UserProviders.Document {
    static func json(_ text: String, _ file: String) throws(ModelError) -> Self {
        let bytes = [UInt8](text.utf8)
        func line(_ offset: Int) -> Int { 1 + bytes.prefix(offset).count { $0 == 0x0A } }
        do throws(JSONError) {
            let starts = try bytes.withBytes { (bytes) throws(JSONError) in try providerOffsets(bytes) }
            return Self(try JSON(parsing: bytes), lines: starts.map(line))
        } catch {
            throw ModelError(.configuration, "\(file):\(line(error.offset)): \(error)", underlying: error)
        }
    }

    /// Where the items of the list, or of the object's list of `providers`, begin.
    private static func providerOffsets(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> [Int] {
        var offsets: [Int] = []
        func take(_ cursor: inout JSONCursor) throws(JSONError) {
            try cursor.array { (cursor) throws(JSONError) in
                let item = try cursor.rawValue()
                offsets.append(cursor.offset - item.count)
            }
        }
        var cursor = JSONCursor(bytes)
        switch cursor.peek() {
        case .array: try take(&cursor)
        case .object:
            try cursor.object { (cursor, key) throws(JSONError) in
                if key == "providers", cursor.peek() == .array { try take(&cursor) } else { try cursor.skip() }
            }
        default: break
        }
        return offsets
    }
}
