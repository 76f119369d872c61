/// The environment variables that a dispatcher sees.
public struct Environment: Sendable {
    private let lookup: @Sendable (String) -> String?

    /// Only these variables: for tests.
    public init(_ variables: [String: String]) {
        lookup = { variables[$0] }
    }

    package init(lookup: @escaping @Sendable (String) -> String?) {
        self.lookup = lookup
    }

    /// The value of a variable; `nil` where it is not set.
    public subscript(name: String) -> String? { lookup(name) }

    /// The first of the variables that is set and not empty.
    func first(of names: [String]) -> (name: String, value: String)? {
        for name in names {
            if let value = self[name], !value.isEmpty { return (name, value) }
        }
        return nil
    }
}
