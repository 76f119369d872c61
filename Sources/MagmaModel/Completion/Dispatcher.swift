/// The single point through which every call goes.
///
/// Handles describe, the dispatcher executes: it resolves a call against the environment and the providers, sends it,
/// repeats and falls back by policy. ``shared`` serves unless ``withDispatcher(_:_:)`` says otherwise.
public final class Dispatcher: Sendable {
    let transport: any Transport
    let environment: Environment
    let resolver: Result<CallResolver, ModelError>
    let timing: Timing

    /// Over the process's HTTP client, with the process's environment.
    public static let shared = Dispatcher()

    @TaskLocal static var scoped: Dispatcher?

    /// The one that calls made here go through.
    package static var current: Dispatcher { scoped ?? shared }

    /// A dispatcher of its own. What is wrong with the environment or the user's files is thrown by each call.
    ///
    /// `MAGMA_RECORD=directory` in the environment has every exchange written there as a cassette.
    public convenience init(
        transport: (any Transport)? = nil,
        environment: Environment = .process,
        providers: [Provider] = []
    ) {
        self.init(transport: transport, environment: environment, providers: providers, timing: .system)
    }

    init(transport: (any Transport)?, environment: Environment, providers: [Provider], timing: Timing) {
        let base = transport ?? HTTPTransport.shared
        if let directory = environment["MAGMA_RECORD"], !directory.isEmpty {
            self.transport = RecordingTransport(wrapping: base, directory: directory)
        } else {
            self.transport = base
        }
        self.environment = environment
        self.timing = timing
        resolver = Result { () throws(ModelError) in
            CallResolver(
                environment: environment,
                defaults: try CallDefaults(environment),
                catalog: try ProviderCatalog.builtIn
                    .adding(UserProviders.rows(environment))
                    .adding(providers)
            )
        }
    }

    /// Asks a model for a whole answer.
    func complete(_ model: Model, _ messages: [Message]) async throws(ModelError) -> Generation {
        let opened = try await RouteRunner(dispatcher: self).run(model, messages, streaming: false)
        return opened.finished()
    }

    /// The request that a call would send, without sending it and without demanding a key.
    package func prepare(
        _ model: Model,
        _ messages: [Message],
        streaming: Bool
    ) throws(ModelError) -> PreparedRequest {
        let member = model.members.models[0]
        return try PreparedRequest(resolver.get().resolve(member, messages, streaming: streaming), requireKey: false)
    }

    /// The providers that calls made here can name.
    package var providers: [Provider] {
        get throws(ModelError) { try resolver.get().catalog.all }
    }

    /// What a provider still needs before it can be called: alternatives, each a variable to set. Empty: it is ready.
    package func missing(for provider: Provider) -> [String] {
        guard !provider.credential.isOptional else { return [] }
        return environment.first(of: provider.credential.variables) == nil ? provider.credential.variables : []
    }

    /// Where calls to a provider go; `nil` where neither its row nor the environment says.
    package func baseURL(of provider: Provider) -> String? {
        try? resolver.get().environmentBase(provider)
    }
}

/// Runs the body with calls going through another dispatcher. It follows the task and its children.
///
/// Annotate the closure where inference of the error type needs it:
/// `try await withDispatcher(d) { () async throws(ModelError) in … }`.
public func withDispatcher<Value, Failure: Error>(
    _ dispatcher: Dispatcher,
    _ body: () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    let result: Result<Value, Failure> = await Dispatcher.$scoped.withValue(dispatcher) {
        do throws(Failure) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
    return try result.get()
}

/// Clock and chance, so that tests of waiting take no time and repeat exactly.
struct Timing: Sendable {
    var now: @Sendable () -> ContinuousClock.Instant
    var sleep: @Sendable (Duration) async throws -> Void
    /// From 0 up to 1.
    var random: @Sendable () -> Double

    static let system = Timing(
        now: { .now },
        sleep: { try await Task.sleep(for: $0) },
        random: { .random(in: 0..<1) }
    )
}
