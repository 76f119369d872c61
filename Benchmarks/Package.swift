// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that whoever uses the library never resolves or builds it. See scripts/benchmark.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "AllocationCounter", type: .dynamic, targets: ["AllocationCounter"])
    ],
    dependencies: [
        .package(name: "magma", path: ".."),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        // Preloaded for the allocation counts only, so that timings are taken without it.
        .target(name: "AllocationCounter"),
        .executableTarget(
            name: "Workload",
            dependencies: [
                .product(name: "MagmaModel", package: "magma"),
                .product(name: "MagmaTesting", package: "magma"),
                // Not linked, only built: its start-up is measured too.
                .product(name: "magma", package: "magma"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]
        ),
    ]
)
