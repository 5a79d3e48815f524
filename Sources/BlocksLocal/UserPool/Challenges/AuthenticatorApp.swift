// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// An authenticator app that shares a secret with the pool (RFC 6238).
///
/// The secret has to be kept as it is, for every code is made from it; the file is its owner's only. A code counts once to prove the
/// set-up and once to sign in, so that who has just set an app up can sign in without waiting for the next code (known weakness L5).
struct AuthenticatorApp: Codable, Sendable {
    /// What a code is shown for.
    enum Use { case setUp, signIn }

    /// How a code was judged.
    enum Verdict { case accepted, mismatch, used }

    private let secret: String  // base32, 32 characters
    private var setUpStep: Int64?
    private var signInStep: Int64?

    /// An app with a fresh secret of 20 bytes, the length of the hash (RFC 4226 §4).
    init(random: SecureRandom) throws(CryptoError) {
        secret = Base32.encode(try random.bytes(20))
    }

    /// The text to type into the app.
    var secretCode: Secret<String> { Secret(secret) }

    /// Whether the app has shown a right code.
    var isVerified: Bool { setUpStep != nil }

    /// Judges `code`, which may be one step early or late; a right one is used up for its use.
    mutating func check(_ code: Secret<String>, for use: Use, at now: Timestamp) -> Verdict {
        guard let bytes = Base32.decode(secret) else { return .mismatch }
        let key = SymmetricKey(bytes)
        let last = use == .setUp ? setUpStep : signInStep
        return code.withExposed { code in
            guard let step = TOTP.verify(code, secret: key, at: now.seconds, lastUsedStep: last) else {
                let known = TOTP.verify(code, secret: key, at: now.seconds, lastUsedStep: nil)
                return known == nil ? .mismatch : .used
            }
            switch use {
            case .setUp: setUpStep = step
            case .signIn: signInStep = step
            }
            return .accepted
        }
    }
}
