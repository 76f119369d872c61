internal import MagmaModel
internal import Yams

extension LiteLLMReader {
    /// What LiteLLM's router, proxy or books do with a deployment, and nothing here does.
    private static let foreign: Set<String> = [
        "stream_timeout", "tags", "mock_response", "input_cost_per_token",
        "output_cost_per_token",
        "max_budget", "budget_duration", "use_in_pass_through", "use_litellm_proxy", "litellm_credential_name",
        "merge_reasoning_content_in_choices", "configurable_clientside_auth_params", "additional_drop_params",
        "allowed_openai_params", "organization", "cooldown_time", "allowed_fails", "base_model", "itpm", "otpm",
    ]

    /// The deployments by `model_name`, in the order of the list.
    mutating func groups(_ node: Node, _ settings: LiteLLMSettings) throws(ModelError) -> [Group] {
        guard let items = node.mapping?["model_list"]?.sequence else {
            throw ModelError(.configuration, "\(file): \"model_list\" is no list.")
        }
        var groups: [Group] = []
        for item in items {
            guard let name = item.mapping?["model_name"]?.string, !name.isEmpty,
                let parameters = item.mapping?["litellm_params"], parameters.mapping != nil
            else {
                warn(item, "The deployment is left out: it has no \"model_name\" or no \"litellm_params\".")
                continue
            }
            for (key, place, _) in members(item) where !["model_name", "litellm_params", "model_info"].contains(key) {
                warn(place, "\"\(key)\" is not understood.")
            }
            guard !name.contains("*") else {
                warn(item, "The deployment is left out: names with \"*\" are not understood.")
                continue
            }
            guard let deployment = try deployment(parameters, settings) else { continue }
            if let index = groups.firstIndex(where: { $0.name == name }) {
                groups[index].deployments.append(deployment)
            } else {
                groups.append(Group(name: name, line: item.mark?.line ?? 0, deployments: [deployment]))
            }
        }
        return groups
    }

    private mutating func deployment(
        _ node: Node,
        _ settings: LiteLLMSettings
    ) throws(ModelError) -> (handle: JSON.Object, weight: Double, order: Int)? {
        guard let id = try modelID(node) else { return nil }
        var handle: JSON.Object = ["model": .string(id)]
        var extra: JSON.Object = [:]
        var shares: [String: Double] = [:]
        var limits: JSON.Object = [:]
        var order = 1
        for (key, place, node) in members(node) where key != "model" && key != "custom_llm_provider" {
            if key == "api_key", let name = Self.variable(try YAMLFile.json(node, file: file, depth: 0)) {
                handle["api_key"] = .string("env:\(name)")
                continue
            }
            if Self.foreign.contains(key) {
                warn(place, "\"\(key)\" is not understood.")
                continue
            }
            guard let value = try value(node, key) else { continue }
            switch key {
            case "api_key": handle["api_key"] = value
            case "api_base", "base_url": handle["api_base"] = value
            case "temperature", "top_p", "max_tokens", "timeout": handle[key] = value
            case "max_retries", "num_retries": handle["retries"] = value
            case "drop_params": handle["drop_unsupported"] = value
            case "order": order = value.intValue ?? 1
            case "weight": shares[key] = value.doubleValue
            case "rpm", "tpm":
                shares[key] = value.doubleValue
                limits[key] = value
            case "max_parallel_requests": limits["concurrency"] = value
            default: extra[key] = value
            }
        }
        if !extra.isEmpty { handle["extra"] = .object(extra) }
        if !limits.isEmpty { handle["limits"] = .object(limits) }
        if handle["retries"] == nil { handle["retries"] = settings.retries }
        if handle["timeout"] == nil { handle["timeout"] = settings.timeout }
        if handle["drop_unsupported"] == nil { handle["drop_unsupported"] = settings.dropUnsupported }
        let weight = shares["weight"] ?? shares["rpm"] ?? shares["tpm"] ?? 1
        return (handle, weight, order)
    }

    /// `provider/model`. A provider is never guessed from a model's name.
    private mutating func modelID(_ node: Node) throws(ModelError) -> String? {
        guard let place = node.mapping?["model"], let text = try value(place, "model")?.stringValue else {
            warn(node, "The deployment is left out: it has no \"model\".")
            return nil
        }
        var id = text
        if let provider = node.mapping?["custom_llm_provider"]?.string, !text.hasPrefix("\(provider)/") {
            id = "\(provider)/\(text)"
        }
        do throws(ModelError) {
            return try ModelID(parsing: id).description
        } catch {
            warn(place, "The deployment is left out: \(error.message)")
            return nil
        }
    }
}
