enum Affinity {
    /// That of the scope around the current task.
    @TaskLocal static var key: String?
}

/// Runs the operation with a key by which pools choose: calls made in it, by the task and its children, go to the same member
/// of a pool as other calls with that key, as long as it serves. A key that a handle has (``Model/with(affinity:)``) goes before
/// it; without either, a `prompt_cache_key` in `extra` is the key.
public func withAffinity<Value, Failure: Error>(
    _ key: String?,
    _ operation: () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    let result: Result<Value, Failure> = await Affinity.$key.withValue(key) {
        do throws(Failure) {
            return .success(try await operation())
        } catch {
            return .failure(error)
        }
    }
    return try result.get()
}
