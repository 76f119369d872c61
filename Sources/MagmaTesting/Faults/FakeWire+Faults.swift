internal import MagmaModel

extension FakeWire {
    /// The answer, or what a fault makes of it.
    func reply(_ answer: ScriptedAnswer, _ fault: Fault?) -> ScriptedReply {
        guard let fault else { return answer.reply }
        if let reply = fault.applied(to: answer) { return reply }
        switch fault {
        case .invalidUTF8:
            var broken = answer
            let middle = broken.pieces.count / 2
            // The first letter of a word: what is around it is plain text in every protocol.
            if let place = broken.pieces[middle].lastIndex(where: { $0 == UInt8(ascii: "o") }) {
                broken.pieces[middle][place] = 0xFF
            }
            return broken.reply
        case .hugeLine(let count):
            let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)
            let start = answer.isStreaming ? lineStart(count) : Array("{\"x\":\"".utf8)
            return answer.flooded(start: start, with: chunk, times: max(1, count / chunk.count))
        case .endless:
            guard answer.isStreaming else {
                let more = Array(String(repeating: ",1", count: 8_000).utf8)
                return answer.flooded(start: Array("[1".utf8), with: more, times: nil)
            }
            let middle = answer.pieces.count / 2
            let more = Array(repeatElement(answer.pieces[middle], count: 100).joined())
            return answer.flooded(start: Array(answer.pieces.prefix(middle).joined()), with: more, times: nil)
        case .status(let status, let headers):
            var fields: HeaderFields = [:]
            for (name, value) in headers.sorted(by: { $0.key < $1.key }) { fields[name] = value }
            return .json(status: status, headers: fields, failure(FakeFailure(status: status)).serialized())
        case .errorAs200:
            guard answer.isStreaming else { return .json(failure(FakeFailure(.overloaded)).serialized()) }
            return .stream(headers: answer.headers(), [errorEvent(FakeFailure(.overloaded))])
        case .errorEvent:
            guard answer.isStreaming else { return .json(failure(FakeFailure(.overloaded)).serialized()) }
            let before = answer.pieces.prefix(answer.pieces.count / 2)
            return .stream(headers: answer.headers(), before + [errorEvent(FakeFailure(.overloaded))])
        case .missingEnd:
            guard answer.isStreaming else {
                return .whole(headers: answer.headers(), body: Array(answer.bytes.prefix(answer.bytes.count / 2)))
            }
            return .stream(headers: answer.headers(), answer.pieces.dropLast(endingEvents))
        default: return answer.reply
        }
    }
}
