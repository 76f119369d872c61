// A pool as a member of a handle's JSON: a list of members, or an object with `members`, `strategy`, `ejection`, `affinity`.
// A member is a handle's JSON, which may have a `weight` besides.

extension Pool {
    init(json: JSON) throws(ModelError) {
        var items = json.arrayValue
        var strategy = Strategy.leastLatency
        var ejection = Ejection()
        var affinity: String?
        for (key, value) in json.objectValue ?? [:] {
            switch key {
            case "members": items = value.arrayValue
            case "strategy":
                guard let word = value.stringValue.flatMap(Strategy.init(rawValue:)) else {
                    let words = Strategy.allCases.map(\.rawValue).joined(separator: ", ")
                    throw ModelError(.configuration, "The \"strategy\" of a pool is one of \(words).")
                }
                strategy = word
            case "ejection": ejection = try Ejection(json: value)
            case "affinity": affinity = value.stringValue
            default: throw ModelError(.configuration, "A pool has no member \"\(key)\".")
            }
        }
        guard let items, !items.isEmpty else {
            throw ModelError(.configuration, "A \"pool\" is a list of models, or an object with a list \"members\".")
        }
        var members: [Member] = []
        for item in items { members.append(try Member(json: item)) }
        self.init(members, strategy: strategy, ejection: ejection, affinity: affinity)
    }

    var json: JSON {
        let list = JSON.array(members.map(\.json))
        var object: JSON.Object = ["members": list]
        if strategy != .leastLatency { object["strategy"] = .string(strategy.rawValue) }
        if ejection != Ejection() { object["ejection"] = ejection.json }
        if let affinity { object["affinity"] = .string(affinity) }
        return object.count == 1 ? list : .object(object)
    }
}

extension Pool.Member {
    fileprivate init(json: JSON) throws(ModelError) {
        var weight = 1.0
        var json = json
        if var object = json.objectValue, let said = object.removeValue(forKey: "weight") {
            guard let number = said.doubleValue, number > 0, number.isFinite else {
                throw ModelError(.configuration, "The \"weight\" of a pool's member is a number above 0.")
            }
            weight = number
            json = .object(object)
        }
        self.init(try Model(json: json), weight: weight)
    }

    fileprivate var json: JSON {
        guard weight != 1, var object = model.json.objectValue else { return model.json }
        object["weight"] = .double(weight)
        return .object(object)
    }
}

extension Pool.Ejection {
    /// The members that are said; `false` stands for ``never``.
    init(json: JSON) throws(ModelError) {
        if json.boolValue == false {
            self = .never
            return
        }
        guard let object = json.objectValue else {
            throw ModelError(.configuration, "The \"ejection\" of a pool is an object, or false.")
        }
        self.init()
        for (key, value) in object {
            let duration = value.doubleValue.flatMap { (0...1e9).contains($0) ? Duration.seconds($0) : nil }
            let share = value.doubleValue.flatMap { (0...1).contains($0) ? $0 : nil }
            let count = value.intValue.flatMap { $0 > 0 ? $0 : nil }
            switch (key, count, share, duration) {
            case ("consecutive_failures", let count?, _, _): consecutiveFailures = count
            case ("failure_rate", _, let share?, _): failureRate = share
            case ("minimum_requests", let count?, _, _): minimumRequests = count
            case ("interval", _, _, let duration?): interval = duration
            case ("base_time", _, _, let duration?): baseTime = duration
            case ("maximum_time", _, _, let duration?): maximumTime = duration
            case ("maximum_share", _, let share?, _): maximumShare = share
            default: throw ModelError(.configuration, "The \"ejection\" of a pool has no such member: \"\(key)\".")
            }
        }
    }

    var json: JSON {
        if self == .never { return false }
        let usual = Self()
        var object: JSON.Object = [:]
        if consecutiveFailures != usual.consecutiveFailures {
            object["consecutive_failures"] = .int(Int64(consecutiveFailures))
        }
        if failureRate != usual.failureRate { object["failure_rate"] = .double(failureRate) }
        if minimumRequests != usual.minimumRequests { object["minimum_requests"] = .int(Int64(minimumRequests)) }
        if interval != usual.interval { object["interval"] = .double(interval / .seconds(1)) }
        if baseTime != usual.baseTime { object["base_time"] = .double(baseTime / .seconds(1)) }
        if maximumTime != usual.maximumTime { object["maximum_time"] = .double(maximumTime / .seconds(1)) }
        if maximumShare != usual.maximumShare { object["maximum_share"] = .double(maximumShare) }
        return .object(object)
    }
}
