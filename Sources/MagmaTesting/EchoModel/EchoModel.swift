public import MagmaModel
internal import Synchronization

/// What every model says in a test: code that calls models is run with the answers that the test gives, and no network.
///
/// ```swift
/// let echo = EchoModel(answers: ["Basalt.", .toolCall("look", ["at": "columns"])])
/// let text = try await echo.run { try await describe(Model("anthropic/claude-sonnet-4-5")) }
/// // text == "Basalt.", echo.calls[0].messages[0].text == "What is this?"
/// ```
///
/// The answers are written in the protocol that the provider speaks, and take the whole way back through the library: streams come
/// word by word, words are counted as tokens, a refusal is repeated as its handle says. It answers for all models of the protocols in
/// ``FakeProvider/wires``, whatever their names; embeddings are `.unsupported`, and `echo/…` goes on answering for itself.
public final class EchoModel: Sendable {
    /// One request, as it would have gone to a provider.
    public struct Call: Sendable {
        /// The provider and the model that were asked.
        public var model: ModelID
        /// What was said, as hooks left it.
        public var messages: [Message]
        /// Whether the answer was wanted piece by piece.
        public var isStreaming: Bool
        /// The body in the provider's own form: with the temperature, the tools and whatever else was asked for.
        public var body: JSON
    }

    /// What is said to one request.
    public enum Answer: Sendable, ExpressibleByStringInterpolation {
        /// A text.
        case text(String)
        /// A call of a tool.
        case toolCall(String, JSON.Object = [:])
        /// An error. One that providers have a word for takes the way that they would give it (`authentication`, `not_found`,
        /// `invalid_request`, `context_window_exceeded`, `rate_limited`, `overloaded`, `server_error`); another is thrown as it is.
        case failure(ModelError)

        /// A text.
        public init(stringLiteral value: String) { self = .text(value) }
    }

    /// Calls that go through it are answered here: for ``withDispatcher(_:_:)``.
    public let dispatcher: Dispatcher
    private let transport: EchoTransport

    /// Answers by what was said. Unless told otherwise it says what `echo/` says: what it heard.
    ///
    /// - Parameters:
    ///   - environment: all variables that calls see, such as `MAGMA_MODELS` for aliases. Keys and addresses that providers need are
    ///     made up.
    ///   - providers: rows besides the built-in ones.
    ///   - clock: what waits between attempts; `nil`: real time passes. See ``VirtualTime``.
    public init(
        environment: [String: String] = [:],
        providers: [Provider] = [],
        clock: (any Clock<Duration>)? = nil,
        _ answer: @escaping @Sendable ([Message]) -> Answer = EchoModel.repetition
    ) {
        let transport = EchoTransport(answer)
        self.transport = transport
        dispatcher = Dispatcher(
            transport: transport, environment: .inventing(environment, providers), providers: providers, clock: clock)
    }

    /// Gives these answers, in this order. A request for which none is left is a `.configuration` error.
    public convenience init(
        answers: [Answer],
        environment: [String: String] = [:],
        providers: [Provider] = [],
        clock: (any Clock<Duration>)? = nil
    ) {
        let left = Mutex(answers[...])
        self.init(environment: environment, providers: providers, clock: clock) { _ in
            left.withLock { $0.popFirst() }
                ?? .failure(ModelError(.configuration, "EchoModel has no answer left: it was given \(answers.count)."))
        }
    }

    /// What `echo/` says.
    public static let repetition: @Sendable ([Message]) -> Answer = {
        .text(Echo.answer(for: $0, model: "test").content)
    }

    /// The requests, in the order in which they came; one that was repeated is there again.
    public var calls: [Call] { transport.calls }

    /// Runs the body, whose calls are answered here. It follows the task and its children.
    ///
    /// Annotate the closure where inference of the error type needs it, as for ``withDispatcher(_:_:)``.
    public func run<Value, Failure: Error>(
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await withDispatcher(dispatcher, body)
    }
}
