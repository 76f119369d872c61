import ArgumentParser
import AsyncHTTPClient
import MagmaModel
import NIOCore

/// Streams of 201 chunks; the unit is a chunk.
struct StreamCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "stream")

    @OptionGroup var connection: Connection

    func run() throws {
        let connection = connection
        blocking {
            if connection.isBare {
                let bare = try BareClient(connection, streaming: true)
                try await connection.measure("stream", unitsEach: Bodies.chunks.count) {
                    var bytes = 0
                    for try await part in try await bare.send().body { bytes += part.readableBytes }
                    keep(bytes)
                }
                try await bare.client.shutdown()
            } else if connection.bytes {
                let bare = try BareClient(connection, streaming: true)
                let request = bare.transportRequest(streaming: true)
                try await connection.measure("stream", unitsEach: Bodies.chunks.count) {
                    let body = try await HTTPTransport.shared.send(request).body
                    var bytes = 0
                    while let chunk = try await body.next() { bytes += chunk.count }
                    keep(bytes)
                }
                try await bare.client.shutdown()
            } else {
                let model = try connection.handle
                try await connection.measure("stream", unitsEach: Bodies.chunks.count) {
                    var bytes = 0
                    for try await delta in model.stream(Bodies.messages) { bytes += delta.content.utf8.count }
                    keep(bytes)
                }
            }
        }
    }
}
