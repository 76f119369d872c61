extension Dispatcher {
    /// The most that a list of models may hold, and how many pages of it are asked for.
    private static let listLimit = (bytes: 16 << 20, pages: 50)

    /// What a provider itself lists as its models, page by page.
    ///
    /// Throws what a call throws, `.unsupported` for a provider that has no list that can be asked for here, and
    /// `.decoding` for an answer that is none.
    package func listModels(of provider: String, baseURL: String? = nil) async throws(ModelError) -> [ListedModel] {
        let model = Model(try ModelID(parsing: "\(provider)/models"), baseURL: baseURL)
        let resolved = try resolver.get().resolve(model, [.user("models")], streaming: false, task: .listing)
        let row = resolved.call.provider
        if row.wire == .echo { return [ListedModel(name: "echo")] }
        // A call that is never sent brings the headers: key and version.
        let call = try PreparedRequest(resolved, requireKey: true)
        let lists = ProviderTable.lists(of: row)
        var models: [ListedModel] = []
        for listing in lists { models += try await listed(listing, like: call) }
        if lists.isEmpty { throw Self.noList(row) }
        return models
    }

    private func listed(
        _ listing: ModelListing,
        like call: PreparedRequest
    ) async throws(ModelError) -> [ListedModel] {
        var models: [ListedModel] = []
        var page: String?
        for _ in 0..<Self.listLimit.pages {
            guard let url = listing.url(of: call.resolved, page: page) else { throw Self.noList(call.provider) }
            let found = try listing.models(try await get(url, like: call))
            models += found.models
            guard let next = found.next, next != page else { break }
            page = next
        }
        return models
    }

    private static func noList(_ row: Provider) -> ModelError {
        var error = ModelError(.unsupported, "\(row.name) has no list of models that can be asked for here.")
        error.provider = row.id
        return error
    }

    private func get(_ url: String, like call: PreparedRequest) async throws(ModelError) -> JSON {
        var headers = call.headers
        headers["content-type"] = nil
        headers["accept"] = "application/json"
        let timeouts = call.resolved.timeouts
        var request = TransportRequest(
            method: "GET", url: url, headers: headers,
            timeouts: TransportTimeouts(
                connect: timeouts.connect, head: min(timeouts.head, .seconds(60)), idle: timeouts.idle,
                due: timeouts.total.map { timing.now().advanced(by: $0) }),
            wantsWholeBody: true)
        do throws(ModelError) {
            if call.needsCredential || call.hasOpenPlaces { _ = try await authorizer.authorize(&request, for: call) }
            let response = try await transport.send(request)
            guard (200..<300).contains(response.status) else {
                throw await AttemptRunner.error(of: response, to: call)
            }
            let bytes = try await response.body.collect(upTo: Self.listLimit.bytes)
            do throws(JSONError) {
                return try JSON(parsing: bytes)
            } catch {
                throw ModelError(.decoding, "The list of models is no JSON; check the base URL.", underlying: error)
            }
        } catch {
            var error = error.hiding(call.secrets)
            error.provider = call.provider.id
            error.body = error.body.map { Redaction.text($0, hiding: call.secrets) }
            throw error
        }
    }
}

extension ModelListing {
    /// The URL of the list, from that of a call; `nil` where that does not end as the row has it.
    fileprivate func url(of resolved: CallResolver.Resolved, page: String?) -> String? {
        let row = resolved.call.row
        let placed = PathTemplate(row.path.filled(model: nil, places: resolved.plan.places))
        let path = placed.filled(model: resolved.call.modelName, places: [:]).prefix { $0 != "?" }
        let version = row.provider.versionPath ?? resolved.wire.versionPath
        return url(of: resolved.url, path: String(path), version: version, page: page)
    }
}
