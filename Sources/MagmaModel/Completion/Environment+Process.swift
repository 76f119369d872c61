internal import Configuration

extension Environment {
    /// The process's own variables, read through swift-configuration when the first is asked for, and kept: a later
    /// `setenv` changes nothing.
    public static let process: Environment = {
        let provider = EnvironmentVariablesProvider()
        // By the exact name, which is one look-up in a dictionary: a reader's keys know no lower case and no repeated
        // "_", and cost microseconds. What is no UTF-8 counts as not set.
        return Environment { try? provider.environmentValue(forName: $0) }
    }()
}
