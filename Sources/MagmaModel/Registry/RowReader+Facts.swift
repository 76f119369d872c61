import FoundationEssentials

extension RowReader {
    func members(_ json: JSON, _ key: String) throws(ModelError) -> JSON.Object {
        guard let object = json.objectValue else { throw wrong("\"\(key)\" is no object.") }
        return object
    }

    func count(_ json: JSON, _ key: String) throws(ModelError) -> Int {
        guard let count = json.intValue, count >= 0 else { throw wrong("\"\(key)\" is no number of tokens.") }
        return count
    }

    func price(_ json: JSON, _ key: String) throws(ModelError) -> Decimal {
        guard let price = Decimal(price: json) else { throw wrong("\"\(key)\" is no price.") }
        return price
    }

    func minute(_ json: JSON, _ key: String) throws(ModelError) -> Int {
        let parts = (json.stringValue ?? "").split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, 0...24 ~= parts[0], 0..<60 ~= parts[1], parts[0] * 60 + parts[1] <= 1440 else {
            throw wrong("\"\(key)\" is no time of the day, such as \"18:30\".")
        }
        return parts[0] * 60 + parts[1]
    }
}
