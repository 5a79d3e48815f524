// SPDX-License-Identifier: Apache-2.0

extension Deadline {
    /// The deadline of the invocation that the current task works for; `nil` outside of one, as at start.
    ///
    /// The handler binds it around each invocation: `Deadline.$current.withValue(deadline) { … }`. Calls to services read it, so that
    /// no attempt and no wait goes past it although no signature on the way carries it.
    @TaskLocal public static var current: Deadline?
}
