/// A piece of a message.
public enum Part: Sendable, Hashable {
    /// Plain text.
    case text(String, cache: CacheHint? = nil)
    /// A picture.
    case image(Image)
    /// Recorded sound.
    case audio(Audio)
    /// A document.
    case file(File)
    /// What the model thought, with what its provider needs to accept it again.
    case reasoning(Reasoning)
    /// Something the model declined to say (OpenAI's `refusal`).
    case refusal(String)
    /// A tool that the assistant asks for.
    case toolCall(ToolCall)
    /// A tool's result inside a message, as Anthropic has it; in the chat format results are messages of role `tool`.
    case toolResult(ToolResult)
    /// A provider's own block, kept and sent back as it came, to the same wire protocol only.
    case opaque(OpaqueBlock)
}

/// Where the bytes of an image or a file are.
public enum MediaSource: Sendable, Hashable {
    /// An `http` or `https` URL that the provider fetches. Magma itself downloads nothing.
    case url(String)
    /// Base64 text without a `data:` prefix, with its media type (`image/png`).
    case base64(String, mediaType: String)
    /// The id of a file that was uploaded to the provider.
    case fileID(String)
}

/// A picture among what is said.
public struct Image: Sendable, Hashable {
    /// Where its bytes are.
    public var source: MediaSource
    /// OpenAI's `detail`: `low`, `high`, `auto`, `original`.
    public var detail: String?
    /// A request to cache the prompt up to here.
    public var cache: CacheHint?
    /// Members of the part in the chat format that have no field here.
    public var extra: JSON.Object

    /// A picture from a source.
    public init(_ source: MediaSource, detail: String? = nil, cache: CacheHint? = nil, extra: JSON.Object = [:]) {
        self.source = source
        self.detail = detail
        self.cache = cache
        self.extra = extra
    }
}

/// Recorded sound among what is said.
public struct Audio: Sendable, Hashable {
    /// Base64 text without a prefix.
    public var data: String
    /// `wav`, `mp3`, …
    public var format: String
    /// Members of the part in the chat format that have no field here.
    public var extra: JSON.Object

    /// Sound from Base64 text.
    public init(base64 data: String, format: String, extra: JSON.Object = [:]) {
        self.data = data
        self.format = format
        self.extra = extra
    }
}

/// A document among what is said.
public struct File: Sendable, Hashable {
    /// Where its bytes are.
    public var source: MediaSource
    /// Its name, as the model is to see it.
    public var name: String?
    /// A request to cache the prompt up to here.
    public var cache: CacheHint?
    /// Members of the part in the chat format that have no field here.
    public var extra: JSON.Object

    /// A document from a source.
    public init(_ source: MediaSource, name: String? = nil, cache: CacheHint? = nil, extra: JSON.Object = [:]) {
        self.source = source
        self.name = name
        self.cache = cache
        self.extra = extra
    }
}

/// Thinking that is shown, hidden or encrypted.
public struct Reasoning: Sendable, Hashable {
    /// What can be read of it; may be empty.
    public var text: String
    /// What proves to the provider that the text is its own (Anthropic's `signature`).
    public var signature: String?
    /// Encrypted thinking (Anthropic's `redacted_thinking`), in place of text.
    public var redacted: String?
    /// The member it arrived under (`reasoning_content`, `reasoning`, `thinking`), so that it goes back under that name.
    public var field: String?
    /// The provider's own form, where text and signature do not say it all (OpenRouter's `reasoning_details`).
    public var details: JSON?
    /// The provider that ``details`` are from: no other takes them back. `nil`: not known.
    public var origin: String?

    /// Thinking; for encrypted thinking the text is empty.
    public init(
        _ text: String,
        signature: String? = nil,
        redacted: String? = nil,
        field: String? = nil,
        details: JSON? = nil,
        origin: String? = nil
    ) {
        self.text = text
        self.signature = signature
        self.redacted = redacted
        self.field = field
        self.details = details
        self.origin = origin
    }
}

/// A block that only its own wire protocol understands.
public struct OpaqueBlock: Sendable, Hashable {
    /// The wire protocol it came from and may go back to.
    public var wire: WireProtocolID
    /// The block as that protocol writes it.
    public var value: JSON

    /// A block of a protocol.
    public init(wire: WireProtocolID, value: JSON) {
        self.wire = wire
        self.value = value
    }

    /// The words of a text that is opaque for what stands beside it only; any protocol can take them.
    var text: String? {
        if value["type"] == "text" { return value["text"]?.stringValue }
        return value["citationsContent"]?["content"]?.arrayValue?.compactMap { $0["text"]?.stringValue }.joined()
    }
}

/// A request to cache the prompt up to here: LiteLLM's and Anthropic's `cache_control`, as it was given.
public struct CacheHint: Sendable, Hashable {
    /// What `cache_control` holds.
    public var value: JSON

    /// A hint as `cache_control` writes it.
    public init(_ value: JSON) { self.value = value }

    /// For the provider's shortest time, five minutes at Anthropic.
    public static let ephemeral = CacheHint(["type": "ephemeral"])
}
