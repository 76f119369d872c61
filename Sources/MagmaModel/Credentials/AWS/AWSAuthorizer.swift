import Synchronization

/// Signs requests to AWS.
final class AWSAuthorizer: Sendable {
    private struct Key: Hashable {
        var options: AWSOptions
        var region: String?
        var needsCredentials: Bool
    }

    private let host: CredentialHost
    private let cache: TokenCache<Key, AWSIdentity>
    /// How many seconds AWS's clock is ahead of ours.
    private let skew = Mutex(0)

    init(_ host: CredentialHost) {
        self.host = host
        cache = TokenCache(wall: host.wall)
    }

    func authorize(
        _ request: inout TransportRequest,
        _ prepared: PreparedRequest,
        _ service: String
    ) async throws(ModelError) -> Authorization? {
        let resolved = prepared.resolved
        let key = Key(
            options: try AWSOptions(resolved.plan.cloud, host.environment),
            region: resolved.plan.places["region"],
            needsCredentials: prepared.needsCredential
        )
        let lookup = AWSLookup(
            host: host, options: key.options, region: key.region, needsCredentials: key.needsCredentials)
        let identity = try await cache.token(key, deadline: request.timeouts.due) { () async throws(ModelError) in
            try await lookup.identity()
        }
        try request.fill(identity.region.map { ["region": $0] } ?? [:], prepared)
        guard let credentials = identity.credentials else { return nil }
        guard let region = identity.region else {
            throw ModelError(.configuration, "\(resolved.call.provider.name) needs a region: set AWS_REGION.")
        }
        let time = host.wall() + skew.withLock { $0 }
        let signer = SigV4(credentials: credentials, region: region, service: service, time: time)
        try signer.sign(request.method, request.url, &request.headers, request.body)
        return Authorization(secrets: Redaction.secrets(in: request.headers) + [credentials.secretAccessKey]) {
            [self] error, headers in
            renew(key, identity, error, headers)
        }
    }

    private func renew(_ key: Key, _ identity: AWSIdentity, _ error: ModelError, _ headers: HeaderFields) -> Bool {
        guard [400, 401, 403].contains(error.status) else { return false }
        let text = [error.providerCode ?? "", headers["x-amzn-errortype"] ?? "", error.message].joined(separator: " ")
        func says(_ words: String...) -> Bool { words.contains { text.contains($0) } }
        if says(
            "InvalidSignature", "RequestExpired", "RequestTimeTooSkewed", "SignatureDoesNotMatch", "Signature expired")
        {
            // Signatures hold for five minutes, so a smaller difference is not what was wrong.
            guard let theirs = headers["date"].flatMap(HTTPDate.seconds) else { return false }
            let difference = theirs - host.wall()
            let isNew = skew.withLock { skew in
                guard abs(difference - skew) > 240 else { return false }
                skew = difference
                return true
            }
            return isNew
        }
        guard says("ExpiredToken", "UnrecognizedClient", "InvalidClientTokenId", "token included in the request is")
        else {
            return false
        }
        cache.forget(key, identity)
        // Keys that do not end by themselves may have been exchanged in their file.
        return key.options.accessKeyID == nil || key.options.role != nil
    }
}
