// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ]
    // Warnings stop a build of the project itself, never a build of a package that depends on it.
    + (Context.environment["MAGMA_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

let package = Package(
    name: "magma",
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
    products: [
        .library(name: "MagmaModel", targets: ["MagmaModel"]),
        .library(name: "MagmaYAML", targets: ["MagmaYAML"]),
        .library(name: "MagmaTesting", targets: ["MagmaTesting"]),
        .executable(name: "magma", targets: ["magma"]),
    ],
    dependencies: [
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The registry's data: models.json, which scripts/make-registry writes, as bytes of the program itself.
        .target(name: "CMagmaModels", exclude: ["models.json"]),
        .target(
            name: "MagmaModel",
            dependencies: [
                "CMagmaModels",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "MagmaYAML",
            dependencies: ["MagmaModel", .product(name: "Yams", package: "Yams")],
            swiftSettings: settings
        ),
        .target(
            name: "MagmaTesting",
            dependencies: [
                "MagmaModel",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "magma",
            dependencies: [
                "MagmaModel", "MagmaYAML",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        // The examples are targets and no products: they are built with everything else, and reach no package that depends
        // on this one.
        .executableTarget(
            name: "example-chat", dependencies: ["MagmaModel"], path: "Examples/Chat", swiftSettings: settings),
        .executableTarget(
            name: "example-tools", dependencies: ["MagmaModel"], path: "Examples/Tools", swiftSettings: settings),
        .executableTarget(
            name: "example-summaries", dependencies: ["MagmaModel"], path: "Examples/Summaries",
            swiftSettings: settings),
        .testTarget(
            name: "MagmaModelTests",
            dependencies: [
                "MagmaModel", "MagmaTesting",
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MagmaCLITests",
            dependencies: [
                "magma", "example-chat", "example-tools", "example-summaries", "MagmaModel", "MagmaTesting",
            ],
            swiftSettings: settings
        ),
    ]
)
