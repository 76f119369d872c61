enum JSONNumber {
    case int(Int64)
    case uint(UInt64)
    case double(Double)
}

/// What a number looks like: `digits` are its digits without sign, point and exponent, as far as they fit.
private struct JSONNumeral {
    var isNegative = false
    var digits: UInt64 = 0
    var digitCount = 0
    var fractionCount = 0
    var exponent = 0
    var isWhole = true
    var hasExponent = false
}

extension JSONScanner {
    /// Consumes a number. Whole ones which fit become integers, except `-0`, which only a double can hold.
    @inline(__always)
    mutating func number() throws(JSONError) -> JSONNumber {
        if let short = shortWhole() { return .int(short) }
        let first = next
        let numeral = try numeral()
        // 19 digits are below 2 to the 64, and 18 below 2 to the 63.
        if numeral.isWhole, numeral.digitCount <= 18, !numeral.isNegative {
            return .int(Int64(bitPattern: numeral.digits))
        }
        return try number(numeral, first)
    }

    /// Consumes a whole number from 0 up of few digits, as most are; nil, and nothing consumed, for any other.
    @inline(__always)
    mutating func shortWhole() -> Int64? {
        var value: Int64 = 0
        var at = next
        while at < end, at.pointee &- 0x30 < 10, at - next < 16 {
            value = value &* 10 &+ Int64(at.pointee &- 0x30)
            at += 1
        }
        guard at > next, at < end, next.pointee != 0x30 || at - next == 1 else { return nil }
        switch at.pointee {
        case 0x2C, 0x5D, 0x7D:
            next = at
            return value
        default: return nil
        }
    }

    /// Consumes a number without finding its value; one beyond the range of a double still fails.
    @inline(__always)
    mutating func skipNumber() throws(JSONError) {
        let first = next
        let numeral = try numeral()
        if numeral.hasExponent || numeral.digitCount > 300 { _ = try number(numeral, first) }
    }

    @inline(__always)
    private mutating func numeral() throws(JSONError) -> JSONNumeral {
        var numeral = JSONNumeral()
        var at = next
        if at.pointee == 0x2D {
            numeral.isNegative = true
            at += 1
        }
        let whole = at
        while at < end, at.pointee &- 0x30 < 10 {
            numeral.digits = numeral.digits &* 10 &+ UInt64(at.pointee &- 0x30)
            at += 1
        }
        numeral.digitCount = at - whole
        guard numeral.digitCount > 0 else { throw error(.invalidNumber, at: at) }
        if whole.pointee == 0x30, numeral.digitCount > 1 { throw error(.invalidNumber, at: whole + 1) }
        if at < end, at.pointee == 0x2E || at.pointee | 0x20 == 0x65 {
            try fraction(&numeral, &at)
        }
        next = at
        return numeral
    }

    @inline(never)
    private func fraction(_ numeral: inout JSONNumeral, _ at: inout UnsafePointer<UInt8>) throws(JSONError) {
        numeral.isWhole = false
        if at.pointee == 0x2E {
            at += 1
            let fraction = at
            while at < end, at.pointee &- 0x30 < 10 {
                numeral.digits = numeral.digits &* 10 &+ UInt64(at.pointee &- 0x30)
                at += 1
            }
            guard at > fraction else { throw error(.invalidNumber, at: at) }
            numeral.fractionCount = at - fraction
            numeral.digitCount += numeral.fractionCount
        }
        guard at < end, at.pointee | 0x20 == 0x65 else { return }
        numeral.hasExponent = true
        at += 1
        var isNegative = false
        if at < end, at.pointee == 0x2B || at.pointee == 0x2D {
            isNegative = at.pointee == 0x2D
            at += 1
        }
        let exponent = at
        while at < end, at.pointee &- 0x30 < 10 {
            // Saturates: only small exponents are used.
            if numeral.exponent < 10_000 { numeral.exponent = numeral.exponent &* 10 &+ Int(at.pointee &- 0x30) }
            at += 1
        }
        guard at > exponent else { throw error(.invalidNumber, at: at) }
        if isNegative { numeral.exponent = -numeral.exponent }
    }

    @inline(never)
    private func number(
        _ numeral: JSONNumeral,
        _ first: UnsafePointer<UInt8>
    ) throws(JSONError) -> JSONNumber {
        if numeral.isWhole {
            if numeral.digitCount <= 19, let number = Self.whole(numeral.digits, numeral.isNegative) { return number }
            if numeral.digitCount == 20, !numeral.isNegative {
                // The first 19 digits fit; the last may carry over.
                let last = UInt64(first[19] &- 0x30)
                let (head, overflow) = Self.head(first).multipliedReportingOverflow(by: 10)
                let (digits, carry) = head.addingReportingOverflow(last)
                if !overflow, !carry { return .uint(digits) }
            }
        } else if numeral.digitCount <= 19, let double = Self.exact(numeral) {
            return .double(double)
        }
        let text = String(decoding: UnsafeBufferPointer(start: first, count: next - first), as: UTF8.self)
        guard let double = Double(text), double.isFinite else {
            throw JSONError(.invalidNumber, offset: first - start)
        }
        return .double(double)
    }

    private static func head(_ first: UnsafePointer<UInt8>) -> UInt64 {
        var head: UInt64 = 0
        for index in 0..<19 { head = head &* 10 &+ UInt64(first[index] &- 0x30) }
        return head
    }

    private static func whole(_ digits: UInt64, _ isNegative: Bool) -> JSONNumber? {
        guard isNegative else {
            return Int64(exactly: digits).map(JSONNumber.int) ?? .uint(digits)
        }
        if digits == 0 { return .double(-0.0) }
        return digits <= 1 << 63 ? .int(Int64(bitPattern: 0 &- digits)) : nil
    }

    /// Digits below 2 to the 53 and powers up to 10 to the 22 are doubles themselves, so one operation rounds once.
    private static func exact(_ numeral: JSONNumeral) -> Double? {
        let exponent = numeral.exponent - numeral.fractionCount
        guard numeral.digits <= 1 << 53, -22...22 ~= exponent else { return nil }
        let digits = Double(numeral.digits)
        let double = exponent < 0 ? digits / powerOfTen(-exponent) : digits * powerOfTen(exponent)
        return numeral.isNegative ? -double : double
    }

    private static func powerOfTen(_ exponent: Int) -> Double {
        var power = 1.0
        for _ in 0..<exponent { power *= 10 }
        return power
    }
}
