/// The request's id in a response's headers, under whichever name the provider has for it.
enum RequestID {
    private static let names = [
        "x-request-id", "request-id", "x-amzn-requestid", "apim-request-id", "x-debug-trace-id", "x-ds-trace-id",
        "mistral-correlation-id", "x-kong-request-id",
    ]

    static func find(in headers: HeaderFields) -> String? {
        for name in names {
            if let value = headers[name], !value.isEmpty { return value }
        }
        return nil
    }
}

/// How long an error response asks to wait. Some providers send these headers with a 200 too, where they mean nothing.
enum RetryAfter {
    /// `retry-after-ms` where it is above 0, else `retry-after` in seconds. A date is read with ``find(in:now:)``.
    static func find(in headers: HeaderFields) -> Duration? {
        if let text = headers["retry-after-ms"], let milliseconds = Double(text), milliseconds > 0, milliseconds < 1e12
        {
            return .seconds(milliseconds / 1000)
        }
        guard let text = headers["retry-after"] else { return nil }
        if let seconds = Double(text) { return seconds >= 0 && seconds < 1e9 ? .seconds(seconds) : nil }
        guard let date = HTTPDate.seconds(text), let now = headers["date"].flatMap(HTTPDate.seconds) else { return nil }
        return .seconds(max(0, date - now))
    }
}

/// The dates of HTTP headers, as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Seconds since 1970; `nil` for another form.
    static func seconds(_ text: String) -> Int? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, let day = Int(parts[1]), let month = months.firstIndex(of: String(parts[2])),
            let year = Int(parts[3]), (1...31).contains(day), (1970...9999).contains(year)
        else { return nil }
        let time = parts[4].split(separator: ":").compactMap { Int($0) }
        guard time.count == 3 else { return nil }
        // Days since 1970-03-01 in years that begin in March, so that a leap day comes last.
        let shifted = month < 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 10) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]
    }
}
