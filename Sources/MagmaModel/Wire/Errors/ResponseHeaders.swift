/// The request's id in a response's headers, under whichever name the provider has for it.
enum RequestID {
    private static let names = HeaderNames(
        "x-request-id", "request-id", "x-amzn-requestid", "apim-request-id", "x-debug-trace-id", "x-ds-trace-id",
        "mistral-correlation-id", "x-kong-request-id"
    )

    static func find(in headers: HeaderFields) -> String? { headers.first(of: names) }
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
        // Second 60 is a leap second.
        guard time.count == 3, 0..<24 ~= time[0], 0..<60 ~= time[1], 0...60 ~= time[2] else { return nil }
        return Timestamp.seconds(year, month + 1, day) + time[0] * 3600 + time[1] * 60 + time[2]
    }
}

/// Points in time as RFC 3339 writes them: `2026-01-31T12:00:00Z`, with a fraction or an offset too.
enum Timestamp {
    /// Whole seconds since 1970; `nil` for another form.
    static func seconds(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[range] {
                guard byte &- 0x30 < 10 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let time = seconds(year, month, day) + hour * 3600 + minute * 60 + second
        let zone = bytes[19...].drop { $0 == UInt8(ascii: ".") || $0 &- 0x30 < 10 }
        switch zone.first {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"): return time
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            let start = zone.startIndex
            guard let hours = number(start + 1..<start + 3), let minutes = number(start + 4..<start + 6) else {
                return nil
            }
            let offset = hours * 3600 + minutes * 60
            return zone.first == UInt8(ascii: "+") ? time - offset : time + offset
        default: return nil
        }
    }

    /// The start of a day of the Gregorian calendar. `month` is 1 to 12.
    static func seconds(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Counted in years that begin in March, so that a leap day comes last.
        let shifted = month < 3 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (era * 146_097 + dayOfEra - 719_468) * 86_400
    }
}
