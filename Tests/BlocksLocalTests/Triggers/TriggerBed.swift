// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Synchronization

@testable import BlocksLocal

/// A pool whose application answers triggers, and what it was asked.
struct TriggerBed {
    let bed = LocalBed()
    let asked = Asked()

    /// A pool asking the handlers that `declare` registers.
    func pool(
        _ configuration: UserPoolConfiguration = .init(fullID: "app-auth"), _ declare: (AppBuilder, Asked) -> Void
    ) throws -> (LocalUserPool, LocalPlatform) {
        let (pool, platform) = try bed.pool(configuration)
        let asked = self.asked
        platform.use(try BlocksApplication(platform: platform.platform) { declare($0, asked) }.triggers)
        return (pool, platform)
    }
}

/// The sources of events, in order.
final class Asked: Sendable {
    private let sources = Mutex<[String]>([])

    var all: [String] { sources.withLock { $0 } }

    func note(_ source: String) { sources.withLock { $0.append(source) } }
}

extension AWSError {
    /// Matches what a refusing trigger becomes.
    static func lambdaRefusal(_ message: String) -> @Sendable (any Error) -> Bool {
        refusal("UserLambdaValidationException", message)
    }
}
