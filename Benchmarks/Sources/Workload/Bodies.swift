import MagmaModel

/// What the mock servers answer: one reply of 863 bytes, streams of 201 chunks of about 320 bytes.
enum Bodies {
    static let messages: [Message] = [
        .system("You are a careful assistant. Answer in few words and name the part of the text that you rely on."),
        .user("Explain in two sentences why basalt columns have six sides, and say \"contraction\" once."),
    ]

    private static let text = """
        Cooling lava shrinks, and the stress of that contraction is relieved by cracks that meet at angles of about \
        120 degrees, since this takes the least energy.\nAs the cracks grow inwards they settle into a honeycomb — the \
        \"columns\" that are left standing mostly have six sides.
        """

    private static let usage = """
        {"prompt_tokens":41,"completion_tokens":58,"total_tokens":99,"prompt_tokens_details":{"cached_tokens":0,\
        "audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,\
        "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}
        """

    /// A chat completion.
    static let reply: [UInt8] = {
        let content = JSON.string(text).serialized()
        let head = """
            {"id":"chatcmpl-Bq7xW2n0Vd9LkT4mPz1Rr8YsEcJh3","object":"chat.completion","created":1764000000,\
            "model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":\(content),\
            "refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":\(usage),\
            "service_tier":"default","system_fingerprint":"fp_
            """
        let tail = "\"}"
        let padding = max(0, 863 - head.utf8.count - tail.utf8.count)
        return Array((head + String(repeating: "a", count: padding) + tail).utf8)
    }()

    /// A streamed chat completion: a role, 198 pieces of text, a finish reason, the usage, and the end mark.
    static let stream: [UInt8] = sse(chunks.map { ("", $0) } + [("", "[DONE]")])

    /// The chunks of ``stream``, one JSON text each.
    static let chunks: [String] =
        [chunk(#"{"role":"assistant","content":"","refusal":null}"#)]
        + (0..<198).map { chunk(#"{"content":\#(piece($0))}"#) }
        + [chunk("{}", finish: #""stop""#), chunk(nil, usage: usage)]

    /// The same answer as Anthropic streams it: 206 events, 200 of them text.
    static let messagesStream: [UInt8] = {
        let message =
            #"{"id":"msg_01Bq7xW2n0Vd9LkT4mPz1Rr8Y","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":41,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}"#
        var events = [
            ("message_start", #"{"type":"message_start","message":\#(message)}"#),
            (
                "content_block_start",
                #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#
            ),
            ("ping", #"{"type":"ping"}"#),
        ]
        events += (0..<200).map {
            (
                "content_block_delta",
                #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":\#(piece($0))}}"#
            )
        }
        return sse(
            events + [
                ("content_block_stop", #"{"type":"content_block_stop","index":0}"#),
                (
                    "message_delta",
                    #"{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":200}}"#
                ),
                ("message_stop", #"{"type":"message_stop"}"#),
            ])
    }()

    /// The same answer as Ollama streams it: 201 lines.
    static let ollamaStream: [UInt8] = {
        let time = "2026-11-24T12:00:00.000000000Z"
        let lines = (0..<200).map {
            #"{"model":"mistral:latest","created_at":"\#(time)","message":{"role":"assistant","content":\#(piece($0))},"done":false}"#
        }
        let last =
            #"{"model":"mistral:latest","created_at":"\#(time)","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":1,"load_duration":1,"prompt_eval_count":41,"prompt_eval_duration":1,"eval_count":200,"eval_duration":1}"#
        return Array((lines + [last]).map { $0 + "\n" }.joined().utf8)
    }()

    /// A piece of text as a JSON string, now and then with an escape.
    private static func piece(_ index: Int) -> String {
        let words = text.split(whereSeparator: \.isWhitespace)
        let word = index % 37 == 36 ? ".\n\n" : index % 53 == 52 ? " \"six\"" : " " + words[index % words.count]
        return JSON.string(word).serialized()
    }

    private static func chunk(_ delta: String?, finish: String = "null", usage: String = "null") -> String {
        let choices = delta.map { #"{"index":0,"delta":\#($0),"logprobs":null,"finish_reason":\#(finish)}"# } ?? ""
        return """
            {"id":"chatcmpl-Bq7xW2n0Vd9LkT4mPz1Rr8YsEcJh3","object":"chat.completion.chunk","created":1764000000,\
            "model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_560af6e559",\
            "choices":[\(choices)],"usage":\(usage),"obfuscation":"kT4mPz1Rr8"}
            """
    }

    private static func sse(_ events: [(name: String, data: String)]) -> [UInt8] {
        Array(events.map { ($0.name.isEmpty ? "" : "event: \($0.name)\n") + "data: \($0.data)\n\n" }.joined().utf8)
    }
}
