/// Google's log probabilities in OpenAI's shape.
enum GenerateContentLogprobs {
    static func openAI(_ result: JSON) -> JSON? {
        guard let chosen = result["chosenCandidates"]?.arrayValue, !chosen.isEmpty else { return nil }
        let top = result["topCandidates"]?.arrayValue ?? []
        let items = chosen.enumerated().map { place, token -> JSON in
            var item = entry(token)
            let others = (top.indices.contains(place) ? top[place]["candidates"]?.arrayValue : nil) ?? []
            item["top_logprobs"] = .array(others.map { .object(entry($0)) })
            return .object(item)
        }
        return ["content": .array(items)]
    }

    private static func entry(_ token: JSON) -> JSON.Object {
        let text = token["token"]?.stringValue ?? ""
        return [
            "token": .string(text),
            "logprob": token["logProbability"] ?? 0,
            "bytes": .array(text.utf8.map { .int(Int64($0)) }),
        ]
    }
}
