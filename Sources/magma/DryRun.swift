import ArgumentParser
import MagmaModel

/// A request shown instead of sent, without its secrets.
struct DryRun {
    enum Form: String, ExpressibleByArgument {
        case json, curl
    }

    var request: PreparedRequest
    /// The parameters that the user gave, whose secrets may have gone into the body.
    var extra: JSON.Object

    /// Throws ``UsageError`` for a curl command where nothing would go over a network.
    func text(_ form: Form) throws -> String {
        switch form {
        case .json: return json
        case .curl:
            guard !isInProcess else {
                throw UsageError(
                    "\(request.provider.id)/ is answered in this process: there is nothing for curl to send.")
            }
            return curl
        }
    }

    private var isInProcess: Bool { request.provider.wire == .echo }

    private var json: String {
        var headers: JSON.Object = [:]
        for field in Redaction.headers(request.headers) {
            let earlier = headers[field.name]?.stringValue.map { "\($0), " } ?? ""
            headers[field.name] = .string(earlier + field.value)
        }
        let object: JSON.Object = [
            "method": .string(request.method),
            "url": .string(isInProcess ? "(in this process)" : Redaction.url(request.url)),
            "headers": .object(headers),
            "body": body,
        ]
        return JSON.object(object).serialized(pretty: true)
    }

    private var curl: String {
        var lines = ["curl -sS -N -X \(request.method) \(Self.quoted(Redaction.url(request.url)))"]
        if let cloud = request.cloud { lines += cloud.curl(region: request.region) }
        for (field, shown) in zip(request.headers, Redaction.headers(request.headers)) {
            if request.cloud != nil, field.name == "authorization" { continue }
            guard Redaction.isSecretHeader(field.name), let variable = request.provider.credential.variables.first
            else {
                lines.append("-H \(Self.quoted("\(shown.name): \(shown.value)"))")
                continue
            }
            // The shell puts the key in, so the line works as it stands and shows nothing.
            let scheme = shown.value.contains(" ") ? "\(shown.value.prefix { $0 != " " }) " : ""
            lines.append("-H \"\(shown.name): \(scheme)$\(variable)\"")
        }
        lines.append("--data-raw \(Self.quoted(body.serialized()))")
        return lines.joined(separator: " \\\n  ")
    }

    /// The body without the secrets that `extra` may have brought into it. Its members are `extra`'s at the top.
    private var body: JSON {
        // A short key (as in tests) may be a word of the prompt; keys of that length are no secrets.
        let secrets = request.secrets.filter { $0.utf8.count >= 8 }
        let text = Redaction.text(String(decoding: request.body, as: UTF8.self), hiding: secrets)
        guard let json = try? JSON(parsing: text) else { return .string(text) }
        guard var object = json.objectValue else { return json }
        for (key, value) in object where Redaction.isSecretName(key) && !Self.harmless.contains(key) {
            if value.stringValue != nil { object[key] = "***" }
        }
        return .object(object)
    }

    /// Published parameters whose names only look like secrets'.
    private static let harmless: Set<String> = ["prompt_cache_key"]

    /// For a POSIX shell.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
