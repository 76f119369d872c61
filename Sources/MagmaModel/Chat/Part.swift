/// A piece of a message.
public enum Part: Sendable, Hashable {
    case text(String, cache: CacheHint? = nil)
    case image(Image)
    case audio(Audio)
    case file(File)
    /// What the model thought, with what its provider needs to accept it again.
    case reasoning(Reasoning)
    /// Something the model declined to say (OpenAI's `refusal`).
    case refusal(String)
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

public struct Image: Sendable, Hashable {
    public var source: MediaSource
    /// OpenAI's `detail`: `low`, `high`, `auto`, `original`.
    public var detail: String?
    public var cache: CacheHint?

    public init(_ source: MediaSource, detail: String? = nil, cache: CacheHint? = nil) {
        self.source = source
        self.detail = detail
        self.cache = cache
    }
}

public struct Audio: Sendable, Hashable {
    /// Base64 text without a prefix.
    public var data: String
    /// `wav`, `mp3`, …
    public var format: String

    public init(base64 data: String, format: String) {
        self.data = data
        self.format = format
    }
}

public struct File: Sendable, Hashable {
    public var source: MediaSource
    public var name: String?
    public var cache: CacheHint?

    public init(_ source: MediaSource, name: String? = nil, cache: CacheHint? = nil) {
        self.source = source
        self.name = name
        self.cache = cache
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

    public init(
        _ text: String,
        signature: String? = nil,
        redacted: String? = nil,
        field: String? = nil,
        details: JSON? = nil
    ) {
        self.text = text
        self.signature = signature
        self.redacted = redacted
        self.field = field
        self.details = details
    }
}

/// A block that only its own wire protocol understands.
public struct OpaqueBlock: Sendable, Hashable {
    /// The wire protocol it came from and may go back to.
    public var wire: WireProtocolID
    public var value: JSON

    public init(wire: WireProtocolID, value: JSON) {
        self.wire = wire
        self.value = value
    }
}

/// A request to cache the prompt up to here: LiteLLM's and Anthropic's `cache_control`, as it was given.
public struct CacheHint: Sendable, Hashable {
    public var value: JSON

    public init(_ value: JSON) { self.value = value }

    /// For the provider's shortest time, five minutes at Anthropic.
    public static let ephemeral = CacheHint(["type": "ephemeral"])
}
