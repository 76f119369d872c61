import MagmaModel

/// The providers that can be named here, built-in and the user's own.
enum Catalog {
    /// Empty where the user's file cannot be read: each call reports that itself.
    static var all: [Provider] { (try? Dispatcher.current.providers) ?? [] }

    static func provider(_ id: String) -> Provider? {
        all.first { $0.id == id || $0.aliases.contains(id) }
    }

    /// The prefixes of those that demand a key and have one.
    static var readyWithKey: [String] {
        let dispatcher = Dispatcher.current
        return all.filter {
            !$0.credential.isOptional && $0.retired == nil && dispatcher.missing(for: $0).isEmpty
                && dispatcher.baseURL(of: $0) != nil
        }.map(\.id)
    }
}
