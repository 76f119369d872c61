import Testing

@testable import magma

@Suite(.runsPrograms) struct LocalServersTests {
    private func server(_ name: String) throws -> LocalServers.Server {
        try #require(LocalServers.known.first { $0.name == name })
    }

    @Test func theFirstModelThatChatsIsTaken() throws {
        let tags = #"{"models": [{"name": "nomic-embed-text:latest"}, {"name": "mistral:latest"}]}"#
        #expect(LocalServers.model(in: Array(tags.utf8), of: try server("Ollama")) == "mistral:latest")
        let models = #"{"object": "list", "data": [{"id": "qwen"}]}"#
        #expect(LocalServers.model(in: Array(models.utf8), of: try server("vLLM")) == "qwen")
    }

    @Test(arguments: ["", "<html>", "[]", "{}", #"{"data": []}"#, #"{"data": [{"id": 7}]}"#])
    func whatIsNoListOffersNothing(_ body: String) throws {
        #expect(LocalServers.model(in: Array(body.utf8), of: try server("vLLM")) == nil)
    }

    @Test func silenceEndsInTime() throws {
        // A listener that accepts and says nothing.
        let silent = try SilentListener()
        let start = ContinuousClock.now
        let bodies = LoopbackRequest.send(
            [LoopbackRequest(port: silent.port, text: "GET / HTTP/1.0\r\n\r\n"), LoopbackRequest(port: 1, text: "")],
            within: .milliseconds(200)
        )
        #expect(bodies.map { $0 == nil } == [true, true])
        #expect(.now - start < .seconds(2))
    }
}
