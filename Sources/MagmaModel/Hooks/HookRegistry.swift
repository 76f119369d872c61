import Synchronization

/// The hooks of a dispatcher, in the order in which they were registered.
final class HookRegistry: Sendable {
    /// How many hooks are live in the process. A call without any costs one load of it.
    private static let live = Atomic(0)

    /// The hooks of the scopes around the current task, the outermost first.
    @TaskLocal static var scoped: [Hook] = []

    private let hooks = Mutex<(next: UInt64, entries: [(id: UInt64, hooks: [Hook])])>((0, []))

    /// Those that a call made now goes through.
    var current: [Hook] {
        guard Self.live.load(ordering: .relaxed) > 0 else { return [] }
        return hooks.withLock { $0.entries.flatMap(\.hooks) } + Self.scoped
    }

    func add(_ added: [Hook]) -> HookToken {
        let id = hooks.withLock { hooks in
            hooks.next += 1
            hooks.entries.append((hooks.next, added))
            return hooks.next
        }
        Self.live.add(1, ordering: .relaxed)
        return HookToken { self.remove(id) }
    }

    private func remove(_ id: UInt64) {
        let isFound = hooks.withLock { hooks in
            guard let index = hooks.entries.firstIndex(where: { $0.id == id }) else { return false }
            hooks.entries.remove(at: index)
            return true
        }
        if isFound { Self.live.subtract(1, ordering: .relaxed) }
    }

    /// Runs the body with further hooks in the scope of the task.
    static func scoped<Value, Failure: Error>(
        _ hooks: [Hook],
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        live.add(1, ordering: .relaxed)
        defer { live.subtract(1, ordering: .relaxed) }
        let result: Result<Value, Failure> = await $scoped.withValue(scoped + hooks) {
            do throws(Failure) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

/// A registered hook. It stays registered when the token is dropped.
public struct HookToken: Sendable {
    private let takeOut: @Sendable () -> Void

    init(_ takeOut: @escaping @Sendable () -> Void) { self.takeOut = takeOut }

    /// Takes the hook out. Calls that are under way keep it. A second time does nothing.
    public func remove() { takeOut() }
}

/// Adds a hook to the dispatcher that calls made here go through (``Dispatcher/shared`` outside of ``withDispatcher(_:_:)``).
///
/// Hooks of a point run in the order in which they were registered, those of ``withHook(_:_:_:)`` after them. What one throws
/// ends the call: a ``ModelError`` as it is, anything else as `.rejectedByHook`. Each is given the dispatcher's `hookTimeout`,
/// and what is left of the call's deadline; one that takes longer is let go on alone, and a call that waits for its word is
/// `.rejectedByHook`. A block that never suspends cannot be interrupted.
@discardableResult
public func registerHook<Body>(_ point: HookPoint<Body>, _ body: Body) -> HookToken {
    Dispatcher.current.hooks.add([point.hook(body)])
}

/// Runs the operation with a hook that holds for the calls made in it: it follows the task and its children, and a stream
/// that is made in it wherever it is read.
public func withHook<Body, Value, Failure: Error>(
    _ point: HookPoint<Body>,
    _ body: Body,
    operation: () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    try await HookRegistry.scoped([point.hook(body)], operation)
}
