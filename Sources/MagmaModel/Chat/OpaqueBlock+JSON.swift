extension OpaqueBlock {
    /// A block of a message in the chat format, which does not say whose it is: its type tells, or its members.
    init(_ json: JSON) {
        let type = json["type"]?.stringValue
        if let type, Self.anthropicTypes.contains(type) {
            self.init(wire: .messages, value: json)
        } else if let type, Self.interactionsTypes.contains(type) {
            self.init(wire: .interactions, value: json)
        } else if let type, Self.responsesTypes.contains(type) {
            self.init(wire: .responses, value: json)
        } else if type == nil, Self.geminiMembers.contains(where: { json[$0] != nil }) {
            self.init(wire: .generateContent, value: json)
        } else if type == nil, Self.converseMembers.contains(where: { json[$0] != nil }) {
            self.init(wire: .converse, value: json)
        } else {
            self.init(wire: .chatCompletions, value: json)
        }
    }

    /// Blocks that only Anthropic's protocol has.
    private static let anthropicTypes: Set<String> = [
        "image", "document", "search_result", "server_tool_use", "web_search_tool_result", "web_fetch_tool_result",
        "code_execution_tool_result", "mcp_tool_use", "mcp_tool_result", "container_upload",
    ]

    /// Steps that only Google's Interactions API has.
    private static let interactionsTypes: Set<String> = [
        "thought", "google_search_call", "google_search_result", "code_execution_call", "code_execution_result",
        "url_context_call", "url_context_result", "file_search_call", "file_search_result", "google_maps_call",
        "google_maps_result", "mcp_server_tool_call", "mcp_server_tool_result",
    ]

    /// Items and parts that only OpenAI's Responses have.
    private static let responsesTypes: Set<String> = [
        "input_image", "input_file", "output_text", "item_reference", "reasoning", "web_search_call", "x_search_call",
        "code_interpreter_call", "image_generation_call", "computer_call", "computer_call_output", "shell_call",
        "shell_call_output", "local_shell_call", "local_shell_call_output", "apply_patch_call",
        "apply_patch_call_output",
        "mcp_list_tools", "mcp_call", "mcp_approval_request", "mcp_approval_response", "tool_search_call",
        "tool_search_output", "program", "program_output", "compaction",
    ]

    /// What the parts of Google's generateContent are told by: they have no type.
    private static let geminiMembers = [
        "thoughtSignature", "executableCode", "codeExecutionResult", "toolCall", "toolResponse", "inlineData",
        "fileData", "functionCall", "functionResponse", "thought",
    ]

    /// What the blocks of Amazon's Converse are told by.
    private static let converseMembers = [
        "toolUse", "toolResult", "cachePoint", "guardContent", "citationsContent", "searchResult", "reasoningContent",
        "image", "document", "video", "audio",
    ]
}
