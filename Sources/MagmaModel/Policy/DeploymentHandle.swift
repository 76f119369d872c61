/// One model at one place, asked as one account, as a handle names it: what is learnt of a deployment is kept by this.
struct DeploymentHandle: Hashable, Sendable {
    private let id: ModelID
    private let base: String?
    private let key: Secret?
    /// Members of `extra` that say where a call goes, or as whom.
    private let extra: JSON.Object

    init(_ model: Model) {
        id = model.id
        base = model.baseURL
        key = model.apiKey
        extra = model.endpointExtra
    }

    /// By the model alone: of most there is one.
    func hash(into hasher: inout Hasher) { hasher.combine(id.name) }

    /// The same in every process, without a secret.
    var name: String {
        let place = extra.map { "\($0.key)=\($0.value.serialized())" }.sorted()
        let account = ([base ?? "", key?.fingerprintText ?? ""] + place).joined(separator: "\n")
        return "\(id) \(Digest.sha256(account).prefix(16))"
    }
}

extension Model {
    /// The members of ``extra`` that say where a call goes, or as whom.
    var endpointExtra: JSON.Object {
        guard !extra.isEmpty else { return extra }
        return JSON.Object(
            extra.compactMap { member -> (String, JSON)? in
                let says =
                    ["api_key", "api_base", "base_url"].contains(member.key) || member.key.hasSuffix("_api_key")
                    || ["aws_", "vertex_", "azure_"].contains(where: member.key.hasPrefix)
                return says ? (member.key, member.value) : nil
            })
    }
}
