/// Lets attempts in that bring no key, and says where they go where the credential knows it. It belongs to a dispatcher
/// and keeps its tokens.
final class Authorizer: Sendable {
    private let aws: AWSAuthorizer
    private let google: GoogleAuthorizer
    private let entra: EntraAuthorizer
    private let ibm: IBMAuthorizer

    init(_ host: CredentialHost) {
        aws = AWSAuthorizer(host)
        google = GoogleAuthorizer(host)
        entra = EntraAuthorizer(host)
        ibm = IBMAuthorizer(host)
    }

    /// Finishes a request. Throws `.authentication` where there are no credentials, `.configuration` for a place that
    /// nobody says; nothing of the call has been sent then.
    func authorize(
        _ request: inout TransportRequest,
        for prepared: PreparedRequest
    ) async throws(ModelError) -> Authorization? {
        do throws(ModelError) {
            return try await letIn(&request, prepared)
        } catch {
            let variables = prepared.resolved.call.provider.credential.variables
            guard error.message.hasPrefix(ModelError.noCredentials), !variables.isEmpty else { throw error }
            throw error.reworded(
                "\(error.message) A key does as well: \(variables.joined(separator: ", ")), or apiKey.")
        }
    }

    private func letIn(
        _ request: inout TransportRequest,
        _ prepared: PreparedRequest
    ) async throws(ModelError) -> Authorization? {
        switch prepared.resolved.call.provider.credential.cloud {
        case .aws(let service)?: try await aws.authorize(&request, prepared, service)
        case .google?: try await google.authorize(&request, prepared)
        case .entra(let scope)?: try await entra.authorize(&request, prepared, scope)
        case .ibm?: try await ibm.authorize(&request, prepared)
        case nil: nil
        }
    }
}

/// How an attempt was let in.
struct Authorization: Sendable {
    /// Texts that must not be shown, wherever they come back.
    var secrets: [String]
    /// Takes in that the provider refused the attempt, by its error and the headers. Whether another may be let in.
    var renew: @Sendable (ModelError, HeaderFields) -> Bool
}

extension TransportRequest {
    /// Fills in the places that the credential says.
    mutating func fill(_ found: [String: String], _ prepared: PreparedRequest) throws(ModelError) {
        guard prepared.hasOpenPlaces else { return }
        let resolved = prepared.resolved
        var values = resolved.plan.places
        for place in resolved.call.provider.places where place.comesWithCredential && values[place.name] == nil {
            guard let value = found[place.name] else { throw place.missing(resolved.call.provider) }
            try place.set(value, in: &values, resolved.call.provider)
        }
        url = PathTemplate.filled(url, model: "", places: values)
    }
}
