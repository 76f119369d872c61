extension Responses {
    func encode(_ call: Call, notes: inout RequestNotes) throws(ModelError) -> WireRequest {
        var body: JSON.Object = ["model": .string(call.modelName)]
        var input = ResponsesInput(call)
        let (instructions, items) = try input.encode(notes: &notes)
        if let instructions { body["instructions"] = .string(instructions) }
        body["input"] = .array(items)
        var sampled = call
        sampled.options["reasoning_effort"] = ResponsesParameters.effort(call)
        let sampling = try ChatCompletionsParameters.sampling(sampled, notes: &notes)
        if let temperature = sampling.temperature { body["temperature"] = .double(temperature) }
        if let topP = sampling.topP { body["top_p"] = .double(topP) }
        if let limit = call.maxTokens { body["max_output_tokens"] = .int(Int64(limit)) }
        if call.isStreaming {
            if call.rules.refusesStreams {
                notes.warn("stream", "Not sent: \(call.modelID) does not stream; the answer comes in one piece.")
            } else {
                body["stream"] = true
            }
        }
        body.merge(try ResponsesParameters.adapted(call, notes: &notes))
        body.merge(call.extraBody)
        return WireRequest(body: JSON.object(body).bytes())
    }
}
