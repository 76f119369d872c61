internal import FoundationEssentials

/// The single point through which every call goes.
///
/// Handles describe, the dispatcher executes: it resolves a call against the environment and the providers, sends it,
/// repeats and falls back by policy. ``shared`` serves unless ``withDispatcher(_:_:)`` says otherwise.
public final class Dispatcher: Sendable {
    let transport: any Transport
    let environment: Environment
    let resolver: Result<CallResolver, ModelError>
    let timing: Timing
    let authorizer: Authorizer
    let hooks = HookRegistry()
    let retryBudget = RetryBudget()
    /// What has been learnt of the members of pools.
    let pools = PoolBook()
    let caches: ResponseCaches
    let limiters: LimiterBook
    let aliases: Aliases
    let telemetry: LazyTelemetry
    let log: CallLog
    /// What changes the traces of calls before they are sent.
    let traceMasks: TraceMasks
    /// The most that each hook is given.
    let hookTimeout: Duration
    /// What is known of models; the built-in facts alone where the user's file is broken, which each call reports.
    let registry: Registry

    /// Over the process's HTTP client, with the process's environment.
    public static let shared = Dispatcher()

    @TaskLocal static var scoped: Dispatcher?

    /// The one that calls made here go through.
    package static var current: Dispatcher { scoped ?? shared }

    /// A dispatcher of its own. What is wrong with the environment or the user's files is thrown by each call.
    ///
    /// `clock` is what waits between attempts and deadlines go by, the system's unless said; a test gives one of its own. What
    /// happens within an exchange is the transport's, and real time.
    ///
    /// `MAGMA_RECORD=directory` in the environment has every exchange written there as a cassette. `stores` are what handles
    /// made by ``Model/cached(in:ttl:including:)`` may name, besides `"memory"`, which is there always. `limitStore` counts what
    /// ``Limits`` allow a minute, for this process alone unless another one is given.
    public convenience init(
        transport: (any Transport)? = nil,
        environment: Environment = .process,
        providers: [Provider] = [],
        hookTimeout: Duration = .seconds(5),
        stores: [String: any ResponseStore] = [:],
        limitStore: (any LimitStore)? = nil,
        clock: (any Clock<Duration>)? = nil
    ) {
        self.init(
            transport: transport, environment: environment, providers: providers,
            timing: clock.map { Timing(clock: $0) } ?? .system, hookTimeout: hookTimeout, stores: stores,
            limitStore: limitStore)
    }

    init(
        transport: (any Transport)?,
        environment: Environment,
        providers: [Provider],
        timing: Timing,
        hookTimeout: Duration = .seconds(5),
        stores: [String: any ResponseStore] = [:],
        limitStore: (any LimitStore)? = nil,
        log: CallLog = CallLog()
    ) {
        let base = transport ?? HTTPTransport.shared
        if let directory = environment["MAGMA_RECORD"], !directory.isEmpty {
            self.transport = RecordingTransport(wrapping: base, directory: directory)
        } else {
            self.transport = base
        }
        self.environment = environment
        self.timing = timing
        authorizer = Authorizer(
            CredentialHost(environment: environment, transport: self.transport, wall: timing.wall))
        self.hookTimeout = hookTimeout
        caches = ResponseCaches(stores, timing)
        limiters = LimiterBook(limitStore, timing)
        aliases = Aliases(environment)
        self.log = log
        let traceMasks = TraceMasks()
        self.traceMasks = traceMasks
        let user = Result { () throws(ModelError) in try UserRegistry.registry(environment) }
        registry = (try? user.get()) ?? .bundled
        let resolver = Result { () throws(ModelError) in
            CallResolver(
                environment: environment,
                defaults: try CallDefaults(environment),
                catalog: try ProviderCatalog.builtIn
                    .adding(UserProviders.rows(environment))
                    .adding(providers),
                registry: try user.get()
            )
        }
        self.resolver = resolver
        telemetry = LazyTelemetry {
            Telemetry.sinks(
                environment, masks: traceMasks, log: log,
                hasProvider: { (try? resolver.get().catalog.row($0)) != nil },
                isKnown: { (try? resolver.get())?.known($0) != nil })
        }
    }

