/// A provider's row with what follows from it, worked out once and shared by all calls.
final class ProviderRow: Sendable {
    let provider: Provider
    /// `nil` for a protocol that is not known here.
    let wire: (any WireProtocol)?
    /// The member of a chat completion's body that names the model.
    let modelMember: ModelMember
    /// The place that a model's name may begin with.
    private let leadingPlace: Place?
    /// The base URL where the row has one.
    let base: PathTemplate?
    /// The path of the endpoint: the row's own, else the protocol's.
    let path: PathTemplate
    /// The same for streamed calls.
    let streamPath: PathTemplate
    /// The row as it holds away from the provider's own host.
    let elsewhere: ProviderRow?
    private let embeddings: [(prefixes: [String], row: ProviderRow)]
    private let variants: [VariantRow]

    enum ModelMember {
        case model, modelID
        /// The address names it.
        case none
    }

    /// An object, since it is looked at for each call.
    private final class VariantRow: Sendable {
        let variant: Variant
        let row: ProviderRow

        init(_ variant: Variant) {
            self.variant = variant
            row = ProviderRow(variant.provider)
        }
    }

    convenience init(_ provider: Provider) { self.init(provider, isEmbedding: false) }

    /// `isEmbedding`: it is what ``Provider/embeddingRows`` made of a row, and has no further ones.
    init(_ provider: Provider, isEmbedding: Bool) {
        self.provider = provider
        let wire = provider.wire.implementation
        self.wire = wire
        let dialect = provider.dialect
        modelMember = dialect.has(.modelInPath) ? .none : dialect.has(.modelID) ? .modelID : .model
        leadingPlace = provider.places.first(where: \.leadsNames)
        base = provider.baseURL.map(PathTemplate.init)
        path = PathTemplate(provider.path ?? wire?.path ?? "")
        streamPath = PathTemplate(provider.streamPath ?? provider.path ?? wire?.streamPath ?? "")
        if provider.dialect.has(.ownHostOnly) {
            var plain = provider
            plain.dialect = Dialect()
            elsewhere = ProviderRow(plain, isEmbedding: isEmbedding)
        } else {
            elsewhere = nil
        }
        embeddings =
            isEmbedding ? [] : provider.embeddingRows.map { ($0.prefixes, ProviderRow($0.row, isEmbedding: true)) }
        variants = provider.variants.map(VariantRow.init)
    }

    /// The row that turns texts into vectors with a model.
    func embedding(_ model: String) throws(ModelError) -> ProviderRow {
        let fits = embeddings.first { $0.prefixes.isEmpty || $0.prefixes.contains(where: model.hasPrefix) }
        guard let row = fits?.row else {
            let what = embeddings.isEmpty ? "no embeddings" : "no embeddings by \"\(model)\""
            throw ModelError(.unsupported, "\(provider.name) has \(what), as far as its row says.")
        }
        return row
    }

    /// The place that a model's name begins with, and the rest of the name.
    func leading(_ model: String) -> (place: String, value: String, name: String)? {
        guard let place = leadingPlace, let slash = model.firstIndex(of: "/") else { return nil }
        let value = model[..<slash]
        let name = model[model.index(after: slash)...]
        guard Place.isRegion(value), !name.isEmpty else { return nil }
        return (place.name, String(value), String(name))
    }

    /// The row that serves a model, and what the provider calls it. `holds`: whether a variant that its name fits is for
    /// the call.
    func serving(
        _ model: String,
        _ holds: (Variant) throws(ModelError) -> Bool
    ) throws(ModelError) -> (row: ProviderRow, name: String) {
        for known in variants {
            for prefix in known.variant.prefixes where model.utf8.starts(with: prefix.utf8) {
                guard try holds(known.variant) else { continue }
                return (known.row, known.variant.isSwitch ? String(model.dropFirst(prefix.count)) : model)
            }
        }
        return (self, model)
    }
}
