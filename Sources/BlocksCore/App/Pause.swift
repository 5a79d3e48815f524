// SPDX-License-Identifier: Apache-2.0

/// The platform's way to wait: on AWS the process's one loop, which sleeps meanwhile.
public struct Pause: Sendable {
    private let body: @Sendable (Duration) async throws -> Void

    /// Waits by `body`, which ends early, with an error, when the task is cancelled.
    public init(_ body: @escaping @Sendable (Duration) async throws -> Void) {
        self.body = body
    }

    /// Waits for `duration`; throws when the task is cancelled.
    public func callAsFunction(_ duration: Duration) async throws {
        try await body(duration)
    }
}
