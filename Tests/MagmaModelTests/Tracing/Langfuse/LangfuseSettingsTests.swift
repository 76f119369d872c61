import Testing

@testable import MagmaModel

@Suite struct LangfuseSettingsTests {
    private func find(_ variables: [String: String], keys: Bool = true) -> LangfuseSettings.Found {
        let keys = keys ? ["LANGFUSE_PUBLIC_KEY": testKey, "LANGFUSE_SECRET_KEY": testKey] : [:]
        return LangfuseSettings.find(Environment(keys.merging(variables) { $1 }))
    }

    @Test func bothKeysTurnItOn() {
        #expect(find([:]).settings != nil)
        #expect(find([:]).warnings.isEmpty)
        #expect(find([:], keys: false).settings == nil)
        #expect(find([:], keys: false).warnings.isEmpty)
    }

    @Test func oneKeyIsWarnedOf() {
        for (there, blank) in [
            ("LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY"), ("LANGFUSE_SECRET_KEY", "LANGFUSE_PUBLIC_KEY"),
        ] {
            for variables in [[there: testKey], [there: testKey, blank: " "]] {
                let found = find(variables, keys: false)
                #expect(found.settings == nil)
                #expect(found.warnings.count == 1)
                #expect(found.warnings.allSatisfy { !$0.contains(testKey) })
            }
        }
    }

    @Test(arguments: [
        ("LANGFUSE_TRACING_ENABLED", "false", false), ("LANGFUSE_TRACING_ENABLED", "False", false),
        ("LANGFUSE_TRACING_ENABLED", "0", false), ("LANGFUSE_TRACING_ENABLED", "true", true),
        ("LANGFUSE_TRACING_ENABLED", "", true), ("OTEL_SDK_DISABLED", "true", false),
        ("OTEL_SDK_DISABLED", "false", true),
    ])
    func switches(name: String, value: String, isOn: Bool) {
        #expect((find([name: value]).settings != nil) == isOn)
    }

    private static let path = "/api/public/otel/v1/traces"

    @Test(
        arguments: [
            ([:], "https://cloud.langfuse.com" + path),
            (["LANGFUSE_HOST": "https://h"], "https://h" + path),
            (["LANGFUSE_BASEURL": "https://j/"], "https://j" + path),
            (["LANGFUSE_BASE_URL": "https://b", "LANGFUSE_HOST": "https://h"], "https://b" + path),
            (["LANGFUSE_BASE_URL": "", "LANGFUSE_HOST": "https://h"], "https://h" + path),
            (["LANGFUSE_BASE_URL": " us.langfuse.com// "], "https://us.langfuse.com" + path),
            (["LANGFUSE_BASE_URL": "http://127.0.0.1:3000/sub/"], "http://127.0.0.1:3000/sub" + path),
            (
                ["LANGFUSE_BASE_URL": "http://p", "LANGFUSE_OTEL_TRACES_EXPORT_PATH": "/v1/traces"],
                "http://p/v1/traces"
            ),
        ] as [([String: String], String)])
    func addresses(variables: [String: String], url: String) {
        #expect(find(variables).settings?.url == url)
    }

    @Test func numbersAndWords() throws {
        let settings = try #require(
            find([
                "LANGFUSE_SAMPLE_RATE": "0.25", "LANGFUSE_FLUSH_AT": "15", "LANGFUSE_FLUSH_INTERVAL": "0.5",
                "LANGFUSE_TIMEOUT": "20", "LANGFUSE_OTEL_MAX_BATCH_SIZE_BYTES": "900000", "LANGFUSE_DEBUG": "TRUE",
                "LANGFUSE_TRACING_ENVIRONMENT": "staging", "LANGFUSE_RELEASE": "abc", "GITHUB_SHA": "def",
                "OTEL_SERVICE_NAME": "api", "OTEL_RESOURCE_ATTRIBUTES": "team=a%20b, service.name=other,region=eu",
                "MAGMA_TRACE_CONTENT": "false",
            ]).settings)
        #expect(settings.sampleRate == 0.25)
        #expect(settings.flushAt == 15)
        #expect(settings.flushInterval == .milliseconds(500))
        #expect(settings.timeout == .seconds(20))
        #expect(settings.maximumBatchBytes == 900_000)
        #expect(settings.isDebugging)
        #expect(settings.environment == "staging")
        #expect(settings.release == "abc")
        #expect(!settings.capturesContent)
        let resource = Dictionary(settings.resource.map { ($0.key, $0.value) }) { first, _ in first }
        #expect(resource.count == settings.resource.count, "a key stands twice")
        #expect(resource["service.name"] == .string("api"))
        #expect(resource["team"] == .string("a b"))
        #expect(resource["region"] == .string("eu"))
        #expect(resource["langfuse.environment"] == .string("staging"))
        #expect(resource["telemetry.sdk.language"] == .string("swift"))
    }

    @Test func whatTheOthersSayIsHeeded() throws {
        let settings = try #require(
            find([
                "GITHUB_SHA": "def", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "7", "OTEL_BSP_SCHEDULE_DELAY": "250",
                "OTEL_RESOURCE_ATTRIBUTES": "service.name=other",
            ]).settings)
        #expect(settings.release == "def")
        #expect(settings.flushAt == 7)
        #expect(settings.flushInterval == .milliseconds(250))
        #expect(settings.serviceName == "other")
    }

    @Test func wrongNumbersAreWarnedOf() throws {
        let found = find([
            "LANGFUSE_SAMPLE_RATE": "1.5", "LANGFUSE_FLUSH_AT": "-1", "LANGFUSE_FLUSH_INTERVAL": "soon",
            "LANGFUSE_TIMEOUT": "nan", "LANGFUSE_OTEL_MAX_BATCH_SIZE_BYTES": "1e9", "OTEL_RESOURCE_ATTRIBUTES": "a",
        ])
        let plain = try #require(find([:]).settings)
        #expect(found.settings == plain)
        #expect(found.warnings.count == 6)
    }

    @Test func noKeyIsShown() throws {
        let settings = try #require(find([:]).settings)
        #expect(!"\(settings.secretKey) \(String(reflecting: settings.secretKey))".contains(testKey))
        #expect(settings.resource.allSatisfy { $0.value != .string(testKey) })
    }

    @Test func sampling() throws {
        func share(_ rate: String) throws -> Int {
            let settings = try LangfuseSettings.sample(["LANGFUSE_SAMPLE_RATE": rate])
            var random = SeededGenerator(seed: 1)
            return (0..<10_000).count { _ in
                settings.samples(TraceID(high: .random(in: 0 ... .max, using: &random), low: random.next()))
            }
        }
        #expect(try share("1") == 10_000)
        #expect(try share("0") == 0)
        #expect(try (2_300...2_700).contains(share("0.25")))
        // By the low half of the trace's id, as other SDKs do, so that all spans of a trace have one verdict.
        let half = try LangfuseSettings.sample(["LANGFUSE_SAMPLE_RATE": "0.5"])
        #expect(half.samples(TraceID(high: .max, low: 1 << 62)))
        #expect(!half.samples(TraceID(high: 0, low: 1 << 63)))
    }
}
