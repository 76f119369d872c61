import ArgumentParser
import Dispatch

/// What the library does in a user's program, one kind of work a subcommand, each printing one line of JSON. The bare
/// forms do the same over AsyncHTTPClient alone, with bytes that are encoded already and not decoded. `soak` measures nothing:
/// it holds rules, and prints a table.
@main
struct Workload: ParsableCommand {
    static let configuration = CommandConfiguration(
        subcommands: [
            ServeCommand.self, CallCommand.self, StreamCommand.self, IdleCommand.self, DecodeCommand.self,
            FormatsCommand.self, GrowthCommand.self, SoakCommand.self, SoakServerCommand.self, TraceCommand.self,
        ]
    )
}

/// Runs asynchronous work while the main thread waits in a semaphore: instruction counters cannot follow `dispatchMain`.
func blocking(_ work: @escaping @Sendable () async throws -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        do {
            try await work()
        } catch {
            print(#"{"error":"\#(error)"}"#)
            Workload.exit(withError: ExitCode.failure)
        }
        done.signal()
    }
    done.wait()
}
