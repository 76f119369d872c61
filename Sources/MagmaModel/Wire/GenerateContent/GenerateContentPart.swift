/// A part of an answer, as far as it is read on the way: everything else stays where it is until it is asked for.
struct GenerateContentPart {
    var text: String?
    var isThought = false
    var signature: String?
    /// Where its `functionCall` begins.
    var call: Int?
    /// Whether it has members that have no field here.
    var hasMore = false
    /// Where the part itself begins.
    let start: Int

    /// `nil` for what is no object.
    init?(_ cursor: inout JSONCursor) throws(JSONError) {
        guard cursor.peek() == .object else {
            try cursor.skip()
            return nil
        }
        start = cursor.offset
        var part = (text: String?.none, isThought: false, signature: String?.none, call: Int?.none, hasMore: false)
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "text": part.text = try cursor.stringOrNil()
            case "thought": part.isThought = try cursor.boolOrNil() ?? false
            case "thoughtSignature": part.signature = try cursor.stringOrNil()
            case "functionCall":
                if cursor.peek() == .object { part.call = cursor.offset }
                try cursor.skip()
            default:
                part.hasMore = true
                try cursor.skip()
            }
        }
        (text, isThought, signature, call, hasMore) = part
    }
}

/// A `functionCall`, whole or a piece of one.
struct GenerateContentCall {
    var id = ""
    var name = ""
    /// The arguments' text; `nil` where there are none.
    var arguments: String?
    var partialArguments: [JSON] = []
    var willContinue = false

    init(_ cursor: inout JSONCursor) throws(JSONError) {
        var call = (id: "", name: "", arguments: String?.none, pieces: [JSON](), willContinue: false)
        try cursor.object { (cursor, key) throws(JSONError) in
            switch key {
            case "id": call.id = try cursor.stringOrNil() ?? ""
            case "name": call.name = try cursor.stringOrNil() ?? ""
            case "args":
                let isNull = cursor.peek() == .null
                let text = try cursor.rawValue()
                if !isNull { call.arguments = String(decoding: text, as: UTF8.self) }
            case "partialArgs": call.pieces = try cursor.value().arrayValue ?? []
            case "willContinue": call.willContinue = try cursor.boolOrNil() ?? false
            default: try cursor.skip()
            }
        }
        (id, name, arguments, partialArguments, willContinue) = call
    }
}
