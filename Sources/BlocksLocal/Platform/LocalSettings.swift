// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import Logging

/// What the parts of a local platform have in common.
struct LocalSettings: Sendable {
    /// Held by every part, so that the folder is free only when nothing can write to it any more.
    let lock: FolderLock
    /// Where the parts do their blocking work.
    let thread: LocalThread
    let clock: WallClock
    let random: SecureRandom
    let logger: Logger
    /// Rounds of password hashing for new passwords.
    let passwordIterations: Int
    let outbox: CodeOutbox
    /// Told of each code once it counts.
    let onCode: (@Sendable (IssuedCode) -> Void)?
    /// What the pools ask the application.
    let triggers = LocalTriggers()
}

extension LocalSettings {
    /// Tells of a code: outbox, log and callback.
    func announce(_ code: IssuedCode) {
        outbox.record(code)
        logger.info("\(code.purpose.rawValue) code for \(code.username): \(code.code)")
        onCode?(code)
    }
}
