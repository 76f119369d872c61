extension LangfuseSettings {
    /// What the environment says of tracing: settings where it is on, and what is wrong with it.
    struct Found: Sendable {
        /// `nil`: it is off.
        var settings: LangfuseSettings?
        /// A sentence each; without keys.
        var warnings: [String] = []
    }

    /// `nil` where tracing is off.
    init?(environment: Environment) {
        guard let settings = Self.find(environment).settings else { return nil }
        self = settings
    }

    static func find(_ variables: Environment) -> Found {
        let isOff =
            ["false", "0"].contains(variables.word("LANGFUSE_TRACING_ENABLED")) || variables.isTrue("OTEL_SDK_DISABLED")
        guard !isOff else { return Found() }
        switch (variables.text("LANGFUSE_PUBLIC_KEY"), variables.text("LANGFUSE_SECRET_KEY")) {
        case (nil, nil): return Found()
        case (_?, nil): return Found(warnings: [onlyOne("LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY")])
        case (nil, _?): return Found(warnings: [onlyOne("LANGFUSE_SECRET_KEY", "LANGFUSE_PUBLIC_KEY")])
        case (let publicKey?, let secretKey?):
            var reader = Reader(variables)
            let settings = settings(publicKey, secretKey, &reader)
            return Found(settings: settings, warnings: reader.warnings)
        }
    }

    private static func onlyOne(_ there: String, _ missing: String) -> String {
        "\(there) is set and \(missing) is not: nothing is traced in Langfuse."
    }

    private static func settings(_ publicKey: String, _ secretKey: String, _ reader: inout Reader) -> LangfuseSettings {
        let variables = reader.variables
        var settings = LangfuseSettings(
            url: url(variables), publicKey: publicKey, secretKey: Secret(secretKey))
        settings.environment = variables.text("LANGFUSE_TRACING_ENVIRONMENT")
        settings.release = releases.lazy.compactMap { variables.text($0) }.first
        settings.isDebugging = variables.isTrue("LANGFUSE_DEBUG")
        settings.capturesContent = !["false", "0"].contains(variables.word("MAGMA_TRACE_CONTENT"))
        settings.sampleRate = reader.number("LANGFUSE_SAMPLE_RATE", 0...1) ?? settings.sampleRate
        settings.flushAt =
            reader.count("LANGFUSE_FLUSH_AT", 1...100_000) ?? reader.count(
                "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 1...100_000)
            ?? settings.flushAt
        if let seconds = reader.number("LANGFUSE_FLUSH_INTERVAL", 0...86_400) {
            settings.flushInterval = .seconds(seconds)
        } else if let milliseconds = reader.number("OTEL_BSP_SCHEDULE_DELAY", 0...86_400_000) {
            settings.flushInterval = .seconds(milliseconds / 1000)
        }
        if let seconds = reader.number("LANGFUSE_TIMEOUT", 0.001...86_400) { settings.timeout = .seconds(seconds) }
        settings.maximumBatchBytes =
            reader.count("LANGFUSE_OTEL_MAX_BATCH_SIZE_BYTES", 1...(64 << 20)) ?? settings.maximumBatchBytes
        let resource = reader.resourceAttributes()
        settings.resourceAttributes = resource
        if let name = variables.text("OTEL_SERVICE_NAME") {
            settings.serviceName = name
        } else if case .string(let name)? = resource.first(where: { $0.key == "service.name" })?.value {
            settings.serviceName = name
        }
        return settings
    }

    private static func url(_ variables: Environment) -> String {
        func trimmed(_ text: String) -> String { text.trimmed { $0 == UInt8(ascii: "/") } }
        let named = ["LANGFUSE_BASE_URL", "LANGFUSE_HOST", "LANGFUSE_BASEURL"].lazy.compactMap { variables.text($0) }
            .first
        let base = trimmed(named ?? "https://cloud.langfuse.com")
        let path = trimmed(variables.text("LANGFUSE_OTEL_TRACES_EXPORT_PATH") ?? "api/public/otel/v1/traces")
        return (base.contains("://") ? base : "https://\(base)") + "/" + path
    }

    /// The application's release, as its builder or its host calls it.
    private static let releases = [
        "LANGFUSE_RELEASE", "RENDER_GIT_COMMIT", "CI_COMMIT_SHA", "CIRCLE_SHA1", "SOURCE_VERSION", "TRAVIS_COMMIT",
        "GIT_COMMIT", "GITHUB_SHA", "BITBUCKET_COMMIT", "BUILD_SOURCEVERSION", "DRONE_COMMIT_SHA",
    ]

    /// Reads numbers; what is none is warned of, and the default holds.
    private struct Reader {
        let variables: Environment
        var warnings: [String] = []

        init(_ variables: Environment) { self.variables = variables }

        mutating func number(_ name: String, _ range: ClosedRange<Double>) -> Double? {
            guard let text = variables.text(name) else { return nil }
            if let number = Double(text), range.contains(number) { return number }
            warnings.append("\(name) is no number from \(range.lowerBound) to \(range.upperBound): its default holds.")
            return nil
        }

        mutating func count(_ name: String, _ range: ClosedRange<Int>) -> Int? {
            guard let text = variables.text(name) else { return nil }
            if let count = Int(text), range.contains(count) { return count }
            warnings.append(
                "\(name) is no whole number from \(range.lowerBound) to \(range.upperBound): its default holds.")
            return nil
        }

        /// `key=value,key2=value2`, percent-encoded.
        mutating func resourceAttributes() -> [OTLPAttribute] {
            let name = "OTEL_RESOURCE_ATTRIBUTES"
            guard let text = variables.text(name) else { return [] }
            var attributes: [OTLPAttribute] = []
            for pair in text.split(separator: ",") {
                let parts = pair.split(separator: "=", maxSplits: 1).map { $0.trimmed { $0 <= 0x20 } }
                guard parts.count == 2, !parts[0].isEmpty, let value = parts[1].percentDecoded else {
                    warnings.append("\(name) is no list of key=value: what cannot be read is left out.")
                    continue
                }
                attributes.append(OTLPAttribute(parts[0], .string(value)))
            }
            return attributes
        }
    }
}

extension Environment {
    /// A variable that is not blank, without the space around it.
    fileprivate func text(_ name: String) -> String? {
        guard let text = self[name]?.trimmed({ $0 <= 0x20 }), !text.isEmpty else { return nil }
        return text
    }

    fileprivate func word(_ name: String) -> String { text(name)?.lowercased() ?? "" }

    fileprivate func isTrue(_ name: String) -> Bool { ["true", "1"].contains(word(name)) }
}

extension StringProtocol {
    /// With bytes in place of their `%` and two hexadecimal digits; `nil` where there are none behind a `%`.
    fileprivate var percentDecoded: String? {
        var decoded: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
            decoded.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Without such bytes at both ends.
    fileprivate func trimmed(_ isTrimmed: (UInt8) -> Bool) -> String {
        var bytes = Array(utf8)[...]
        while let first = bytes.first, isTrimmed(first) { bytes.removeFirst() }
        while let last = bytes.last, isTrimmed(last) { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
