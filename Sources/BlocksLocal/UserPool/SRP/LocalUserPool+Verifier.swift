// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// What proofs of passwords are checked with.
extension LocalUserPool {
    /// Gives `user` another password.
    func setPassword(_ password: Secret<String>, of user: inout LocalUser) throws(AWSError) {
        user.password = try hash(password)
        user.sealedVerifier = try sealedVerifier(of: password, user.userSub)
    }

    /// `user` with a verifier, which those of older files have not; `password` is known to be right.
    func completed(_ user: LocalUser, with password: Secret<String>) throws(AWSError) -> LocalUser {
        guard try verifier(of: user) == nil else { return user }
        var user = user
        user.sealedVerifier = try sealedVerifier(of: password, user.userSub)
        return user
    }

    /// The verifier of `password` for the user with the permanent id `userSub`, sealed.
    func sealedVerifier(of password: Secret<String>, _ userSub: String) throws(AWSError) -> String {
        let sealer = try sealer()
        do {
            let verifier = try password.withExposed { password throws(CryptoError) in
                try SRPVerifier(identity: identity(userSub), password: password, random: random)
            }
            return try sealer.seal(verifier, as: .passwordVerifier)
        } catch {
            throw fault("password verifier", error)
        }
    }

    /// The user's verifier; `nil` when there is none, or none that opens.
    func verifier(of user: LocalUser) throws(AWSError) -> SRPVerifier? {
        guard let sealed = user.sealedVerifier else { return nil }
        return try sealer().openVerifier(sealed, as: .passwordVerifier)
    }

    /// Whom SRP is about: a user by the permanent id, as in Cognito, for a name that was typed may be an alias.
    nonisolated func identity(_ userSub: String) -> SRPIdentity {
        SRPIdentity(userPoolID: pool.userPoolID, userID: userSub)
    }

    /// The id and verifier of a user who does not exist: the same each time, and nobody knows the password (RFC 5054 §2.5.1.3).
    func decoy(for identifier: String) throws(AWSError) -> (userSub: String, verifier: SRPVerifier) {
        let (sealer, userSub) = (try sealer(), try decoyID(for: identifier))
        do {
            let verifier = try SRPVerifier(
                identity: identity(userSub), password: Hex.encode(sealer.pseudorandom("password:\(identifier)")),
                salt: Array(sealer.pseudorandom("salt:\(identifier)").prefix(16)))
            return (userSub, verifier)
        } catch {
            throw fault("password verifier", error)
        }
    }
    /// The id of a user who does not exist: the same each time.
    func decoyID(for identifier: String) throws(AWSError) -> String {
        let sealer = try sealer()
        let constant = SecureRandom { count in Array(sealer.pseudorandom("id:\(identifier)").prefix(count)) }
        do { return try constant.uuid() } catch { throw fault("made-up id", error) }
    }
}
