import MagmaModel
import MagmaTesting

/// The faults of the soak: a fifth of all requests fails, chosen by a seed and the number of the request.
struct SoakMix: Sendable {
    static let seed: UInt64 = 20_261_124
    static let percent: UInt64 = 20

    /// Each of these is an attempt that fails, in every protocol.
    static let faults: [Fault] = [
        .status(429), .status(429, headers: ["retry-after-ms": "2"]), .status(503), .status(529),
        .reset(.beforeHead), .reset(.inBody), .close(.betweenEvents),
        .errorAs200, .missingEnd, .invalidUTF8, .webPage(status: 200),
    ]

    /// What a caller may be told of them.
    static let codes: Set<ModelError.Code> = [
        .rateLimited, .overloaded, .serverError, .connection, .incompleteStream, .decoding, .invalidRequest,
    ]

    var seed = Self.seed
    /// Tells the servers of one soak apart.
    var lane = 0

    /// How the request of a number, counted from 1, fails; `nil`: not at all.
    func fault(of number: Int) -> Fault? {
        let chance = Self.mixed(Self.mixed(seed &+ UInt64(lane)) &+ UInt64(number))
        guard chance % 100 < Self.percent else { return nil }
        return Self.faults[Int(chance / 100 % UInt64(Self.faults.count))]
    }

    /// The finaliser of SplitMix64.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
