/// What is posted: `ExportTraceServiceRequest` with one resource and one scope.
struct OTLPRequest: Sendable {
    var resource: [OTLPAttribute]
    var scope: (name: String, version: String)

    /// The body for spans that are encoded already.
    func body(_ spans: some Sequence<[UInt8]>) -> [UInt8] {
        var scoped = ProtobufWriter()
        scoped.message(1) { writer in
            writer.string(1, scope.name)
            writer.string(2, scope.version)
        }
        for span in spans { scoped.delimited(2, span) }
        var writer = ProtobufWriter(reserving: scoped.bytes.count + 512)
        writer.message(1) { all in
            all.message(1) { $0.attributes(1, resource) }
            all.delimited(2, scoped.bytes)
        }
        return writer.bytes
    }

    /// What the body has beside its spans, and what each span takes beside its own bytes, at most.
    func overhead(spans: Int) -> Int { body([]).count + 16 + spans * 8 }
}
