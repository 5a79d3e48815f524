// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// Signing in by a proof of the password: `USER_SRP_AUTH`, and `PASSWORD_SRP` inside `USER_AUTH`.
extension LocalUserPool {
    /// Asks for a proof (`PASSWORD_VERIFIER`), in place of the challenge of the session `old`.
    ///
    /// For names that are nobody's, and for users without a verifier, the answer is of the same form and as much work, and the same
    /// salt each time. `clientValue` is `SRP_A`; throws `InvalidParameterException` when it is missing or unusable.
    func askForProof(
        of identifier: String, _ clientValue: Secret<String>?, on device: ClientDevice, replacing old: String? = nil,
        within custom: CustomProgress? = nil
    ) throws(AWSError) -> AuthOutput {
        guard identifier.utf8.count <= Self.maximumIdentifierLength else { throw .invalidParameter("Invalid USERNAME") }
        let clientValue = try Self.checked(clientValue)
        let name = username(for: identifier)
        let subject = try proofSubject(of: name ?? identifier, name.flatMap { state.users[$0] })
        let (proof, parameters) = try newProof(clientValue, subject.verifier)
        var pending = PendingChallenge(
            .passwordVerifier, username: name ?? identifier, userSub: subject.userSub, on: device, at: now)
        pending.proof = proof
        pending.custom = custom
        let named = ["USERNAME": subject.userSub, "USER_ID_FOR_SRP": subject.userSub].merging(parameters) { $1 }
        return try take { [pending] next throws(AWSError) in
            if let old { next.challenges[old] = nil }
            return SignInStep(output: try pose(pending, named, in: &next))
        }
    }

    /// Judges a proof; whether the user is confirmed, or has to reset the password, is told only to who knows the password.
    func acceptProof(_ input: RespondToAuthChallengeInput, _ session: String) throws(AWSError) -> AuthOutput {
        let (pending, user, isRight) = try judgeProof(input, session)
        var device = try device(in: input.challengeResponses, after: pending)
        guard isRight, let user else { throw try wrongPassword(of: pending.username, session) }
        device.passwordWasProved = true
        guard user.confirmed, !user.mustReset else {
            try commit { $0.challenges[session] = nil }
            throw user.confirmed ? .passwordResetRequired : try unconfirmed(pending.username)
        }
        return try take { next throws(AWSError) in
            next.challenges[session] = nil
            next.forgetWrongPasswords(of: pending.username)
            return try afterPassword(pending.username, user, on: device, in: &next)
        }
    }

    /// Whether a proof is right, and of a user who may sign in; what follows is for the caller to do.
    func judgeProof(
        _ input: RespondToAuthChallengeInput, _ session: String
    ) throws(AWSError) -> (pending: PendingChallenge, user: LocalUser?, isRight: Bool) {
        guard let pending = state.challenges[session], pending.name == .passwordVerifier,
            now.milliseconds < pending.expires, isFor(pending, input), let proof = pending.proof
        else { throw .challengeExpired }
        let answer = try ProofAnswer(input.challengeResponses)
        try checkAttempts(pending.username)
        let user = state.users[pending.username].flatMap { $0.userSub == pending.userSub ? $0 : nil }
        let subject = try proofSubject(of: pending.username, user)
        let isRight = try isProof(answer, of: identity(pending.userSub), subject.verifier, proof)
        return (pending, user, isRight && user?.disabled == false)
    }

    /// `SRP_A`, once it is known to be usable.
    static func checked(_ clientValue: Secret<String>?) throws(AWSError) -> String {
        guard let clientValue else { throw .invalidParameter("Missing required parameter SRP_A") }
        let text = clientValue.withExposed { $0 }
        do { try SRPServer.check(clientPublicValue: text) } catch { throw .invalidParameter("Invalid SRP_A") }
        return text
    }

    /// The server's part of an exchange, and the challenge's parameters.
    func newProof(
        _ clientValue: String, _ verifier: SRPVerifier
    ) throws(AWSError) -> (proof: PendingProof, parameters: [String: String]) {
        let sealer = try sealer()
        do {
            let server = try SRPServer(verifier: verifier, random: random)
            let secretBlock = try random.bytes(Self.secretBlockCount)
            let sealed = try server.privateValue.withBytes { value throws(CryptoError) in
                try sealer.seal(value, as: .proofUnderWay)
            }
            let proof = PendingProof(
                clientValue: clientValue, sealedServerValue: sealed,
                secretBlock: Hex.encode(SHA256.hash(secretBlock)))
            let parameters = [
                "SALT": try verifier.saltText, "SRP_B": server.publicValue, "SECRET_BLOCK": Base64.encode(secretBlock),
            ]
            return (proof, parameters)
        } catch {
            throw fault("proof", error)
        }
    }

    /// Whether `answer` is the proof that was asked for.
    func isProof(
        _ answer: ProofAnswer, of identity: SRPIdentity, _ verifier: SRPVerifier, _ pending: PendingProof
    ) throws(AWSError) -> Bool {
        guard let value = try sealer().open(pending.sealedServerValue, as: .proofUnderWay) else {
            throw .challengeExpired
        }
        do {
            let server = try SRPServer(verifier: verifier, privateValue: SymmetricKey(value))
            return try answer.proves(identity, to: server, pending, at: now)
        } catch {
            throw fault("proof", error)
        }
    }

    /// Whose proof is asked for: the user with their verifier, else a decoy, which is made in either case so that the time is the same.
    private func proofSubject(
        of identifier: String, _ user: LocalUser?
    ) throws(AWSError) -> (userSub: String, verifier: SRPVerifier) {
        let decoy = try decoy(for: identifier)
        guard let user else { return decoy }
        return (user.userSub, try verifier(of: user) ?? decoy.verifier)
    }

    static let maximumIdentifierLength = 2048
    private static let secretBlockCount = 256
}

extension InitiateAuthInput {
    /// Whether a sign-in by choice begins with a proof of the password.
    var prefersProof: Bool {
        flow == .userAuth
            && parameters["PREFERRED_CHALLENGE"]?.withExposed { $0 } == ChallengeName.passwordSRP.rawValue
    }
}
