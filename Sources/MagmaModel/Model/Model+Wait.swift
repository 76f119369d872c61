import Dispatch
import Synchronization

extension Model {
    /// Asks the model and blocks the calling thread until the answer is there; the work is done on other threads.
    ///
    /// Throws `.configuration` when called from within a task, where blocking could stop the work it waits for.
    @available(*, noasync, message: "Within a task, write `try await model(messages)`.")
    public func wait(
        _ messages: [Message],
        temperature: (any NumberSetting)? = Setting<Double>.unset,
        topP: (any NumberSetting)? = Setting<Double>.unset,
        maxTokens: (any CountSetting)? = Setting<Int>.unset,
        extra: JSON.Object = [:],
        apiKey: String? = nil,
        baseURL: String? = nil,
        headers: [String: String] = [:],
        timeout: Timeouts? = nil,
        retry: RetryPolicy? = nil,
        dropUnsupported: Bool? = nil,
        capabilities: Capabilities? = nil
    ) throws(ModelError) -> Generation {
        guard withUnsafeCurrentTask(body: { $0 == nil }) else {
            throw ModelError(.configuration, "wait() was called from within a task; write `try await model(messages)`.")
        }
        let model = with(
            temperature: temperature,
            topP: topP,
            maxTokens: maxTokens,
            extra: extra,
            apiKey: apiKey,
            baseURL: baseURL,
            headers: headers,
            timeout: timeout,
            retry: retry,
            dropUnsupported: dropUnsupported,
            capabilities: capabilities
        )
        let dispatcher = Dispatcher.current
        let outcome = Outcome()
        Task.detached {
            do throws(ModelError) {
                outcome.set(.success(try await dispatcher.complete(model, messages)))
            } catch {
                outcome.set(.failure(error))
            }
        }
        return try outcome.wait().get()
    }

    private final class Outcome: Sendable {
        private let result = Mutex<Result<Generation, ModelError>?>(nil)
        private let semaphore = DispatchSemaphore(value: 0)

        func set(_ value: Result<Generation, ModelError>) {
            result.withLock { $0 = value }
            semaphore.signal()
        }

        func wait() -> Result<Generation, ModelError> {
            semaphore.wait()
            return result.withLock { $0 } ?? .failure(ModelError(.cancelled, "The call ended without a result."))
        }
    }
}
