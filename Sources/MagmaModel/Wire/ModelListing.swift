/// A model as a provider lists it.
package struct ListedModel: Sendable, Hashable {
    /// What the provider calls it.
    package var name: String
    /// Its window, where the list says.
    package var contextWindow: Int?
    /// The most it writes, where the list says.
    package var maxOutput: Int?
}

/// How a protocol's providers list their models: a path, and where in the answer the models and the next page are.
struct ModelListing: Sendable {
    /// What stands in place of the call's own path.
    var path: String
    /// What the call's address has before that, and the list's has not.
    var leavesOut = Part.nothing
    /// The call's own query is none of lists.
    var leavesOutQuery = false
    /// The service that lists is not the one that answers: a word of the host, and what stands in its place.
    var host: (call: String, list: String)?
    /// Asks for long pages.
    var query = ""
    /// The member that holds the models; a list alone is taken too.
    var list = "data"
    /// The members that may hold a model's name, the first that is there counts, and what it begins with that is no part of it.
    var names = ["id", "name"]
    var namePrefix = ""
    /// The member that leads to the next page, and the parameter that it is given back in.
    var next: (member: String, parameter: String)?

    enum Part { case nothing, version, wholePath }

    /// `nil` for a protocol whose providers have no such list.
    init?(_ wire: WireProtocolID) {
        switch wire {
        case .chatCompletions, .responses: self.init(path: "/models")
        case .messages: self.init(path: "/models", query: "limit=1000", next: ("last_id", "after_id"))
        case .ollamaChat: self.init(path: "/api/tags", list: "models", names: ["name", "model"])
        case .generateContent:
            self.init(
                path: "/models", query: "pageSize=1000", list: "models", names: ["name"], namePrefix: "models/",
                next: ("nextPageToken", "pageToken"))
        case .cohereChat:
            self.init(
                path: "/v1/models", leavesOut: .version, query: "page_size=1000", list: "models", names: ["name"],
                next: ("next_page_token", "page_token"))
        default: return nil
        }
    }

    init(
        path: String,
        leavesOut: Part = .nothing,
        leavesOutQuery: Bool = false,
        host: (call: String, list: String)? = nil,
        query: String = "",
        list: String = "data",
        names: [String] = ["id", "name"],
        namePrefix: String = "",
        next: (member: String, parameter: String)? = nil
    ) {
        self.path = path
        self.leavesOut = leavesOut
        self.leavesOutQuery = leavesOutQuery
        self.host = host
        self.query = query
        self.list = list
        self.names = names
        self.namePrefix = namePrefix
        self.next = next
    }

    /// The URL of the list, from that of a call and the path it ends in.
    func url(of call: String, path callPath: String, version: String, page: String?) -> String? {
        let bare = call.prefix { $0 != "?" }
        guard bare.hasSuffix(callPath) else { return nil }
        var base = String(bare.dropLast(callPath.count))
        switch leavesOut {
        case .nothing: break
        case .version: if !version.isEmpty, base.hasSuffix(version) { base.removeLast(version.count) }
        case .wholePath:
            guard let scheme = base.firstRange(of: "://") else { return nil }
            base = String(base[..<(base[scheme.upperBound...].firstIndex(of: "/") ?? base.endIndex)])
        }
        if let host, let range = base.firstRange(of: host.call) { base.replaceSubrange(range, with: host.list) }
        var items = query.isEmpty ? [] : [query]
        if let page, let next { items.append("\(next.parameter)=\(PathTemplate.percentEncoded(page))") }
        let callQuery = call.dropFirst(bare.count + 1)
        if !callQuery.isEmpty, !leavesOutQuery { items.insert(String(callQuery), at: 0) }
        return "\(base)\(path)" + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
    }

    /// The models of a page, and what leads to the next one. Throws `.decoding` for an answer that is no list.
    func models(_ json: JSON) throws(ModelError) -> (models: [ListedModel], next: String?) {
        guard let items = json[list]?.arrayValue ?? json.arrayValue else {
            throw ModelError(.decoding, "The answer holds no list of models.")
        }
        let models = items.compactMap { item -> ListedModel? in
            guard var name = names.lazy.compactMap({ item[$0]?.stringValue }).first, !name.isEmpty else { return nil }
            if name.hasPrefix(namePrefix) { name.removeFirst(namePrefix.count) }
            return ListedModel(
                name: name,
                contextWindow: Self.count(
                    item, ["context_length", "context_window", "max_model_len", "inputTokenLimit"])
                    ?? item["model_limits"].flatMap { Self.count($0, ["max_sequence_length"]) },
                maxOutput: Self.count(item, ["max_completion_tokens", "outputTokenLimit"])
                    ?? item["model_limits"].flatMap { Self.count($0, ["max_output_tokens"]) }
            )
        }
        guard let next, json["has_more"] != false, let page = json[next.member]?.stringValue, !page.isEmpty else {
            return (models, nil)
        }
        return (models, page)
    }

    private static func count(_ item: JSON, _ names: [String]) -> Int? {
        names.lazy.compactMap { item[$0]?.intValue }.first { $0 > 0 }
    }
}
