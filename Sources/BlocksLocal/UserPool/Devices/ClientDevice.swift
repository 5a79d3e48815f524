// SPDX-License-Identifier: Apache-2.0

/// The device that a sign-in is on, as far as the pool can tell.
struct ClientDevice: Sendable {
    /// The device that the client says it is on; `nil` for none, or where devices are not tracked.
    var key: String?
    /// Whether the password was proved by SRP in this sign-in: without it Cognito takes no note of a new device.
    var passwordWasProved = false
}
