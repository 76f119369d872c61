import Metrics
import MetricsTestKit
import Testing

@testable import MagmaModel

@Suite struct MetricLabelTests {
    private func id(_ text: String) throws -> ModelID { try ModelID(parsing: text) }

    @Test func modelsThatTheRegistryDoesNotHaveAreOther() throws {
        let book = MetricLabelBook { $0.name == "known" }
        #expect(book.labels("chat", try id("azure/known")).model == "known")
        #expect(book.labels("chat", try id("azure/known")).provider == "azure.ai.openai")
        #expect(book.labels("chat", try id("azure/my text, quite free")).model == "other")
    }

    @Test func providersThatThereAreNotAreOther() throws {
        let book = MetricLabelBook(limit: 10, hasProvider: { $0 == "azure" }) { _ in false }
        for index in 0..<100 { #expect(book.labels("chat", try id("my-text-\(index)/m")).provider == "other") }
        #expect(book.labels("chat", try id("azure/m")).provider == "azure.ai.openai", "the others use up no room")
        #expect(book.labels("chat", Model("@none").id).provider == "_OTHER")
    }

    @Test func theCatalogIsAskedForProviders() async throws {
        let metrics = TestMetrics()
        let dispatcher = Dispatcher.fake(FakeTransport(.json(Answers.hello)), environment: ["OPENAI_API_KEY": testKey])
        await withMetricsFactory(metrics) {
            await withDispatcher(dispatcher) {
                _ = try? await Model("openai/gpt-4o")([.user("hi")])
                _ = try? await Model("nobody-at-all/m")([.user("hi")])
            }
        }
        let providers = metrics.counters.flatMap { $0.dimensions }.filter { $0.0 == GenAI.provider }.map(\.1)
        #expect(Set(providers) == ["openai", "other"])
    }

    @Test func thereAreOnlySoManySetsOfLabels() throws {
        let book = MetricLabelBook(limit: 10) { _ in true }
        var all: Set<MetricLabels> = []
        for index in 0..<1_000 { all.insert(book.labels("chat", try id("p\(index)/m\(index)"))) }
        #expect(all.count == 11)
        #expect(all.contains(MetricLabels(operation: "chat", provider: "other", model: "other")))
        // Those that came first keep theirs.
        #expect(book.labels("chat", try id("p3/m3")).model == "m3")
        #expect(book.labels("chat", try id("p999/m999")).model == "other")
    }

    @Test func theRegistryIsAskedOfTheDispatchersOwnModels() async throws {
        let resolver = try Dispatcher.fake(FakeTransport()).resolver.get()
        #expect(resolver.known("openai/gpt-4o") != nil)
        #expect(resolver.known("google/gemini-2.5-flash") != nil)
        #expect(resolver.known("openai/no-such-model") == nil)
        #expect(resolver.known("nobody/gpt-4o") == nil)
    }

    @Test func anInstrumentIsMadeOnce() {
        let made = Log()
        let set = InstrumentSet<String, Int> { labels in
            made.add(labels)
            return made.lines.count
        }
        #expect(set["a"] == 1 && set["b"] == 2 && set["a"] == 1)
        #expect(made.lines == ["a", "b"])
    }
}
