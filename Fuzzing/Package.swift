// swift-tools-version: 6.2

import PackageDescription

// Each target compiles the formats as its own sources, since they are internal to the library.
func fuzzer(_ name: String) -> Target {
    .executableTarget(
        name: name,
        swiftSettings: [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .unsafeFlags(["-sanitize=fuzzer,address", "-parse-as-library"]),
        ],
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]
    )
}

let package = Package(
    name: "magma-fuzzing",
    platforms: [.macOS(.v15)],
    targets: [
        fuzzer("FuzzJSON"), fuzzer("FuzzSSE"), fuzzer("FuzzJSONLines"), fuzzer("FuzzEventStream"),
        fuzzer("FuzzStreams"),
    ]
)
