extension Int {
    /// The sum, or the largest number where that is more.
    func addingUpTo(_ other: Int, most limit: Int = 1 << 53) -> Int {
        let (sum, isTooMuch) = addingReportingOverflow(other)
        return isTooMuch ? limit : Swift.min(sum, limit)
    }
}
