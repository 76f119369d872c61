/// What the calls of a task have in common where they are traced.
struct TraceScope: Sendable {
    /// All calls of the outermost `withTrace` are one trace.
    let id: TraceID
    var name: String?
    var user: String?
    var session: String?
    var tags: [String] = []
    var metadata: JSON.Object = [:]

    @TaskLocal static var current: TraceScope?
}

/// Runs the operation with all calls that are made in it grouped as one trace.
///
/// Within another one it goes on with that trace: what is said here counts for the calls in it, tags and metadata are added.
/// It follows the task and its children, and a stream that is made in it wherever it is read. Without tracing it does nothing.
///
/// ```swift
/// try await withTrace(name: "support", user: "u-1", session: "s-7", tags: ["beta"]) {
///     try await model("Where is my parcel?")
/// }
/// ```
///
/// `metadata` takes any JSON; only its outermost keys can be searched for in Langfuse.
public func withTrace<Value, Failure: Error>(
    name: String? = nil,
    user: String? = nil,
    session: String? = nil,
    tags: [String] = [],
    metadata: JSON.Object = [:],
    _ operation: () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    var scope = TraceScope.current ?? TraceScope(id: TraceContext.ambient()?.trace ?? .random())
    scope.name = name ?? scope.name
    scope.user = user ?? scope.user
    scope.session = session ?? scope.session
    for tag in tags where !scope.tags.contains(tag) { scope.tags.append(tag) }
    for (key, value) in metadata { scope.metadata[key] = value }
    let result: Result<Value, Failure> = await TraceScope.$current.withValue(scope) {
        do throws(Failure) {
            return .success(try await operation())
        } catch {
            return .failure(error)
        }
    }
    return try result.get()
}
