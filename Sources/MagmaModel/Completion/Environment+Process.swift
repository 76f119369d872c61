internal import Configuration
import Synchronization

extension Environment {
    /// The process's own variables, read through swift-configuration when the first is asked for, and kept: a later
    /// `setenv` changes nothing.
    public static let process: Environment = {
        let reader = ConfigReader(provider: EnvironmentVariablesProvider())
        let known = Known()
        return Environment { name in
            known.value(of: name) {
                // The provider joins a key's components with "_" in upper case, so a variable's name is split there.
                let components = name.split(separator: "_").map { $0.lowercased() }
                return reader.string(forKey: ConfigKey(components), isSecret: true)
            }
        }
    }()

    /// A look-up through the reader costs microseconds, and a call makes several.
    private final class Known: Sendable {
        private let values = Mutex<[String: String?]>([:])

        func value(of name: String, _ read: () -> String?) -> String? {
            values.withLock { values in
                if let value = values[name] { return value }
                let value = read()
                values[name] = value
                return value
            }
        }
    }
}
