/// When the calls of a task have to be over.
enum CallDeadline {
    /// `nil` outside of ``withDeadline(_:_:)``.
    @TaskLocal static var current: Moment?

    /// The nearer of the one that holds and another.
    static func nearest(_ other: Moment?) -> Moment? {
        guard let current, let other else { return current ?? other }
        return min(current, other)
    }

    /// Runs the body with the nearer of this deadline and the one that holds already.
    static func holding<Value, Failure: Error>(
        _ deadline: Moment,
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await $current.withValue(nearest(deadline)) {
            do throws(Failure) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

/// Runs the body with a time by which every call made in it has to be over, its waits, its retries, its fallbacks and the last
/// byte of a stream included.
///
/// It follows the task and its children, and a stream that is made in it wherever it is read. Of several deadlines, and of a
/// handle's own `total`, the nearest holds. A call that does not make it throws `.timeout` with the phase `.deadline`; one that
/// comes too late sends nothing. The body itself is not interrupted.
///
/// ```swift
/// let answer = try await withDeadline(.seconds(20)) { () async throws(ModelError) in
///     try await model.fallback(to: other)([.user("Say hi!")])
/// }
/// ```
///
/// - Parameter limit: from now.
public func withDeadline<Value, Failure: Error>(
    _ limit: Duration,
    _ body: () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    try await CallDeadline.holding(Dispatcher.current.timing.now().advanced(by: limit), body)
}

/// Runs the body with a time by which every call made in it has to be over; see ``withDeadline(_:_:)``.
public func withDeadline<Value, Failure: Error>(
    _ deadline: ContinuousClock.Instant,
    _ body: () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    try await CallDeadline.holding(Moment(deadline), body)
}
