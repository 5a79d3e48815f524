// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Synchronization

/// The application's handlers of triggers, which the pools of a platform get to know after the application has declared them.
final class LocalTriggers: Sendable {
    private let handlers = Mutex(UserPoolTriggers())

    /// The handlers; none before the application is built.
    var current: UserPoolTriggers { handlers.withLock { $0 } }

    func use(_ triggers: UserPoolTriggers) { handlers.withLock { $0 = triggers } }
}
