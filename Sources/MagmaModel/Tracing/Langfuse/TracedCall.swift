/// What a trace is going to say of a call, for a mask to change before it is sent.
///
/// A call that several models were asked for has one for itself and one for each model; the mask sees each.
public struct TracedCall: Sendable, Hashable {
    /// The span's name, as `chat gpt-4o`.
    public var name: String
    /// The trace's name: that of ``withTrace(name:user:session:tags:metadata:_:)``, else the call's.
    public var traceName: String
    /// What was said, in OpenAI's shape: a list of messages, or an object with `messages` and `tools`; for embeddings a list of
    /// texts. `nil`: nothing of it is sent.
    public var input: JSON?
    /// The answer, or the part of it that had come, as OpenAI's message; `nil` where there is none.
    public var output: JSON?
    /// The parameters that the handle sets.
    public var parameters: JSON.Object
    /// Facts of the call, as `provider` and `finish_reason`.
    public var metadata: JSON.Object
    /// What ``withTrace(name:user:session:tags:metadata:_:)`` was given.
    public var traceMetadata: JSON.Object
    /// The user, as ``withTrace(name:user:session:tags:metadata:_:)`` has it.
    public var user: String?
    /// The session, likewise.
    public var session: String?
    /// The tags, likewise.
    public var tags: [String]
    /// The model as the provider calls it.
    public var model: String
    /// What went wrong, in one line; `nil` where nothing did.
    public var error: String?
}

/// Has code of your own change what the current dispatcher sends to Langfuse: to take names, addresses or all content out.
///
/// ```swift
/// let token = maskTraces { call in
///     call.input = nil
///     call.user = call.user.map { String($0.hashValue) }
/// }
/// ```
///
/// Masks run one after the other, each time a span is made, in the background: calls do not wait for them. A mask holds for calls
/// that end after it was registered, until the token is removed.
@discardableResult
public func maskTraces(_ mask: @escaping @Sendable (inout TracedCall) -> Void) -> HookToken {
    Dispatcher.current.traceMasks.add(mask)
}
