import Synchronization

/// An answer that comes piece by piece.
///
/// Lazy and pull-driven: the request is sent by the first read, and nothing is read from the connection that is not
/// asked for. It has one consumer. Dropping it, or cancelling the task, closes the connection.
public struct GenerationStream: AsyncSequence, Sendable {
    /// What each event adds.
    public typealias Element = Generation.Delta
    /// The only error that is thrown.
    public typealias Failure = ModelError

    private let source: Source

    init(model: Model, messages: [Message], dispatcher: Dispatcher) {
        source = Source(model: model, messages: messages, dispatcher: dispatcher)
    }

    /// The one iterator. A second one throws `.configuration` when it is read: a call is not sent twice.
    public func makeAsyncIterator() -> Iterator {
        Iterator(source: source, isFirst: source.take())
    }

    /// Reads the stream to its end and returns the whole answer.
    ///
    /// Throws what the stream throws; ``ModelError/partial`` holds what had arrived.
    public func collect() async throws(ModelError) -> Generation {
        var iterator = makeAsyncIterator()
        while try await iterator.next(isolation: nil) != nil {}
        return iterator.answer
    }

    /// The whole answer, once the stream has been read to its end; `nil` before.
    public var generation: Generation? { source.result.withLock { $0 } }

    final class Source: Sendable {
        let model: Model
        let messages: [Message]
        let dispatcher: Dispatcher
        let result = Mutex<Generation?>(nil)
        private let isTaken = Atomic(false)

        init(model: Model, messages: [Message], dispatcher: Dispatcher) {
            self.model = model
            self.messages = messages
            self.dispatcher = dispatcher
        }

        func take() -> Bool { !isTaken.exchange(true, ordering: .relaxed) }
    }

    /// Reads the stream, event by event.
    public struct Iterator: AsyncIteratorProtocol {
        /// What each event adds.
        public typealias Element = Generation.Delta
        /// The only error that is thrown.
        public typealias Failure = ModelError

        private let source: Source
        private let isFirst: Bool
        private var opened: OpenedCall?
        private var isOver = false

        fileprivate init(source: Source, isFirst: Bool) {
            self.source = source
            self.isFirst = isFirst
        }

        /// The next delta; `nil` at the end.
        public mutating func next() async throws(ModelError) -> Generation.Delta? {
            try await next(isolation: nil)
        }

        /// The next delta; `nil` at the end.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ModelError) -> Generation.Delta? {
            if let delta = opened?.takeQueued() { return delta }
            guard !isOver else { return nil }
            do throws(ModelError) {
                if opened == nil {
                    guard isFirst else {
                        throw ModelError(
                            .configuration, "A stream has one consumer, and this one has been read before.")
                    }
                    opened = try await RouteRunner(dispatcher: source.dispatcher)
                        .run(source.model, source.messages, streaming: true)
                }
                if let delta = try await opened?.next(isolation: actor) { return delta }
            } catch {
                isOver = true
                opened = nil
                throw error
            }
            isOver = true
            let answer = answer
            source.result.withLock { $0 = answer }
            return nil
        }

        fileprivate var answer: Generation { opened?.finished() ?? Generation() }
    }
}
