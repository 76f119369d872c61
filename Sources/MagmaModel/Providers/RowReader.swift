/// Reads the members of a row; its errors name the place.
struct RowReader {
    let place: String

    func wrong(_ text: String) -> ModelError { ModelError(.configuration, "\(place): \(text)") }

    func object(_ json: JSON) throws(ModelError) -> JSON.Object {
        guard let object = json.objectValue else { throw wrong("an object is expected.") }
        return object
    }

    func list(_ value: JSON, _ key: String) throws(ModelError) -> [JSON] {
        guard let items = value.arrayValue else { throw wrong("\"\(key)\" is not a list.") }
        return items
    }

    func string(_ value: JSON, _ key: String) throws(ModelError) -> String {
        guard let text = value.stringValue else { throw wrong("\"\(key)\" is not a string.") }
        return text
    }

    func strings(_ value: JSON, _ key: String) throws(ModelError) -> [String] {
        guard let items = value.arrayValue else { throw wrong("\"\(key)\" is not a list of strings.") }
        return try items.map { (item) throws(ModelError) in try string(item, key) }
    }

    func texts(_ value: JSON, _ key: String) throws(ModelError) -> [String: String] {
        guard let members = value.objectValue else { throw wrong("\"\(key)\" is not an object.") }
        var texts: [String: String] = [:]
        for (name, text) in members { texts[name] = try string(text, "\(key).\(name)") }
        return texts
    }
}
