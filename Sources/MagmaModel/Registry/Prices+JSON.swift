import FoundationEssentials

extension Prices.Rates {
    init(json: JSON, _ key: String, _ reader: RowReader) throws(ModelError) {
        self.init()
        for (name, value) in try reader.members(json, key) {
            guard let price = Self.names.first(where: { $0.key == name })?.value else {
                throw reader.wrong("\"\(name)\" is no member of \"\(key)\".")
            }
            self[keyPath: price] = try reader.price(value, "\(key).\(name)")
        }
    }
}

extension Prices.Tier {
    init(json: JSON, _ reader: RowReader) throws(ModelError) {
        self.init(rates: .init())
        for (key, value) in try reader.members(json, "tiers") {
            switch key {
            case "service": service = try reader.string(value, "tiers.service")
            case "above": above = try reader.count(value, "tiers.above")
            case "prices": rates = try Prices.Rates(json: value, "tiers.prices", reader)
            default: throw reader.wrong("\"\(key)\" is no member of a tier.")
            }
        }
        guard service != nil || above != nil else {
            throw reader.wrong("a tier has neither \"service\" nor \"above\".")
        }
    }
}

extension Prices.OffPeak {
    init(json: JSON, _ reader: RowReader) throws(ModelError) {
        let object = try reader.members(json, "off_peak")
        self.init(rates: try Prices.Rates(json: object["prices"] ?? .null, "off_peak.prices", reader), windows: [])
        for item in try reader.list(object["windows"] ?? .null, "off_peak.windows") {
            let from = try reader.minute(item["from"] ?? .null, "off_peak.windows.from")
            let to = try reader.minute(item["to"] ?? .null, "off_peak.windows.to")
            guard from < to else { throw reader.wrong("a window of \"off_peak\" ends before it begins.") }
            var window = Window(minutes: from..<to)
            if let days = item["days"] {
                let numbers = days.arrayValue?.compactMap(\.intValue) ?? []
                guard !numbers.isEmpty, numbers.allSatisfy((1...7).contains) else {
                    throw reader.wrong("\"off_peak.windows.days\" is no list of days from 1, Monday, to 7.")
                }
                window.days = Set(numbers)
            }
            windows.append(window)
        }
    }
}

extension Prices {
    static func factors(json: JSON, _ reader: RowReader) throws(ModelError) -> [String: Decimal] {
        var factors: [String: Decimal] = [:]
        for (name, value) in try reader.members(json, "factors") {
            factors[name] = try reader.price(value, "factors.\(name)")
        }
        return factors
    }
}
