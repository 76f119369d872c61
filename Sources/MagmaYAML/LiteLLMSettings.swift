internal import MagmaModel
internal import Yams

/// What `router_settings` and `litellm_settings` say that is understood.
struct LiteLLMSettings {
    var strategy = Pool.Strategy.weightedRandom
    var retries: JSON?
    var timeout: JSON?
    var dropUnsupported: JSON?
    var ejection: JSON.Object = [:]
    var cache: JSON?
    /// By the name of what fails: what is asked then.
    var fallbacks: [String: [String]] = [:]
    var contextWindowFallbacks: [String: [String]] = [:]
    var contentPolicyFallbacks: [String: [String]] = [:]
    var defaultFallbacks: [String] = []
    var aliases: [(name: String, model: String, line: Int)] = []
}

extension LiteLLMReader {
    /// Reads the sections beside the list; those of the router go before the general ones.
    mutating func settings(_ root: Node) -> LiteLLMSettings {
        var settings = LiteLLMSettings()
        for section in ["litellm_settings", "router_settings"] {
            for (key, place, value) in members(root.mapping?[section]) where !read(key, value, into: &settings) {
                warn(place, "\"\(key)\" of \"\(section)\" is not understood.")
            }
        }
        for (key, place, value) in members(root)
        where !["model_list", "litellm_settings", "router_settings"].contains(key) {
            warn(place, "\"\(key)\" is not understood: it is for LiteLLM's proxy.")
            for (name, place, _) in members(value) { warn(place, "\"\(name)\" of \"\(key)\" is not understood.") }
        }
        return settings
    }

    /// Returns whether the setting is understood, or has been warned of.
    private mutating func read(_ key: String, _ node: Node, into settings: inout LiteLLMSettings) -> Bool {
        let json = (try? YAMLFile.json(node, file: file, depth: 0)) ?? .null
        switch key {
        case "routing_strategy": return strategy(node, into: &settings)
        case "num_retries": settings.retries = json
        case "timeout", "request_timeout": settings.timeout = json
        case "drop_params": settings.dropUnsupported = json
        case "allowed_fails": settings.ejection["consecutive_failures"] = .int(Int64((json.intValue ?? 3) + 1))
        case "cooldown_time": settings.ejection["base_time"] = json
        case "fallbacks": settings.fallbacks.merge(lists(json)) { $1 }
        case "context_window_fallbacks": settings.contextWindowFallbacks.merge(lists(json)) { $1 }
        case "content_policy_fallbacks": settings.contentPolicyFallbacks.merge(lists(json)) { $1 }
        case "default_fallbacks": settings.defaultFallbacks = (json.arrayValue ?? []).compactMap(\.stringValue)
        case "model_group_alias":
            for (name, place, value) in members(node) {
                guard let model = value.string ?? value.mapping?["model"]?.string else { return false }
                settings.aliases.append((name, model, place.mark?.line ?? 0))
            }
        case "cache":
            if json.boolValue == true, settings.cache == nil { settings.cache = true }
        case "cache_params":
            guard ["local", nil].contains(json["type"]?.stringValue) else {
                settings.cache = .null
                warn(node, "The cache \"\(json["type"]?.stringValue ?? "")\" is not there; nothing is cached.")
                return true
            }
            if let ttl = json["ttl"] { settings.cache = ["ttl": ttl] }
            for (name, place, _) in members(node) where !["type", "ttl"].contains(name) {
                warn(place, "\"\(name)\" of \"cache_params\" is not understood.")
            }
        default: return false
        }
        return true
    }

    private mutating func strategy(_ node: Node, into settings: inout LiteLLMSettings) -> Bool {
        switch node.string {
        case "simple-shuffle": settings.strategy = .weightedRandom
        case "least-busy": settings.strategy = .leastInFlight
        case "latency-based-routing": settings.strategy = .leastLatency
        case "cost-based-routing": settings.strategy = .cheapest
        case "usage-based-routing", "usage-based-routing-v2":
            settings.strategy = .leastInFlight
            warn(node, "\"\(node.string ?? "")\" is taken as least_in_flight: tokens are not counted by deployment.")
        default:
            warn(node, "The strategy \"\(node.string ?? "")\" is not understood; weighted_random holds.")
        }
        return true
    }

