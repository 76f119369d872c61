import MagmaModel

/// Model servers on this machine, at the ports they listen on when nobody says otherwise.
enum LocalServers {
    struct Server {
        var name: String
        var prefix: String
        var port: UInt16
        var path: String
        /// The member that lists the models, and a model's name in it.
        var list: String
        var nameMember: String
    }

    static let known = [
        Server(name: "Ollama", prefix: "ollama", port: 11434, path: "/api/tags", list: "models", nameMember: "name"),
        Server(name: "vLLM", prefix: "vllm", port: 8000, path: "/v1/models", list: "data", nameMember: "id"),
        Server(name: "llama.cpp", prefix: "llamacpp", port: 8080, path: "/v1/models", list: "data", nameMember: "id"),
        Server(name: "LM Studio", prefix: "lm_studio", port: 1234, path: "/v1/models", list: "data", nameMember: "id"),
    ]

    struct Offer {
        var server: String
        /// As `Model(parsing:)` reads it.
        var modelText: String
        var baseURL: String
    }

    /// Asks all of them at the same time. Of those that answer in time, the first of the list counts.
    static func firstOffer(within limit: Duration) -> Offer? {
        let requests = known.map { server in
            LoopbackRequest(
                port: server.port,
                text:
                    "GET \(server.path) HTTP/1.0\r\nHost: 127.0.0.1:\(server.port)\r\nAccept: application/json\r\n\r\n"
            )
        }
        let bodies = LoopbackRequest.send(requests, within: limit)
        for (server, body) in zip(known, bodies) {
            guard let body, let name = model(in: body, of: server) else { continue }
            return Offer(
                server: server.name,
                modelText: "\(server.prefix)/\(escaped(name))",
                baseURL: "http://127.0.0.1:\(server.port)"
            )
        }
        return nil
    }

    /// The first model that can chat: embedding models stand in the same lists, and only their names tell.
    static func model(in body: [UInt8], of server: Server) -> String? {
        guard let json = try? JSON(parsing: body) else { return nil }
        return (json[server.list]?.arrayValue ?? [])
            .compactMap { $0[server.nameMember]?.stringValue }
            .first { !$0.isEmpty && !$0.lowercased().contains("embed") }
    }

    private static func escaped(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            switch character {
            case "%": text += "%25"
            case "?": text += "%3F"
            default: text.append(character)
            }
        }
    }
}
