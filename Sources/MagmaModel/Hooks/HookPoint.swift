/// A place in a call's way where code of the application's runs.
///
/// | point | when | may |
/// |---|---|---|
/// | ``beforeCall`` | once a call, before routing | change the model and the messages, refuse |
/// | ``beforeAttempt`` | before each request | add headers, refuse |
/// | ``onDelta`` | for each piece of a stream, in order | look |
/// | ``afterCall`` | once, when the answer is complete | look |
/// | ``onError`` | once, when the call failed, was cancelled, or its stream was dropped | look |
public struct HookPoint<Body>: Sendable {
    let hook: @Sendable (Body) -> Hook
}

/// The code of a hook, by its place.
enum Hook: Sendable {
    case beforeCall(@Sendable (inout HookCall) async throws -> Void)
    case beforeAttempt(@Sendable (inout HookAttempt) async throws -> Void)
    case onDelta(@Sendable (HookCall, Generation.Delta) -> Void)
    case afterCall(@Sendable (HookCall, Generation) async -> Void)
    case onError(@Sendable (HookCall, ModelError) async -> Void)
    /// However it ends, once; of embeddings too.
    case onEnd(@Sendable (HookCall, CallEnd) -> Void)
}

extension HookPoint where Body == @Sendable (inout HookCall) async throws -> Void {
    /// Once a call, before it is routed.
    public static var beforeCall: Self { Self(hook: Hook.beforeCall) }
}

extension HookPoint where Body == @Sendable (inout HookAttempt) async throws -> Void {
    /// Before each request of a call.
    public static var beforeAttempt: Self { Self(hook: Hook.beforeAttempt) }
}

extension HookPoint where Body == @Sendable (HookCall, Generation.Delta) -> Void {
    /// For each piece of a stream. It runs between two reads and cannot be interrupted, so it must be quick.
    public static var onDelta: Self { Self(hook: Hook.onDelta) }
}

extension HookPoint where Body == @Sendable (HookCall, Generation) async -> Void {
    /// When the answer is complete, before the caller gets it.
    public static var afterCall: Self { Self(hook: Hook.afterCall) }
}

extension HookPoint where Body == @Sendable (HookCall, ModelError) async -> Void {
    /// When the call has failed, before the caller is told.
    public static var onError: Self { Self(hook: Hook.onError) }
}
