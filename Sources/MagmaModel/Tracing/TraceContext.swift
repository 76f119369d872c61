internal import Instrumentation

/// Where in a trace a call stands: fixed when it is made, so that whatever is sent of it, and however often, is the same span.
struct TraceContext: Sendable {
    let trace: TraceID
    let span: SpanID
    /// What `withTrace` said around the call.
    let scope: TraceScope?
    /// The application's own span around the call, where its tracer has one.
    let parent: TraceParent?
    /// What the application's tracer needs to find that span.
    let ambient: ServiceContext?

    /// For a call that is made here.
    static func current() -> TraceContext {
        let scope = TraceScope.current
        let parent = ambient()
        return TraceContext(
            trace: scope?.id ?? parent?.trace ?? .random(), span: .random(), scope: scope, parent: parent,
            ambient: ServiceContext.current)
    }

    /// What the application's tracer would send to a service it calls.
    static func ambient() -> TraceParent? {
        guard let context = ServiceContext.current else { return nil }
        var headers: [String: String] = [:]
        InstrumentationSystem.instrument.inject(context, into: &headers, using: HeaderInjector())
        return headers["traceparent"].flatMap(TraceParent.init)
    }
}

private struct HeaderInjector: Injector {
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        carrier[key.lowercased()] = value
    }
}
