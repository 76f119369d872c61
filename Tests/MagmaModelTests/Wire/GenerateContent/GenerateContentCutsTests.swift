import Testing

@testable import MagmaModel

/// What comes before the first event tells events from an array, and must tell the same however it is cut.
@Suite struct GenerateContentCutsTests {
    private static let chunk =
        #"{"candidates":[{"content":{"parts":[{"text":"hi"}]},"finishReason":"STOP"}]}"#

    private func outcome(_ bytes: [UInt8], step: Int) -> String {
        var pump = EventPump(wire: GenerateContent(), dialect: Dialect())
        var deltas: [Generation.Delta] = []
        do throws(ModelError) {
            for from in stride(from: 0, to: bytes.count, by: step) {
                try Array(bytes[from..<min(from + step, bytes.count)]).withBytes { (piece) throws(ModelError) in
                    try pump.feed(piece, into: &deltas)
                }
            }
            try pump.finish(into: &deltas)
        } catch {
            return "\(error.code)"
        }
        return pump.builder.build().content
    }

    @Test(arguments: ["", "\r\n\n", " ", "\t\n", "\u{10}\0\0"])
    func cutsChangeNothing(lead: String) {
        for body in ["data: \(Self.chunk)\r\n\r\n", "[\(Self.chunk)]"] {
            let bytes = Array((lead + body).utf8)
            let whole = outcome(bytes, step: bytes.count)
            for step in 1...8 { #expect(outcome(bytes, step: step) == whole, "\(lead.debugDescription) \(body)") }
        }
        #expect(outcome(Array("\r\n\ndata: \(Self.chunk)\n\n".utf8), step: 1) == "hi")
    }
}
