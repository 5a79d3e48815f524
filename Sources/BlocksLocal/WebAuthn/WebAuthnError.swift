// SPDX-License-Identifier: Apache-2.0

/// Why a passkey's message is not accepted; two errors are equal when their codes are.
struct WebAuthnError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, as far as the pool answers differently.
    enum Code: String, Sendable {
        /// Bytes or JSON of no form that WebAuthn allows.
        case malformed
        /// A key of an algorithm that is not ES256 or RS256.
        case unsupportedAlgorithm
        /// The client data are of the other ceremony.
        case wrongCeremony
        /// Another challenge was answered.
        case wrongChallenge
        /// The page is not one of the relying party's, or stands inside a foreign one.
        case originNotAllowed
        /// The authenticator answered for another relying party.
        case wrongRelyingParty
        /// Nobody touched the authenticator.
        case userAbsent
        /// The authenticator did not make sure who the user is, and had to.
        case userNotVerified
        /// The message is of another credential, or contradicts what is known of it.
        case wrongCredential
        /// The signature is not the credential's.
        case invalidSignature
        /// The signature counter did not grow: there may be a copy of the authenticator.
        case counterNotAdvanced
    }

    let code: Code
    /// What it was about, for the log; never holds input.
    let reason: String

    init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    static func malformed(_ reason: String) -> WebAuthnError { WebAuthnError(.malformed, reason) }

    static func == (a: Self, b: Self) -> Bool { a.code == b.code }

    var description: String { "\(code.rawValue): \(reason)" }
}
