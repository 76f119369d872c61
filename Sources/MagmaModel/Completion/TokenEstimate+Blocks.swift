/// Blocks that only their own wire protocol understands: pictures that a model made, steps of tools that a provider ran.
extension TokenEstimate {
    /// Members that a provider signed or encrypted: it reads them itself, and not as text.
    private static let sealed: Set<String> = [
        "signature", "thoughtSignature", "thought_signature", "encrypted_content", "redactedContent",
    ]
    /// Members that hold the bytes of pictures, sound and files.
    private static let media: Set<String> = ["data", "result", "bytes", "b64_json"]
    /// Shorter ones are counted as the text they may be.
    private static let shortestMedia = 256

    /// What a block takes that goes to `wire`, where that is known.
    static func add(
        _ block: OpaqueBlock, saidBy role: Role, to wire: WireProtocolID?, _ text: inout Int, _ flat: inout Int
    ) {
        guard isSent(block, saidBy: role, to: wire) else {
            // Its words go, without what stands beside them.
            if let words = block.text { text += hundredths(of: words) }
            return
        }
        add(block.value, &text, &flat)
    }

    /// Blocks of the chat format are translated where they can be; what a model said in another protocol stays behind.
    private static func isSent(_ block: OpaqueBlock, saidBy role: Role, to wire: WireProtocolID?) -> Bool {
        guard let wire, wire != block.wire, role == .assistant, block.wire != .chatCompletions else { return true }
        switch wire {
        // Each has forms that it takes from others.
        case .invokeModel: return true
        case .generateContent: return block.value["thoughtSignature"] != nil
        default: return false
        }
    }

    private static func add(_ json: JSON, _ text: inout Int, _ flat: inout Int) {
        switch json {
        case .string(let said):
            if said.utf8.count >= shortestMedia, said.utf8.starts(with: "data:".utf8) {
                flat += tokens(ofMedia: String(said.dropFirst(5).prefix { $0 != ";" && $0 != "," }))
            } else {
                text += hundredths(of: said)
            }
        case .array(let items):
            text += 100 + 70 * items.count
            for item in items { add(item, &text, &flat) }
        case .object(let object):
            text += 100
            for (name, value) in object {
                text += 150 + hundredths(of: name)
                if case .string(let said) = value {
                    if sealed.contains(name) { continue }
                    if media.contains(name), isBase64(said) {
                        let type = object["mimeType"] ?? object["mime_type"] ?? object["media_type"]
                        flat += tokens(ofMedia: type?.stringValue ?? "image/")
                        continue
                    }
                }
                add(value, &text, &flat)
            }
        default: text += 100
        }
    }

    private static func tokens(ofMedia type: String) -> Int {
        if type.hasPrefix("image/") { return image }
        return type.hasPrefix("audio/") ? audio : file
    }

    /// By its beginning, as prose does not go on so long without a space or a full stop.
    private static func isBase64(_ text: String) -> Bool {
        guard text.utf8.count >= shortestMedia else { return false }
        return text.utf8.prefix(shortestMedia).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
                true
            default: false
            }
        }
    }
}
