import FoundationEssentials

extension Decimal {
    /// A decimal numeral of up to eighteen digits, exactly: `0.15`, `2.5e-06`. `nil` for anything else, and below 0.
    init?(numeral text: some StringProtocol) {
        var digits: UInt64 = 0
        var count = 0
        var exponent = 0
        var isFraction = false
        var rest = text.utf8[...]
        while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
                continue
            }
            guard byte &- 0x30 < 10 else { return nil }
            digits = digits * 10 + UInt64(byte &- 0x30)
            if digits > 0 { count += 1 }
            guard count <= 18 else { return nil }
            if isFraction { exponent -= 1 }
        }
        guard text.utf8.first.map({ $0 &- 0x30 < 10 }) == true else { return nil }
        if !rest.isEmpty {
            guard let power = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), -60...60 ~= power else {
                return nil
            }
            exponent += power
        }
        self = Decimal(sign: .plus, exponent: exponent, significand: Decimal(digits))
    }

    /// A price: a string or a number, not below 0.
    init?(price json: JSON) {
        switch json {
        case .string(let text): self.init(numeral: text)
        case .int(let int) where int >= 0: self.init(int)
        // The shortest text that reads as the same number is what somebody wrote.
        case .double(let double): self.init(numeral: double.description)
        default: return nil
        }
    }

    /// As a JSON number, the nearest.
    var json: JSON { .double(Double(description) ?? 0) }
}
