internal import Configuration

extension Environment {
    /// The process's own variables, read through swift-configuration when first asked for.
    public static let process: Environment = {
        let reader = ConfigReader(provider: EnvironmentVariablesProvider())
        return Environment { name in
            // The provider joins a key's components with "_" in upper case, so a variable's name is split there.
            let components = name.split(separator: "_").map { $0.lowercased() }
            return reader.string(forKey: ConfigKey(components), isSecret: true)
        }
    }()
}
