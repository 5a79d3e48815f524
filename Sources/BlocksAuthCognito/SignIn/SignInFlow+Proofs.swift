// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// Proofs by SRP: of the user's password and of a remembered device, which Cognito checks in the same way.
///
/// They begin and end within one request: neither the private value nor the password is in an envelope.
extension SignInFlow {
    /// What the private value is needed for.
    enum ClientUse: Sendable {
        /// The start of the sign-in.
        case start
        /// The answer to this challenge, that the password will be proved.
        case password(ChallengeName, session: Secret<String>)
        /// The answer that the device will be proved.
        case device(session: Secret<String>)
    }

    /// A proof to compute.
    struct ProofRequest: Sendable {
        /// The private value.
        let client: SRPClient
        /// What Cognito sent.
        let challenge: SRPChallenge
        /// Whose password it is.
        let identity: SRPIdentity
        /// What is proved.
        let password: Secret<String>
    }

    /// A computed proof.
    struct Proof: Sendable {
        /// The proof, base64.
        let signature: String
        /// The time that it was made for, in Cognito's format.
        let timestamp: String
    }

    /// A challenge whose proof is being computed.
    struct PendingProof: Sendable {
        let name: ChallengeName
        let session: Secret<String>
        let secretBlock: String
    }

    /// A private value was drawn.
    mutating func received(client: SRPClient) -> Action {
        guard case .waitingForClient(let use) = state else { return outOfOrder() }
        self.client = client
        return announce(use, client)
    }

    /// The proof was computed.
    mutating func received(proof: Proof) -> Action {
        guard case .waitingForProof(let pending) = state else { return outOfOrder() }
        isFirstFactor = false
        return respond(
            pending.name, pending.session,
            [
                "PASSWORD_CLAIM_SIGNATURE": Secret(proof.signature), "TIMESTAMP": Secret(proof.timestamp),
                "PASSWORD_CLAIM_SECRET_BLOCK": Secret(pending.secretBlock),
            ])
    }

    /// Sends the public half of the private value, which is drawn first if there is none yet.
    mutating func announce(_ use: ClientUse) -> Action {
        if let client { return announce(use, client) }
        state = .waitingForClient(use)
        return .drawClient
    }

    private mutating func announce(_ use: ClientUse, _ client: SRPClient) -> Action {
        let publicValue = Secret(client.publicValue)
        switch use {
        case .start: return start()
        case .password(.selectChallenge, let session):
            let factor = Secret(ChallengeName.passwordSRP.rawValue)
            return respond(.selectChallenge, session, ["ANSWER": factor, "SRP_A": publicValue])
        case .password(let name, let session): return respond(name, session, ["SRP_A": publicValue])
        case .device(let session): return respond(.deviceSRPAuth, session, ["SRP_A": publicValue])
        }
    }

    /// Cognito wants the password proved: by whoever gave it in this request, else by the user, who is asked for it.
    mutating func announcePassword(_ envelope: ChallengeEnvelope) -> Action {
        guard let password, password.withExposed({ !$0.isEmpty }) else { return .next(.password, envelope) }
        guard isFirst(.passwordSRP) else { return Self.goingRound }
        return announce(.password(.passwordSRP, session: envelope.cognitoSession))
    }

    /// Cognito sent its half for the password.
    mutating func provePassword(_ challenge: AuthChallenge, _ session: Secret<String>) -> Action {
        guard let password, client != nil else { return .fail(.unsupportedChallenge(challenge.name)) }
        let identity = SRPIdentity(userPoolID: circumstances.userPoolID, userID: username)
        return prove(challenge, session, identity, password)
    }

    /// Cognito wants the device proved.
    mutating func announceDevice(_ challenge: AuthChallenge, _ session: Secret<String>) -> Action {
        guard circumstances.device != nil else { return .fail(.unsupportedChallenge(challenge.name)) }
        guard isFirst(challenge.name) else { return Self.goingRound }
        return announce(.device(session: session))
    }

    /// Cognito sent its half for the device.
    mutating func proveDevice(_ challenge: AuthChallenge, _ session: Secret<String>) -> Action {
        guard let device = circumstances.device, client != nil else {
            return .fail(.unsupportedChallenge(challenge.name))
        }
        let identity = SRPIdentity(deviceGroupKey: device.deviceGroupKey, deviceKey: device.deviceKey)
        return prove(challenge, session, identity, device.password)
    }

    private mutating func prove(
        _ challenge: AuthChallenge, _ session: Secret<String>, _ identity: SRPIdentity, _ password: Secret<String>
    ) -> Action {
        guard let client else { return outOfOrder() }
        guard isFirst(challenge.name) else { return Self.goingRound }
        let secretBlock = challenge.parameters["SECRET_BLOCK"] ?? ""
        let parsed: SRPChallenge
        do {
            parsed = try SRPChallenge(
                publicValue: challenge.parameters["SRP_B"] ?? "", salt: challenge.parameters["SALT"] ?? "",
                secretBlock: secretBlock)
        } catch { return .fail(.unavailable(cause: error)) }
        state = .waitingForProof(PendingProof(name: challenge.name, session: session, secretBlock: secretBlock))
        return .prove(ProofRequest(client: client, challenge: parsed, identity: identity, password: password))
    }

    private mutating func isFirst(_ name: ChallengeName) -> Bool { silent.insert(name).inserted }

    /// Cognito asks again for what was just answered.
    private static var goingRound: Action { .fail(.unavailable(cause: TokenError(.malformed))) }
}
