extension Place {
    init(json: JSON, _ reader: RowReader) throws(ModelError) {
        self.init("")
        for (key, value) in try reader.object(json) {
            switch key {
            case "name": name = try reader.string(value, key)
            case "keys": keys = try reader.strings(value, key)
            case "variables": variables = try reader.strings(value, key)
            case "bases": bases = try reader.texts(value, key)
            case "standard": standard = try reader.string(value, key)
            case "leads_names":
                guard let flag = value.boolValue else {
                    throw reader.wrong("\"leads_names\" is neither true nor false.")
                }
                leadsNames = flag
            case "hosts": hosts = try reader.texts(value, key)
            default: throw reader.wrong("\"\(key)\" is no member of a place.")
            }
        }
        guard !name.isEmpty, name != "model" else { throw reader.wrong("there is no \"name\" of its own.") }
    }
}
