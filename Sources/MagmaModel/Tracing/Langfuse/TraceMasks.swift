internal import Synchronization

/// The masks of a dispatcher, in the order in which they were registered.
final class TraceMasks: Sendable {
    typealias Mask = @Sendable (inout TracedCall) -> Void

    private struct Entry {
        var id: UInt64
        var mask: Mask
    }

    private let state = Mutex<(next: UInt64, entries: [Entry])>((0, []))

    /// Those that hold for a call that ends now.
    var current: [Mask] { state.withLock { $0.entries.map(\.mask) } }

    func add(_ mask: @escaping Mask) -> HookToken {
        let id = state.withLock { state in
            state.next += 1
            state.entries.append(Entry(id: state.next, mask: mask))
            return state.next
        }
        return HookToken { self.state.withLock { $0.entries.removeAll { $0.id == id } } }
    }
}
