// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// How long the application may work on one event.
struct DeadlineLimit {
    /// 0 ms up to the caller's limit.
    let milliseconds: Int64

    /// API Gateway ends a request after 29 s, whatever the function's own timeout.
    static let frontDoor: Int64 = 28_000
    /// A user pool waits 5 s for the answer to a trigger, counted from its call: a cold start is part of them.
    static let userPool: Int64 = 4_000
    /// A function runs fifteen minutes at most; the margin comes off.
    static let function: Int64 = 899_000
    /// What encoding and sending the 504 may take.
    static let margin: Int64 = 1_000

    /// The caller's limit, or the time left until `deadline` less the margin when that is shorter.
    init(_ deadline: Timestamp?, now: Timestamp, caller: Int64 = Self.frontDoor) {
        guard let deadline else {
            milliseconds = caller
            return
        }
        let left = deadline.adding(milliseconds: -Self.margin).milliseconds(since: now)
        milliseconds = min(caller, max(0, left))
    }
}
