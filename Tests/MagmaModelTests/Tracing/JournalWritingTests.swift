import Foundation
import Testing

@testable import MagmaModel

/// How lines come into the file.
@Suite(.timeLimit(.minutes(1))) struct JournalWritingTests {
    @Test func severalWritersShareAFile() async throws {
        try await TemporaryJournal.with { journal in
            // Each with a file of its own opening, as processes have.
            let sinks = (0..<4).map { _ in JournalSink(JournalFile(journal.path)) }
            await withTaskGroup(of: Void.self) { group in
                for sink in sinks {
                    group.addTask { for id in 1...500 { sink.ended(.empty(UInt64(id))) } }
                }
            }
            for sink in sinks { #expect(await sink.flush(timeout: .seconds(20))) }
            let lines = try journal.lines()
            #expect(lines.count == 2_000)
            let counts = Dictionary(lines.map { ($0["model"]?.stringValue ?? "", 1) }, uniquingKeysWith: +)
            #expect(counts.count == 500 && counts.values.allSatisfy { $0 == 4 })
        }
    }

    /// A call that has ended, and whose thread has not come to ask for its line yet.
    @Test func aFlushDoesNotDependOnWhoAskedForTheLine() async throws {
        try await TemporaryJournal.with { journal in
            let sink = JournalSink(JournalFile(journal.path), start: { _, _ in })
            for id in 1...2 { sink.ended(.empty(UInt64(id))) }
            #expect(await sink.flush(timeout: .seconds(20)))
            let lines = try journal.lines()
            #expect(lines.count == 2)
        }
    }

    /// A line that a full queue took no room for is told, though the others are in the file.
    @Test func aFlushTellsOfWhatFoundNoRoom() async throws {
        try await TemporaryJournal.with { journal in
            let sink = JournalSink(JournalFile(journal.path), limit: 0)
            sink.ended(.empty(1))
            #expect(await sink.flush(timeout: .seconds(20)) == false)
            #expect(await sink.flush(timeout: .seconds(20)))
        }
    }

    /// A pipe that nobody reads holds the writer, and the calls not.
    @Test func whatThereIsNoRoomForIsCounted() async throws {
        try await TemporaryJournal.with { journal in
            #expect(mkfifo(journal.path, 0o600) == 0)
            let sink = JournalSink(JournalFile(journal.path), limit: 3)
            let start = ContinuousClock.now
            for id in 1...20 { sink.ended(.empty(UInt64(id))) }
            #expect(.now - start < .seconds(2))
            #expect(await sink.flush(timeout: .milliseconds(50)) == false)
            let reader = open(journal.path, O_RDWR)
            #expect(reader >= 0)
            defer { close(reader) }
            #expect(await sink.flush(timeout: .seconds(20)))
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(reader, &bytes, bytes.count)
            let lines = try String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
                .map { try JSON(parsing: String($0)) }
            let dropped = lines.compactMap { $0["dropped"]?.intValue }.reduce(0, +)
            let calls = lines.count { $0["model"] != nil }
            #expect(calls + dropped == 20 && calls >= 3 && calls <= 6, "\(calls) and \(dropped)")
        }
    }

    @Test(arguments: ["/nonexistent/folder/journal", "/dev/full"])
    func whatCannotBeWrittenIsWarnedOfOnce(_ path: String) async throws {
        let warnings = Log()
        let sink = JournalSink(JournalFile(path, warn: { warnings.add($0) }))
        for id in 1...3 {
            sink.ended(.empty(UInt64(id)))
            #expect(await sink.flush(timeout: .seconds(20)) == false)
            #expect(await sink.flush(timeout: .seconds(20)), "what is lost is told once")
        }
        #expect(warnings.lines.count == 1 && warnings.lines.first?.contains(path) == true)
    }

    @Test func aCallGoesOnWithoutIt() async throws {
        let dispatcher = Dispatcher.fake(
            FakeTransport(.json(Answers.hello)),
            environment: ["OPENAI_API_KEY": testKey, "MAGMA_JOURNAL": "/nonexistent/folder/journal"])
        try await withDispatcher(dispatcher) {
            let answer = try await Model("openai/gpt-4o")([.user("hi")])
            #expect(answer.content == "Hello")
        }
        #expect(await dispatcher.flush() == false)
    }

    @Test func aFileThatWasMovedAwayIsBegunAnew() async throws {
        try await TemporaryJournal.with { journal in
            let sink = JournalSink(JournalFile(journal.path))
            sink.ended(.empty(1))
            #expect(await sink.flush(timeout: .seconds(20)))
            try FileManager.default.moveItem(atPath: journal.path, toPath: journal.path + ".1")
            sink.ended(.empty(2))
            #expect(await sink.flush(timeout: .seconds(20)))
            let lines = try journal.lines()
            #expect(lines.map { $0["model"] } == ["echo/2"])
        }
    }

    @Test func afterShutdownNothingIsTaken() async throws {
        try await TemporaryJournal.with { journal in
            let sink = JournalSink(JournalFile(journal.path))
            sink.ended(.empty(1))
            #expect(await sink.shutdown(timeout: .seconds(20)))
            sink.ended(.empty(2))
            #expect(await sink.flush(timeout: .seconds(20)) == false, "a call was lost")
            #expect(await sink.flush(timeout: .seconds(20)), "what is lost is told once")
            let lines = try journal.lines()
            #expect(lines.count == 1)
        }
    }
}
