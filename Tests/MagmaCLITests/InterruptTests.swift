import Foundation
import Testing

@Suite(.runsPrograms) struct InterruptTests {
    @Test(arguments: [[], ["--no-stream"]])
    func ctrlCEndsACallAtOnce(_ options: [String]) async throws {
        let silent = try SilentListener()
        let url = "http://127.0.0.1:\(silent.port)/v1"
        let process =
            try options.isEmpty
            ? Tool().start("-m", "vllm/m", "--base-url", url, "hi")
            : Tool().start("-m", "vllm/m", "--base-url", url, options[0], "hi")
        #expect(silent.hasVisitor())
        try await Task.sleep(for: .milliseconds(200))
        #expect(process.isRunning, "it waits for an answer")
        let start = ContinuousClock.now
        process.interrupt()
        process.waitUntilExit()
        #expect(.now - start < .seconds(1))
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 130)
    }
}
