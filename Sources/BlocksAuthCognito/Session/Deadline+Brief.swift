// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension Deadline {
    /// How long work may take whose failure costs little, in seconds.
    static let briefSeconds: Int64 = 3

    /// Runs `body` with three seconds left at most, so that a service that hangs leaves the answer the time it needs.
    ///
    /// An invocation with less time left keeps its own deadline.
    static func briefly<Value>(_ clock: WallClock, _ body: () async throws -> Value) async rethrows -> Value {
        let brief = Deadline(expires: clock.now().adding(seconds: briefSeconds), clock: clock)
        if let current, current.expires <= brief.expires { return try await body() }
        return try await $current.withValue(brief) { try await body() }
    }
}
