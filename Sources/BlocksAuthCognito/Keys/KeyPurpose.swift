// SPDX-License-Identifier: Apache-2.0

/// What a key of ours is for; the raw value is the label that HKDF derives it by, so that no key serves two purposes.
enum KeyPurpose: String, Sendable, CaseIterable {
    /// Authenticates session ids in cookies.
    case sessionCookie = "blocks/session-cookie/v1"
    /// Seals session records.
    case sessionRecord = "blocks/session-record/v1"
    /// Seals what a renewed session's new id is.
    case sessionRenewal = "blocks/session-renewal/v1"
    /// Seals the lists of users' sessions.
    case userIndex = "blocks/user-index/v1"
    /// Names and seals the notes of whose a user name is.
    case userName = "blocks/user-name/v1"
    /// Seals the handles of challenges.
    case challenge = "blocks/challenge/v1"
    /// Seals remembered devices.
    case device = "blocks/device/v1"
    /// Names the counters of attempts.
    case attempts = "blocks/attempts/v1"
    /// Makes up where a code for an unknown user would have gone.
    case resetDecoy = "blocks/reset-decoy/v1"
}
