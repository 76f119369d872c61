import Foundation

@testable import MagmaModel

/// A folder with a journal, gone after the test.
struct TemporaryJournal {
    let path: String

    static func with<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (TemporaryJournal) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("magma-journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(TemporaryJournal(path: folder.appendingPathComponent("journal.jsonl").path))
    }

    var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    func lines() throws -> [JSON] { try text.split(separator: "\n").map { try JSON(parsing: String($0)) } }

    /// One whose calls are noted here.
    func dispatcher(_ replies: FakeTransport.Reply...) -> Dispatcher {
        .fake(FakeTransport(replies), environment: ["OPENAI_API_KEY": testKey, "MAGMA_JOURNAL": path])
    }
}

extension CallRecord {
    /// Of a call that said and cost nothing.
    static func empty(_ id: UInt64 = 1) -> CallRecord {
        CallRecord(
            call: HookCall(
                id: id, isStreaming: false, model: (try? Model(parsing: "echo/\(id)")) ?? Model("echo/x"), messages: []),
            context: .current(), start: Date(timeIntervalSince1970: 1_769_860_800), duration: .milliseconds(5),
            timeToFirstToken: nil, end: CallEnd(Generation()))
    }
}
