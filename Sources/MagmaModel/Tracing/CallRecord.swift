internal import FoundationEssentials

/// What a call was, from its start to its end: what traces, metrics and the log are made of.
struct CallRecord: Sendable {
    /// As it was when hooks had seen it: the handle with its overrides, and the messages.
    let call: HookCall
    let context: TraceContext
    let start: Date
    let duration: Duration
    /// From the start to the first piece of a stream that says something; `nil` where none came, or nothing was streamed.
    let timeToFirstToken: Duration?
    let end: CallEnd
}

/// What takes note of calls. Neither may wait for anything, nor fail.
protocol CallSink: Sendable {
    /// A call has begun.
    func began(_ call: HookCall)
    /// It is over, and told so once.
    func ended(_ record: CallRecord)
    /// Waits until what it has noted is where it belongs; `false` where it is not by then.
    func flush(timeout: Duration) async -> Bool
    /// The same, and takes nothing any more.
    func shutdown(timeout: Duration) async -> Bool
}

extension CallSink {
    func began(_ call: HookCall) {}
    func flush(timeout: Duration) async -> Bool { true }
    func shutdown(timeout: Duration) async -> Bool { true }
}