    /// `[{"a": ["b"]}, …]`, or an object of such members.
    private func lists(_ json: JSON) -> [String: [String]] {
        var lists: [String: [String]] = [:]
        for item in json.arrayValue ?? [json] {
            for (name, targets) in item.objectValue ?? [:] {
                lists[name] = (targets.arrayValue ?? [targets]).compactMap(\.stringValue)
            }
        }
        return lists
    }

    /// The aliases: each group with the fallbacks that are said for it. What a fallback leads to is put in its place without
    /// fallbacks of its own, since LiteLLM's may go in a circle.
    mutating func aliases(_ groups: [Group], _ settings: LiteLLMSettings) -> JSON.Object {
        var bases: [String: JSON.Object] = [:]
        for group in groups { bases[group.name] = base(group, settings) }
        var models: JSON.Object = [:]
        for group in groups {
            var layers: [JSON.Object] = []
            var codes: Set<ModelError.Code> = Model.defaultFallbackCodes.union([
                .authentication, .permission, .notFound, .contentFiltered,
            ])
            func add(_ names: [String]?, on code: ModelError.Code?) {
                let targets = (names ?? []).filter { $0 != group.name }.compactMap { target($0, bases, group) }
                guard !targets.isEmpty else { return }
                if let code { codes.remove(code) }
                let words = (code.map { [$0] } ?? Array(codes)).map(\.rawValue).sorted()
                layers.append(["fallback": .array(targets), "fallback_on": .array(words.map(JSON.string))])
            }
            add(settings.contextWindowFallbacks[group.name], on: .contextWindowExceeded)
            add(settings.contentPolicyFallbacks[group.name], on: .contentFiltered)
            add(settings.fallbacks[group.name] ?? settings.fallbacks["*"] ?? settings.defaultFallbacks, on: nil)
            if let cache = settings.cache, !cache.isNull { layers.append(["cache": cache]) }
            var handle = bases[group.name] ?? [:]
            if let own = handle["fallback"] { layers.insert(["fallback": own], at: 0) }
            handle["fallback"] = nil
            if !layers.isEmpty { handle["route"] = .array(layers.map(JSON.object)) }
            models[group.name] = .object(handle)
        }
        for alias in settings.aliases {
            guard models[alias.name] == nil, bases[alias.model] != nil else {
                warnings.append(
                    (alias.line, "The alias \"\(alias.name)\" is left out: it stands for nothing, or is a model too."))
                continue
            }
            models[alias.name] = .string("@\(alias.model)")
        }
        return models
    }

    private mutating func target(_ name: String, _ bases: [String: JSON.Object], _ group: Group) -> JSON? {
        if let base = bases[name] { return .object(base) }
        if name.contains("/"), (try? ModelID(parsing: name)) != nil { return .string(name) }
        warnings.append(
            (group.line, "The fallback \"\(name)\" of \"\(group.name)\" is left out: there is no such model."))
        return nil
    }

    /// A deployment, a pool of several, or pools one behind the other where they have an order.
    private func base(_ group: Group, _ settings: LiteLLMSettings) -> JSON.Object {
        let orders = Set(group.deployments.map(\.order)).sorted()
        var handles = orders.map { order -> JSON.Object in
            let deployments = group.deployments.filter { $0.order == order }
            if deployments.count == 1 { return deployments[0].handle }
            let members = deployments.map { deployment -> JSON in
                var handle = deployment.handle
                if deployment.weight != 1 { handle["weight"] = .double(deployment.weight) }
                return .object(handle)
            }
            var pool: JSON.Object = ["members": .array(members), "strategy": .string(settings.strategy.rawValue)]
            if !settings.ejection.isEmpty { pool["ejection"] = .object(settings.ejection) }
            let name = orders.count == 1 ? group.name : "\(group.name) (\(order))"
            return ["model": .string("pool/\(name)"), "pool": .object(pool)]
        }
        var first = handles.removeFirst()
        if !handles.isEmpty { first["fallback"] = .array(handles.map(JSON.object)) }
        return first
    }
}
