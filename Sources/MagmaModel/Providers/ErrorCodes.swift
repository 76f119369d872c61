// The numbers that some vendors have for errors. Each holds for its own rows only. Facts: the vendors' references,
// November 2026.
extension [String: ModelError.Code] {
    /// Z.ai and Zhipu. What is not listed says no more than its status and text.
    static let zhipu = codes([
        (.authentication, [1000, 1001, 1002, 1003, 1004, 1100]),
        (.permission, [1110, 1111, 1112, 1120, 1121, 1220, 1313]),
        (.quotaExceeded, [1113, 1304, 1308, 1309, 1310]),
        (.notFound, [1211, 1221, 1222]),
        (.serverError, [1230, 1234]),
        (.contextWindowExceeded, [1261]),
        (.contentFiltered, [1301]),
        (.rateLimited, [1302, 1303]),
        (.overloaded, [1305]),
    ])

    /// MiniMax: `base_resp.status_code`, in answers whose status is 200.
    static let minimax = codes([
        (.serverError, [1000, 1024, 1033]),
        (.timeout, [1001]),
        (.rateLimited, [1002, 1039, 1041]),
        (.authentication, [1004, 2049]),
        (.quotaExceeded, [1008]),
        (.contentFiltered, [1026, 1027]),
        (.invalidRequest, [1042, 2013]),
    ])

    /// Cloudflare: `errors[0].code`.
    static let cloudflare = codes([
        (.notFound, [3042, 5007]),
        (.invalidRequest, [3003, 3006, 5004]),
        (.permission, [3023, 3041, 5016, 5018]),
        (.contextWindowExceeded, [3010, 5021]),
        (.timeout, [3007, 3008]),
        (.quotaExceeded, [3036]),
        (.overloaded, [3040]),
    ])

    private static func codes(_ rows: [(ModelError.Code, [Int])]) -> [String: ModelError.Code] {
        rows.reduce(into: [:]) { codes, row in
            for number in row.1 { codes["\(number)"] = row.0 }
        }
    }
}
