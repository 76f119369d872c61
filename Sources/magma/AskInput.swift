import MagmaModel

/// What is asked, put together from arguments, files and the standard input.
struct AskInput {
    var messages: [Message]
    /// The parameters of `--params`, `--schema` and `--extra`, the later ones over the earlier.
    var extra: JSON.Object

    /// Throws ``UsageError`` for what cannot be read or understood.
    init(_ options: AskOptions) throws {
        extra = try Self.extra(options)
        messages = try options.messages.map(Self.messages) ?? []
        if let system = options.system { messages.insert(.system(system), at: 0) }
        let text = try Self.text(options)
        if text != nil || !options.images.isEmpty {
            let images = try options.images.map { Part.image(Image(try ImageArgument.source($0))) }
            messages.append(Message(role: .user, parts: (text.map { [.text($0)] } ?? []) + images))
        }
        guard messages.contains(where: { $0.role != .system }) || options.messages != nil else {
            throw UsageError("There is nothing to ask: give a text, --messages, or pipe something in.")
        }
    }

    /// The text argument, then what is piped in.
    private static func text(_ options: AskOptions) throws -> String? {
        try text(options.text, mayBePiped: options.messages == nil && (options.text != nil || options.images.isEmpty))
    }

    /// The same, where what is piped in is meant for it.
    static func text(_ argument: String?, mayBePiped: Bool) throws -> String? {
        guard mayBePiped, Terminal.hasPipedInput else { return argument }
        let bytes = Terminal.readInput()
        guard let piped = String(validating: bytes, as: UTF8.self) else {
            throw UsageError("The standard input is no UTF-8 text.")
        }
        guard let text = argument else { return piped.isEmpty ? nil : piped }
        return piped.isEmpty ? text : "\(text)\n\n\(piped)"
    }

    static func messages(_ path: String) throws -> [Message] {
        let json = try InputFile.json(path, option: "--messages")
        do {
            return try Message.list(json: json)
        } catch {
            throw UsageError("--messages \(path): \(error.message)")
        }
    }

    private static func extra(_ options: AskOptions) throws -> JSON.Object {
        var extra: JSON.Object = [:]
        if let path = options.params {
            guard let object = try InputFile.json(path, option: "--params").objectValue else {
                throw UsageError("--params \(path) holds no JSON object.")
            }
            extra = object
        }
        if let path = options.schema {
            extra["response_format"] = try schema(InputFile.json(path, option: "--schema"), path)
        }
        for item in options.extra {
            let (key, value) = try member(item)
            extra[key] = value
        }
        // A key on the command line goes before one in a file.
        if let key = options.apiKey { extra["api_key"] = .string(key) }
        return extra
    }

    /// `KEY=JSON`. The value is not shown: it may be a key.
    static func member(_ item: String) throws -> (String, JSON) {
        guard let equals = item.firstIndex(of: "="), equals != item.startIndex else {
            throw UsageError("--extra takes KEY=JSON, as in --extra seed=7.")
        }
        let key = String(item[..<equals])
        do throws(JSONError) {
            return (key, try JSON(parsing: String(item[item.index(after: equals)...])))
        } catch {
            throw UsageError(
                "The value of --extra \(key) is no JSON; a string needs its quotes: '\(key)=\"text\"'."
            )
        }
    }

    private static func schema(_ schema: JSON, _ path: String) throws -> JSON {
        guard schema.objectValue != nil else { throw UsageError("--schema \(path) holds no JSON object.") }
        let title = schema["title"]?.stringValue ?? ""
        // OpenAI takes letters, digits, "_" and "-" in the name, 64 at most.
        let name = title.unicodeScalars.prefix(64).map { scalar -> String in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-": String(scalar)
            default: "_"
            }
        }
        return [
            "type": "json_schema",
            "json_schema": ["name": .string(name.isEmpty ? "answer" : name.joined()), "schema": schema],
        ]
    }
}
