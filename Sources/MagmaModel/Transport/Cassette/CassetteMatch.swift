/// What of a request has to be as recorded, with its secrets taken out.
struct CassetteMatch {
    var method: String
    var host: String
    var path: String
    var body: Cassette.RequestBody

    /// Where a request and a recording part; the deeper, the nearer they are.
    struct Difference {
        var depth: Int
        var text: String
    }

    func firstDifference(from cassette: Cassette) -> Difference? {
        if host != cassette.host { return Difference(depth: 0, text: "its host is \(cassette.host).") }
        if Self.canonical(path) != Self.canonical(cassette.path) {
            return Difference(depth: 1, text: "its path is \(cassette.path).")
        }
        if method.uppercased() != cassette.method.uppercased() {
            return Difference(depth: 2, text: "its method is \(cassette.method).")
        }
        switch (body, cassette.requestBody) {
        case (_, .unknown): return nil
        case (.json(let new), .json(let old)):
            let old = CassetteRedaction.members(old) { $0 }
            guard new != old else { return nil }
            let (path, agreeing) = Self.difference(new, old)
            return Difference(depth: 3 + agreeing, text: "the bodies differ at \(path).")
        case (let new, let old):
            return new == old ? nil : Difference(depth: 3, text: "the bodies differ.")
        }
    }

    /// Query items that hold secrets are left out: recorders drop or mark them.
    private static func canonical(_ path: String) -> String {
        guard let question = path.firstIndex(of: "?") else { return path }
        let items = path[path.index(after: question)...].split(separator: "&").filter {
            !Redaction.isSecretQueryItem(String($0.prefix { $0 != "=" }))
        }
        return path[..<question] + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
    }

    /// The path of the first difference, and how many members above it agree.
    private static func difference(_ new: JSON, _ old: JSON) -> (path: String, agreeing: Int) {
        var (new, old, path, agreeing) = (new, old, "$", 0)
        while true {
            if let a = new.objectValue, let b = old.objectValue {
                agreeing += a.count { b[$0.key] == $0.value }
                let keys = a.map(\.key) + b.map(\.key).filter { a[$0] == nil }
                guard let key = keys.first(where: { a[$0] != b[$0] }) else { return (path, agreeing) }
                path += ".\(key)"
                guard let left = a[key], let right = b[key] else { return (path, agreeing) }
                (new, old) = (left, right)
            } else if let a = new.arrayValue, let b = old.arrayValue {
                let index =
                    zip(a, b).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(a.count, b.count)
                path += "[\(index)]"
                guard index < a.count, index < b.count else { return (path, agreeing) }
                (new, old) = (a[index], b[index])
            } else {
                return (path, agreeing)
            }
        }
    }
}
