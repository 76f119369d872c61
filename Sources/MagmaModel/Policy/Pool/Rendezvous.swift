/// Which member a key belongs to: rendezvous hashing by weight. The same in every process, and when a member goes, only its own
/// keys move.
enum Rendezvous {
    /// How strongly a member claims a key; the highest has it.
    static func score(key: String, member: UInt64, weight: Double) -> Double {
        let hash = mixed(hash(key) ^ member)
        // From just above 0 to just below 1.
        let unit = (Double(hash >> 11) + 0.5) / Double(1 << 53)
        return weight / -naturalLogarithm(unit)
    }

    /// FNV-1a.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// Spreads every bit over all (the end of SplitMix64).
    private static func mixed(_ hash: UInt64) -> UInt64 {
        var bits = hash
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// Of a number above 0, without the C library: the series of the inverse hyperbolic tangent.
    static func naturalLogarithm(_ number: Double) -> Double {
        let ratio = (number.significand - 1) / (number.significand + 1)
        let square = ratio * ratio
        var (sum, power) = (0.0, ratio)
        for place in stride(from: 1.0, through: 31, by: 2) {
            sum += power / place
            power *= square
        }
        return 2 * sum + Double(number.exponent) * 0.693_147_180_559_945_3
    }
}
