/// Where and how traces go to Langfuse, as the environment says.
struct LangfuseSettings: Sendable, Hashable {
    /// The URL that is posted to.
    var url: String
    var publicKey: String
    var secretKey: Secret
    /// Of the deployment that is traced: `production`, `staging`.
    var environment: String?
    /// Of the application.
    var release: String?
    /// The part of the traces that is sent, from 0 to 1.
    var sampleRate = 1.0
    /// The most spans in a request.
    var flushAt = 512
    /// How long a record waits for others.
    var flushInterval = Duration.seconds(5)
    /// The most that one request may take.
    var timeout = Duration.seconds(10)
    /// The most bytes in a request.
    var maximumBatchBytes = 3 << 20
    var isDebugging = false
    /// Whether prompts and answers are sent.
    var capturesContent = true
    var serviceName = "unknown_service:swift"
    /// What `OTEL_RESOURCE_ATTRIBUTES` says besides.
    var resourceAttributes: [OTLPAttribute] = []

    init(url: String, publicKey: String, secretKey: Secret) {
        self.url = url
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    /// What all spans have in common.
    var resource: [OTLPAttribute] {
        var attributes = [
            OTLPAttribute("service.name", .string(serviceName)),
            OTLPAttribute("telemetry.sdk.name", .string(MagmaVersion.name)),
            OTLPAttribute("telemetry.sdk.version", .string(MagmaVersion.number)),
            OTLPAttribute("telemetry.sdk.language", .string("swift")),
        ]
        if let environment { attributes.append(OTLPAttribute("langfuse.environment", .string(environment))) }
        if let release { attributes.append(OTLPAttribute("langfuse.release", .string(release))) }
        let own = Set(attributes.map(\.key))
        return attributes + resourceAttributes.filter { !own.contains($0.key) }
    }

    /// Whether a trace is among those that are sent: the same verdict as Langfuse's own SDKs come to.
    func samples(_ trace: TraceID) -> Bool {
        guard sampleRate < 1 else { return true }
        return Double(trace.low) < sampleRate * 0x1p64
    }
}

/// What the library calls itself.
enum MagmaVersion {
    static let name = "magma"
    static let number = "0.1.0"
}
