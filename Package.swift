// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let http: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let log: Target.Dependency = .product(name: "Logging", package: "swift-log")

/// A library target; `layer` order in the list below is the module graph of `Documentation.docc/Documentation.md`.
func library(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "blocks",
    products: [
        .executable(name: "bootstrap", targets: ["bootstrap"]),
        .executable(name: "blocks", targets: ["blocks"]),
        .library(
            name: "Blocks",
            targets: ["BlocksCore", "BlocksStore", "BlocksAuthCognito", "BlocksBootstrap", "BlocksTool"]),
    ],
    dependencies: [
        // Without its Foundation conveniences, which would link FoundationEssentials into bootstrap.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.0"),
    ],
    targets: [
        // 0: C libraries, one importer each
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),

        // 1
        library("BlocksCore", [http, log], exclude: ["Documentation.docc"]),
        library("BlocksCrypto", ["COpenSSL"]),

        // 2
        library("BlocksHTTP", ["CCurl", "BlocksCore", http, log]),

        // 3
        library("BlocksAWS", ["BlocksCore", "BlocksCrypto", "BlocksHTTP", http, log]),
        library("BlocksLambda", ["BlocksCore", "BlocksCrypto", "BlocksHTTP", http, log]),

        // 4
        library("BlocksStore", ["BlocksCore", "BlocksCrypto", "BlocksHTTP", "BlocksAWS", log]),

        // 5
        library("BlocksAuthCognito", ["BlocksCore", "BlocksCrypto", "BlocksAWS", "BlocksStore", http, log]),
        library("BlocksLocal", ["BlocksCore", "BlocksCrypto", "BlocksAWS", "BlocksStore", log]),
        library("BlocksBootstrap", ["BlocksCore", "BlocksCrypto", "BlocksHTTP", "BlocksStore", "BlocksLambda", log]),
        library(
            "BlocksTool",
            [
                "BlocksCore", "BlocksCrypto", "BlocksLambda", "BlocksLocal", log,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "FlyingFox", package: "FlyingFox"), .product(name: "FlyingSocks", package: "FlyingFox"),
            ], resources: [.embedInCode("Server/Page/index.html")]),

        // 6
        library("App", ["BlocksCore", "BlocksCrypto", "BlocksStore", "BlocksAuthCognito", http, log]),

        // 7
        .executableTarget(
            name: "bootstrap", dependencies: ["App", "BlocksBootstrap", "BlocksLambda"], swiftSettings: strict),
        .executableTarget(name: "blocks", dependencies: ["App", "BlocksTool"], swiftSettings: strict),

        // Tests
        .executableTarget(
            name: "conformance-server",
            dependencies: ["BlocksCore", "BlocksAuthCognito", "BlocksLocal", "BlocksStore", "BlocksTool", http, log],
            path: "Tests/ConformanceServer", swiftSettings: strict),
        .executableTarget(
            name: "request-bench",
            dependencies: [
                "App", "BlocksAWS", "BlocksCore", "BlocksCrypto", "BlocksHTTP", "BlocksLambda", "BlocksStore", http,
                log,
            ],
            path: "Tests/RequestBench", swiftSettings: strict,
            linkerSettings: [
                .unsafeFlags(
                    ["malloc", "calloc", "realloc", "posix_memalign"].flatMap { ["-Xlinker", "--wrap=\($0)"] })
            ]),
        .executableTarget(
            name: "event-fuzz", dependencies: ["BlocksCore", "BlocksLambda", http, log],
            path: "Tests/EventFuzz", swiftSettings: strict),
        .executableTarget(
            name: "local-writer",
            dependencies: ["BlocksLocal", "BlocksStore", "BlocksAWS", "BlocksCrypto", "BlocksCore", log],
            path: "Tests/LocalWriter", swiftSettings: strict),
        .executableTarget(
            name: "runtime-probe", dependencies: ["BlocksBootstrap", "BlocksCore", "BlocksLambda", log],
            path: "Tests/RuntimeProbe", swiftSettings: strict),
        .target(
            name: "TestSupport",
            dependencies: ["BlocksCore", "BlocksCrypto", "BlocksHTTP", "BlocksStore", "BlocksAWS", http, log],
            path: "Tests/Support", swiftSettings: strict),
        tests("BlocksCoreTests", ["BlocksCore", "TestSupport", http, log], exclude: ["HTTP/Golden"]),
        tests("BlocksCryptoTests", ["BlocksCrypto", "BlocksCore", "TestSupport"]),
        tests("BlocksHTTPTests", ["BlocksHTTP", "BlocksCore", "TestSupport", http]),
        tests("BlocksAWSTests", ["BlocksAWS", "BlocksCrypto", "BlocksCore", "BlocksHTTP", "TestSupport", http, log]),
        tests(
            "BlocksLambdaTests",
            [
                "BlocksLambda", "BlocksBootstrap", "BlocksCore", "BlocksCrypto", "BlocksHTTP", "TestSupport",
                "runtime-probe", "event-fuzz", http, log,
            ],
            exclude: ["Events/Golden"]),
        tests(
            "BlocksStoreTests",
            [
                "BlocksStore", "BlocksAWS", "BlocksHTTP", "BlocksCore", "BlocksCrypto", "BlocksLocal", "TestSupport",
                http, log,
            ]),
        tests(
            "BlocksAuthCognitoTests",
            [
                "BlocksAuthCognito", "BlocksCrypto", "BlocksStore", "BlocksAWS", "BlocksCore", "BlocksHTTP",
                "BlocksLambda", "BlocksLocal", "TestSupport", "conformance-server", http, log,
            ]),
        tests(
            "BlocksLocalTests",
            [
                "BlocksLocal", "BlocksStore", "BlocksAWS", "BlocksCrypto", "BlocksCore", "TestSupport", "local-writer",
                log,
            ]),
        tests(
            "BlocksToolTests",
            [
                "BlocksTool", "BlocksCore", "BlocksLocal", "App", "TestSupport", "blocks", log,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