    /// Asks a model for a whole answer.
    nonisolated(nonsending) func complete(_ model: Model, _ messages: [Message]) async throws(ModelError) -> Generation
    {
        guard let hooks = observers else {
            let opened = try await RouteRunner(dispatcher: self).run(model, messages, streaming: false)
            let generation = opened.finished()
            if !generation.warnings.isEmpty { log.write(generation.warnings, of: model.id) }
            return generation
        }
        let (observation, opened) = try await open(model, messages, streaming: false, hooks)
        let generation = opened.finished()
        if !generation.warnings.isEmpty { log.write(generation.warnings, of: model.id) }
        await observation.succeeded(generation)
        return generation
    }

    /// Opens a call that hooks see.
    func open(
        _ model: Model,
        _ messages: [Message],
        streaming: Bool,
        deadline: Moment? = CallDeadline.current,
        _ hooks: CallHooks
    ) async throws(ModelError) -> sending (CallObservation, OpenedCall) {
        let sighting = hooks.sighting()
        var call = hooks.call(model, messages, streaming: streaming)
        do throws(ModelError) {
            call = try await hooks.beforeCall(call)
        } catch {
            await CallObservation(hooks: hooks, call: call, sighting: sighting).failed(error)
            throw error
        }
        let observation = CallObservation(hooks: hooks, call: call, sighting: sighting)
        do throws(ModelError) {
            let runner = RouteRunner(dispatcher: self, observation: observation, deadline: deadline)
            return (observation, try await runner.run(call.model, call.messages, streaming: streaming))
        } catch {
            await observation.failed(error)
            throw error
        }
    }

    /// Those that see a call made now; `nil` where nobody does.
    var observers: CallHooks? {
        let (hooks, telemetry) = (hooks.current, telemetry.value)
        guard telemetry != nil || !hooks.isEmpty else { return nil }
        return CallHooks(
            hooks: hooks, timeout: hookTimeout, telemetry: telemetry, trace: telemetry.map { _ in .current() },
            now: timing.now)
    }

    /// The request that a call would send, without sending it and without demanding a key.
    package func prepare(
        _ model: Model,
        _ messages: [Message],
        streaming: Bool
    ) throws(ModelError) -> PreparedRequest {
        let member = try expanded(expanded(model).firstLeaf)
        return try PreparedRequest(resolver.get().resolve(member, messages, streaming: streaming), requireKey: false)
    }

    /// The providers that calls made here can name.
    package var providers: [Provider] {
        get throws(ModelError) { try resolver.get().catalog.all }
    }

    /// What a provider still needs before it can be called: alternatives, each a variable to set. Empty: it is ready.
    package func missing(for provider: Provider) -> [String] {
        let credential = provider.credential
        let variables = credential.variables + credential.tokens.flatMap(\.variables)
        guard !credential.isOptional, environment.first(of: variables) == nil else { return [] }
        guard let cloud = credential.cloud else { return credential.variables }
        if cloud.isConfigured(environment, hasFile: FileManager.default.fileExists(atPath:)) { return [] }
        return cloud.variables + credential.variables
    }

    /// Where calls to a provider go; `nil` where neither its row nor the environment says.
    package func baseURL(of provider: Provider) -> String? {
        try? resolver.get().environmentBase(ProviderRow(provider))
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
    var now: @Sendable () -> Moment
    var sleep: @Sendable (Duration) async throws -> Void
    /// From 0 up to 1.
    var random: @Sendable () -> Double
    /// Seconds since 1970: what signatures and the end of a token's life go by.
    var wall: @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }

    static let system = Timing(
        now: { .now },
        sleep: { try await Task.sleep(for: $0) },
        random: { .random(in: 0..<1) }
    )
}

extension Timing {
    /// By another clock, whose zero is now.
    init<C: Clock<Duration>>(clock: C) {
        let (start, zero) = (Moment.now, clock.now)
        let wall = Timing.system.wall()
        self.init(
            now: { start.advanced(by: zero.duration(to: clock.now)) },
            sleep: { try await clock.sleep(for: $0) },
            random: Timing.system.random,
            wall: { wall + Int(zero.duration(to: clock.now).components.seconds) }
        )
    }
}
