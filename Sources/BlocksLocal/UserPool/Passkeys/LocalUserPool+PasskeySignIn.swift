// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// The first factor `WEB_AUTHN`.
extension LocalUserPool {
    /// Asks for one of the user's passkeys.
    func askForPasskey(
        _ pending: PendingChallenge, _ user: LocalUser, in next: inout PoolState
    ) throws(AWSError) -> SignInStep {
        let relyingParty = try relyingParty()
        let challenge = try newPasskeyChallenge()
        var pending = pending
        pending.passkey = PasskeyChallenge(challenge)
        let options: JSONValue = [
            "challenge": .string(Base64URL.encode(challenge)), "rpId": .string(relyingParty.id),
            "allowCredentials": .array(user.passkeys.map(\.descriptor)),
            "userVerification": .string(relyingParty.userVerification.rawValue), "timeout": Self.passkeyTimeout,
        ]
        var writer = JSONWriter()
        writer.value(options)
        let parameters = ["CREDENTIAL_REQUEST_OPTIONS": String(decoding: writer.bytes, as: UTF8.self)]
        return SignInStep(output: try pose(pending, parameters, in: &next))
    }

    /// Signs in with a passkey's assertion; a wrong one is counted like a wrong code.
    func acceptPasskey(_ answer: ChallengeAnswer) throws(AWSError) -> AuthOutput {
        let relyingParty = try relyingParty()
        guard let challenge = answer.pending.passkey else { throw .challengeExpired }
        let text = (answer["CREDENTIAL"] ?? Secret("")).withExposed { Array($0.utf8) }
        guard let json = try? JSONValue(parsing: text, limits: Self.credentialLimits), json.object != nil else {
            throw .invalidParameter("credential must be JSON")
        }
        var user = answer.user
        let id = (json["id"] ?? json["rawId"])?.string
        guard let index = user.passkeys.firstIndex(where: { $0.credentialID == id }),
            let record = user.passkeys[index].record
        else {
            try countWrongAnswer(answer.session)
            throw .unknownPasskey
        }
        do throws(WebAuthnError) {
            let assertion = try CredentialJSON(json).assertion()
            guard assertion.userHandle.map({ $0 == Array(user.userSub.utf8) }) ?? true else {
                throw WebAuthnError(.wrongCredential, "user handle")
            }
            user.passkeys[index].record = try relyingParty.verify(assertion, for: challenge, of: record)
        } catch {
            try countWrongAnswer(answer.session)
            throw .assertionRefused(error)
        }
        return try signIn(answer, as: user)
    }

    private static let credentialLimits = JSONLimits(maximumDepth: 16, maximumBytes: 64 * 1024)
}
