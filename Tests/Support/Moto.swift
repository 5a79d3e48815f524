// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
import BlocksCore
public import BlocksHTTP
import Foundation
public import Testing

/// AWS as the emulator moto plays it, over real HTTP: `pip install 'moto[server]'`, then `moto_server -p 5000`.
///
/// The environment variable `BLOCKS_MOTO_URL` says where it listens. Tests carry the trait ``Testing/Trait/needsMoto`` and are skipped,
/// saying so, where it is not set.
public struct Moto: Sendable {
    /// The emulator's address, or `nil` when there is none.
    public static let url = ProcessInfo.processInfo.environment["BLOCKS_MOTO_URL"].flatMap { $0.isEmpty ? nil : $0 }

    /// What a function's environment would be.
    public let environment: [String: String]
    /// Sends for real.
    public let transport: any HTTPTransport
    private let loop: CurlLoop

    /// Reaches the emulator over a loop of its own; call ``stop()`` at the end.
    public init() throws {
        environment = [
            "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_ENDPOINT_URL": Self.url ?? "",
        ]
        loop = try CurlLoop.onOwnThread()
        transport = CurlTransport(loop: loop, trust: TrustRoots(environment: [:]), usesEnvironmentProxies: false)
    }

    /// Ends the loop.
    public func stop() { loop.stop() }

    /// What clients stand on; waits between attempts take no time.
    public var configuration: AWSConfiguration {
        AWSConfiguration(environment: environment, transport: transport, clock: .system, sleep: { _ in })
    }

    /// A text no other run uses.
    public static func unique() -> String { UUID().uuidString.lowercased() }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test where no emulator is named.
    public static var needsMoto: Self {
        .enabled(if: Moto.url != nil, "start 'moto_server -p 5000' and set BLOCKS_MOTO_URL=http://127.0.0.1:5000")
    }
}
