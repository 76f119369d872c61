extension ErrorFacts {
    /// Finds what the error bodies of all known providers have in common: an object under `error` or none, a message
    /// under one of several names, machine words under more.
    init(json: JSON) {
        let root = json[0] ?? json
        let inner = root["error"].flatMap { $0.objectValue == nil ? nil : $0 } ?? root["response"]?["error"] ?? root
        message = Self.message(inner) ?? Self.message(root)
        for place in [inner, root] {
            codes += Self.words(place)
        }
        codes += [root["errors"]?[0]?["code"], root["base_resp"]?["status_code"]].compactMap { $0.flatMap(Self.word) }
        status = [inner, root].lazy.compactMap(Self.status).first
        requestID = (root["request_id"] ?? inner["request_id"])?.stringValue
        retryAfter = Self.retryDelay(inner["details"])
        if let raw = inner["metadata"]?["raw"] {
            // A gateway's copy of the upstream's answer: JSON inside a string, as a rule.
            let text = raw.stringValue ?? raw.serialized()
            detail = text
            if let upstream = raw.objectValue.map(JSON.object) ?? (try? JSON(parsing: text)),
                upstream.objectValue != nil
            {
                let facts = upstream["error"]?.objectValue.map(JSON.object) ?? upstream
                codes += Self.words(facts)
            }
        }
    }

    private static func message(_ json: JSON) -> String? {
        if let text = json.stringValue { return text }
        for name in ["message", "Message", "error", "detail", "msg", "reason", "error_description"] {
            if let text = json[name]?.stringValue, !text.isEmpty { return text }
        }
        // FastAPI's validation errors: [{loc, msg, type}].
        if let details = json["detail"]?.arrayValue {
            let texts = details.compactMap { $0["msg"]?.stringValue }
            if !texts.isEmpty { return texts.joined(separator: "; ") }
        }
        if let object = json["message"]?.objectValue ?? json["detail"]?.objectValue {
            return JSON.object(object)["detail"].map { $0.stringValue ?? $0.serialized() }
                ?? JSON.object(object).serialized()
        }
        return json["errors"]?[0]?["message"]?.stringValue ?? json["base_resp"]?["status_msg"]?.stringValue
    }

    private static func words(_ json: JSON) -> [String] {
        var words: [JSON?] = [
            json["code"], json["error_type"], json["innererror"]?["code"], json["details"]?["error_code"],
        ]
        words += [json["metadata"]?["error_type"], json["error_code"], json["type"], json["status"], json["__type"]]
        for detail in json["details"]?.arrayValue ?? [] { words.append(detail["reason"]) }
        return words.compactMap { $0.flatMap(word) }
    }

    private static func word(_ json: JSON) -> String? {
        let text = json.stringValue ?? json.intValue.map { "\($0)" }
        return text.flatMap { $0.isEmpty || $0.utf8.count > 100 ? nil : $0 }
    }

    private static func status(_ json: JSON) -> Int? {
        for name in ["code", "status", "status_code", "http_status_code"] {
            guard let value = json[name] else { continue }
            if let status = value.intValue ?? value.stringValue.flatMap({ Int($0) }), (400..<600).contains(status) {
                return status
            }
        }
        return nil
    }

    /// Google's `RetryInfo`: `"34s"`, `"1.5s"`.
    private static func retryDelay(_ details: JSON?) -> Duration? {
        for detail in details?.arrayValue ?? [] {
            guard let text = detail["retryDelay"]?.stringValue, text.hasSuffix("s") else { continue }
            if let seconds = Double(text.dropLast()), seconds >= 0, seconds < 1e9 { return .seconds(seconds) }
        }
        return nil
    }
}
