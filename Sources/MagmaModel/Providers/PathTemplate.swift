/// An address with marks in braces, or without any.
struct PathTemplate: Sendable {
    /// As it is written.
    let template: String
    let hasMarks: Bool

    init(_ template: String) {
        self.template = template
        hasMarks = template.utf8.contains(UInt8(ascii: "{"))
    }

    /// ``filled(model:places:)`` for a template that is used once.
    static func filled(_ template: String, model: String? = nil, places: [String: String]) -> String {
        PathTemplate(template).filled(model: model, places: places)
    }

    /// `{model}` and the places by their values. A mark without a value stays as it is.
    func filled(model: String?, places: [String: String]) -> String {
        guard hasMarks else { return template }
        var text = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            text += (name == "model" ? model.map(Self.percentEncoded) : places[name]) ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }

    /// All but the unreserved characters of RFC 3986, so that a name is one segment of a path whatever it holds.
    static func percentEncoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                let digits = Array("0123456789ABCDEF".utf8)
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
