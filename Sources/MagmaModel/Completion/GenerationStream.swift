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
        /// Those that were live where the stream was made.
        let hooks: CallHooks?
        /// The one that held where the stream was made.
        let deadline: Moment?
        let result = Mutex<Generation?>(nil)
        private let isTaken = Atomic(false)

        init(model: Model, messages: [Message], dispatcher: Dispatcher) {
            self.model = model
            self.messages = messages
            self.dispatcher = dispatcher
            hooks = dispatcher.observers
            deadline = CallDeadline.current
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
        private var observation: CallObservation?
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
            if let delta = opened?.takeQueued() { return seen(delta) }
            guard !isOver else { return nil }
            do throws(ModelError) {
                if opened == nil { (observation, opened) = try await Self.open(source, isFirst: isFirst) }
                if let delta = try await opened?.next(isolation: actor) { return seen(delta) }
            } catch {
                isOver = true
                // What is told of it is the error, not that it is let go of here.
                opened?.observation = nil
                opened = nil
                if let observation { await Self.tell(observation, error) }
                throw error
            }
            isOver = true
            keepAnswer()
            if let observation { await Self.tell(observation, source) }
            return nil
        }

        // The frame of `next` is there as long as a stream waits for its next event, so what happens once has its own.

        @inline(never)
        private static func open(
            _ source: Source,
            isFirst: Bool
        ) async throws(ModelError) -> sending (CallObservation?, OpenedCall?) {
            guard isFirst else {
                throw ModelError(.configuration, "A stream has one consumer, and this one has been read before.")
            }
            // It may be read by another task than the one that made it.
            let deadline = CallDeadline.nearest(source.deadline)
            if let hooks = source.hooks {
                let (observation, opened) = try await source.dispatcher.open(
                    source.model, source.messages, streaming: true, deadline: deadline, hooks)
                opened.observation = observation
                return (observation, opened)
            }
            return (
                nil,
                try await RouteRunner(dispatcher: source.dispatcher, deadline: deadline)
                    .run(source.model, source.messages, streaming: true)
            )
        }

        @inline(never)
        private func keepAnswer() {
            let answer = answer
            source.result.withLock { $0 = answer }
            if !answer.warnings.isEmpty { source.dispatcher.log.write(answer.warnings, of: source.model.id) }
        }

        @inline(never)
        private static func tell(_ observation: CallObservation, _ source: Source) async {
            if let answer = source.result.withLock({ $0 }) { await observation.succeeded(answer) }
        }

        @inline(never)
        private static func tell(_ observation: CallObservation, _ error: ModelError) async {
            await observation.failed(error)
        }

        private func seen(_ delta: Generation.Delta) -> Generation.Delta {
            observation?.saw(delta)
            return delta
        }

        fileprivate var answer: Generation { opened?.finished() ?? Generation() }
    }
}
