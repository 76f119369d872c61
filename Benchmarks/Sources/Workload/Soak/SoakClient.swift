import MagmaModel
import Synchronization

/// Makes the calls of a soak, so many at a time from the first to the last.
struct SoakClient: Sendable {
    let calls: Int
    let streams: Int
    let inFlight: Int
    let endpoints: [(model: String, url: String)]
    let tally: SoakTally

    /// All of it, with a transport that ends with it.
    func run() async throws {
        let models = try endpoints.map { endpoint throws(ModelError) in
            try Model(parsing: endpoint.model).with(
                apiKey: "any", baseURL: endpoint.url,
                // Far beyond what any call takes: it shows one that hangs.
                timeout: Timeouts(total: .seconds(60)),
                retry: RetryPolicy(initialDelay: .milliseconds(1), usesBudget: false))
        }
        let dispatcher = Dispatcher(transport: HTTPTransport(), environment: Environment(["AWS_REGION": "us-east-1"]))
        await withDispatcher(dispatcher) {
            await withTaskGroup { group in
                for lane in 0..<inFlight {
                    // Every other lane is looked at by hooks.
                    group.addTask { await lane % 2 == 0 ? work(models) : workWithHooks(models) }
                }
            }
        }
    }

    private func work(_ models: [Model], isHooked: Bool = false) async {
        while true {
            let number = tally.next()
            guard number < calls + streams else { return }
            await call(number, models[number % models.count])
            if isHooked { tally.state.withLock { $0.hooked.calls += 1 } }
        }
    }

    private func workWithHooks(_ models: [Model]) async {
        await withHook(.afterCall, { _, _ in tally.state.withLock { $0.hooked.afterCall += 1 } }) {
            await withHook(.onError, { _, _ in tally.state.withLock { $0.hooked.onError += 1 } }) {
                await work(models, isHooked: true)
            }
        }
    }

    /// Streams are spread evenly among the calls.
    private func isStream(_ number: Int) -> Bool {
        let all = calls + streams
        return number * streams / all != (number + 1) * streams / all
    }

    private func call(_ number: Int, _ model: Model) async {
        let text = "number \(number) of some good old words of no great worth, one more or two"
        let messages: [Message] = [.user(text)]
        do throws(ModelError) {
            let answer = isStream(number) ? try await read(model.stream(messages), number) : try await model(messages)
            tally.succeeded(number, answer, expected: "You said: \(text)")
        } catch {
            tally.failed(number, error)
        }
    }

    /// Reads a stream, and beyond its end: there must be nothing.
    private func read(_ stream: GenerationStream, _ number: Int) async throws(ModelError) -> Generation {
        var iterator = stream.makeAsyncIterator()
        var text = ""
        let failure: ModelError?
        do throws(ModelError) {
            while let delta = try await iterator.next() { text += delta.content }
            failure = nil
        } catch {
            failure = error
        }
        do throws(ModelError) {
            if try await iterator.next() != nil { tally.complain("stream \(number) goes on after its end") }
        } catch {
            tally.complain("stream \(number) fails after its end: \(error)")
        }
        if let failure { throw failure }
        guard let answer = stream.generation, answer.content == text else {
            tally.complain("stream \(number) has another answer than its pieces: \(text)")
            return stream.generation ?? Generation()
        }
        return answer
    }
}
