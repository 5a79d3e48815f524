// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// An authenticator app that shares a secret with the pool (RFC 6238).
///
/// The secret has to be read again, for every code is made from it, so it is kept sealed. A code counts once to prove the set-up and
/// once to sign in, so that who has just set an app up can sign in without waiting for the next code (known weakness L5).
struct AuthenticatorApp: Codable, Sendable {
    /// What a code is shown for.
    enum Use { case setUp, signIn }

    /// How a code was judged.
    enum Verdict { case accepted, mismatch, used }

    private var sealedSecret: String?
    private var secret: String?  // base32, as it was kept before secrets were sealed
    private var setUpStep: Int64?
    private var signInStep: Int64?

    /// An app with a fresh secret of 20 bytes, the length of the hash (RFC 4226 §4).
    init(random: SecureRandom, sealer: Sealer) throws(CryptoError) {
        sealedSecret = try sealer.seal(random.bytes(20), as: .authenticatorApp)
    }

    /// The text to type into the app; `nil` when the secret does not open, since the key was lost.
    func secretCode(_ sealer: Sealer) -> Secret<String>? {
        key(sealer).map { key in Secret(key.withBytes { Base32.encode($0) }) }
    }

    /// Whether the app has shown a right code.
    var isVerified: Bool { setUpStep != nil }

    /// Judges `code`, which may be one step early or late; a right one is used up for its use.
    mutating func check(_ code: Secret<String>, for use: Use, at now: Timestamp, _ sealer: Sealer) -> Verdict {
        guard let key = key(sealer) else { return .mismatch }
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

    /// Seals a secret of an older file; where that fails it stays as it is.
    mutating func seal(_ sealer: Sealer) {
        guard let plain = secret.flatMap(Base32.decode) else { return }
        guard let sealed = try? sealer.seal(plain, as: .authenticatorApp) else { return }
        sealedSecret = sealed
        secret = nil
    }

    private func key(_ sealer: Sealer) -> SymmetricKey? {
        (sealedSecret.flatMap { sealer.open($0, as: .authenticatorApp) } ?? secret.flatMap(Base32.decode))
            .map(SymmetricKey.init)
    }
}

/// Older files hold the secret as it is.
extension AuthenticatorApp: Withheld {}
