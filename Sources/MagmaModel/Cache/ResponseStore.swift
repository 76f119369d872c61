/// Keeps answers for ``Model/cached(in:ttl:including:)``. ``MemoryResponseStore`` is in the library; one that is shared by
/// several processes can be given to a ``Dispatcher`` under an id of its own.
///
/// An answer is `Codable`, as an OpenAI response. A store that cannot be reached has no answer and says so in its own way: the
/// call goes on without it.
public protocol ResponseStore: Sendable {
    /// The answer of a key that was kept and is not too old.
    func answer(for key: String) async -> Generation?
    /// Keeps an answer for so long. The key is 64 hexadecimal digits, from which nothing of the question can be read.
    func keep(_ answer: Generation, for key: String, ttl: Duration) async
}
