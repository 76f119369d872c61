import ArgumentParser
import AsyncHTTPClient
import MagmaModel
import NIOCore

/// Whole answers.
struct CallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "call")

    @OptionGroup var connection: Connection

    func run() throws {
        let connection = connection
        blocking {
            if connection.isBare {
                let bare = try BareClient(connection, streaming: false)
                try await connection.measure("call") {
                    keep(try await bare.send().body.collect(upTo: 1 << 22).readableBytes)
                }
                try await bare.client.shutdown()
            } else if connection.bytes {
                let bare = try BareClient(connection, streaming: false)
                let request = bare.transportRequest(streaming: false)
                try await connection.measure("call") {
                    keep(try await HTTPTransport.shared.send(request).body.collect(upTo: 1 << 22).count)
                }
                try await bare.client.shutdown()
            } else {
                let model = try connection.handle
                try await connection.measure("call") { keep(try await model(Bodies.messages).content) }
            }
        }
    }
}
