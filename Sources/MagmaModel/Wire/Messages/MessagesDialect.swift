// The deviations that the Messages protocol knows.
extension Dialect.Flag {
    /// Images and files by address or id are refused: Claude on the clouds of others.
    public static let inlineMediaOnly: Dialect.Flag = "inline_media_only"
}
