// The policies of a handle as its `Codable` form writes them: durations are numbers of seconds.

extension Timeouts {
    /// A number is the total; an object says each, and keeps the defaults of what it leaves out.
    init?(json: JSON) {
        self.init()
        if let seconds = json.doubleValue {
            guard let limit = Duration(limitInSeconds: seconds) else { return nil }
            total = limit
            return
        }
        guard let object = json.objectValue else { return nil }
        for (key, value) in object {
            guard let limit = value.doubleValue.flatMap(Duration.init(limitInSeconds:)) else { return nil }
            switch key {
            case "connect": connect = limit
            case "head": head = limit
            case "idle": idle = limit
            case "total": total = limit
            default: return nil
            }
        }
    }

    var json: JSON {
        let usual = Timeouts()
        if let total, self == Timeouts(total: total) { return total.json }
        var object: JSON.Object = [:]
        if connect != usual.connect { object["connect"] = connect.json }
        if head != usual.head { object["head"] = head.json }
        if idle != usual.idle { object["idle"] = idle.json }
        if let total { object["total"] = total.json }
        return .object(object)
    }
}

extension RetryPolicy {
    /// A number is the count; an object says each, and keeps the defaults of what it leaves out.
    init?(json: JSON) {
        self.init()
        guard let object = json.intValue.map({ ["count": .int(Int64($0))] as JSON.Object }) ?? json.objectValue else {
            return nil
        }
        for (key, value) in object {
            let delay = value.doubleValue.flatMap { (0...1e9).contains($0) ? Duration.seconds($0) : nil }
            switch (key, value.intValue, value.boolValue, delay) {
            case ("count", let count?, _, _) where count >= 0: self.count = count
            case ("initial_delay", _, _, let delay?): initialDelay = delay
            case ("maximum_delay", _, _, let delay?): maximumDelay = delay
            case ("maximum_retry_after", _, _, let delay?): maximumRetryAfter = delay
            case ("after_head", _, let flag?, _): afterHead = flag
            case ("uses_budget", _, let flag?, _): usesBudget = flag
            default: return nil
            }
        }
    }

    var json: JSON {
        let usual = RetryPolicy(count: count)
        if self == usual { return .int(Int64(count)) }
        var object: JSON.Object = ["count": .int(Int64(count))]
        if initialDelay != usual.initialDelay { object["initial_delay"] = initialDelay.json }
        if maximumDelay != usual.maximumDelay { object["maximum_delay"] = maximumDelay.json }
        if maximumRetryAfter != usual.maximumRetryAfter { object["maximum_retry_after"] = maximumRetryAfter.json }
        if afterHead { object["after_head"] = true }
        if !usesBudget { object["uses_budget"] = false }
        return .object(object)
    }
}

extension Duration {
    fileprivate var json: JSON { .double(self / .seconds(1)) }
}
