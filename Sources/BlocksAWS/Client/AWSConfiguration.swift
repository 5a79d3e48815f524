// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
public import BlocksHTTP

/// What the clients of AWS services stand on.
public struct AWSConfiguration: Sendable {
    /// The process environment: region, credentials and endpoint overrides are read from it once, when a client is made.
    public var environment: [String: String]
    /// Sends the requests.
    public var transport: any HTTPTransport
    /// The time that signatures carry, before the correction that a service's answer may ask for.
    public var clock: WallClock
    /// Waits between attempts; throws when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// A number in 0..<1 that spreads the waits of many callers.
    public var jitter: @Sendable () -> Double

    /// What clients stand on; `jitter` is the system's generator unless a test fixes it.
    public init(
        environment: [String: String], transport: any HTTPTransport, clock: WallClock,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.environment = environment
        self.transport = transport
        self.clock = clock
        self.sleep = sleep
        self.jitter = jitter
    }
}

/// The environment holds keys.
extension AWSConfiguration: Withheld {}
