// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore
import BlocksCrypto

/// The signed-in user's passkeys.
///
/// This pool has one client, so that `WebAuthnClientMismatchException` cannot come up.
extension LocalUserPool {
    /// Begins to register a passkey (`StartWebAuthnRegistration`); of several registrations of a user the newest counts.
    ///
    /// Throws `WebAuthnNotEnabledException`, `WebAuthnConfigurationMissingException`, and `LimitExceededException` for a user with
    /// twenty passkeys.
    public func startWebAuthnRegistration(accessToken: Secret<String>) async throws(AWSError) -> JSONValue {
        let (name, user) = try owner(of: accessToken)
        let relyingParty = try relyingParty()
        guard user.passkeys.count < Passkey.limit else { throw .tooManyPasskeys }
        let challenge = try newPasskeyChallenge()
        try commit { next in
            next.passkeyRegistrations[user.userSub] = PasskeyRegistration(PasskeyChallenge(challenge), at: now)
        }
        return [
            "rp": ["id": .string(relyingParty.id), "name": .string(configuration.fullID)],
            "user": [
                "id": .string(Base64URL.encode(Array(user.userSub.utf8))), "name": .string(name),
                "displayName": .string(name),
            ],
            "challenge": .string(Base64URL.encode(challenge)),
            "pubKeyCredParams": .array(
                COSEKey.algorithms.map { ["type": "public-key", "alg": .number(JSONNumber($0))] }),
            "timeout": Self.passkeyTimeout,
            "excludeCredentials": .array(user.passkeys.map(\.descriptor)),
            "authenticatorSelection": [
                "requireResidentKey": true, "residentKey": "required",
                "userVerification": .string(relyingParty.userVerification.rawValue),
            ],
            "attestation": "none",
        ]
    }

    /// Registers the passkey that the browser made (`CompleteWebAuthnRegistration`), once its message is verified.
    ///
    /// A challenge is used up by the first message that answers it, right or wrong. Throws `WebAuthnNotEnabledException`,
    /// `InvalidParameterException` for what is no credential or already registered, `WebAuthnChallengeNotFoundException`,
    /// `WebAuthnOriginNotAllowedException`, `WebAuthnRelyingPartyMismatchException`, `WebAuthnCredentialNotSupportedException`.
    public func completeWebAuthnRegistration(_ input: CompleteWebAuthnRegistrationInput) async throws(AWSError) {
        var (name, user) = try owner(of: input.accessToken)
        _ = try relyingParty()
        let credential: CredentialJSON
        let response: RegistrationResponse
        let answered: [UInt8]
        do {
            credential = try CredentialJSON(input.credential)
            response = try credential.registration()
            answered = try ClientData(response.clientData).challenge
        } catch {
            throw .registrationRefused(error)
        }
        guard let pending = state.passkeyRegistrations[user.userSub], now.milliseconds < pending.expires,
            pending.challenge.matches(answered)
        else { throw .passkeyChallengeNotFound }
        do {
            user.passkeys.append(try verified(response, credential, pending.challenge, of: user))
        } catch {
            try commit { $0.passkeyRegistrations[user.userSub] = nil }
            throw error
        }
        try commit { [user] next in
            next.passkeyRegistrations[user.userSub] = nil
            next.users[name] = user
        }
    }

    /// The user's passkeys, oldest first (`ListWebAuthnCredentials`), also of a pool that has them no longer enabled.
    ///
    /// Throws `InvalidParameterException` for a page of no size or one that no page led to.
    public func listWebAuthnCredentials(
        _ input: ListWebAuthnCredentialsInput
    ) async throws(AWSError) -> ListWebAuthnCredentialsOutput {
        let passkeys = try owner(of: input.accessToken).user.passkeys
        let size = input.maxResults ?? Passkey.limit
        guard 1...Passkey.limit ~= size else { throw .invalidParameter("MaxResults must be 1 to \(Passkey.limit).") }
        var rest = passkeys[...]
        if let token = input.nextToken {
            guard let last = passkeys.firstIndex(where: { $0.credentialID == token }) else {
                throw .invalidParameter("Invalid NextToken")
            }
            rest = passkeys[(last + 1)...]
        }
        let page = rest.prefix(size)
        return ListWebAuthnCredentialsOutput(
            credentials: page.map(\.description), nextToken: page.count < rest.count ? page.last?.credentialID : nil)
    }

    /// Removes one of the user's passkeys (`DeleteWebAuthnCredential`); throws `ResourceNotFoundException` when it is not there.
    public func deleteWebAuthnCredential(accessToken: Secret<String>, credentialID: String) async throws(AWSError) {
        var (name, user) = try owner(of: accessToken)
        guard let index = user.passkeys.firstIndex(where: { $0.credentialID == credentialID }) else {
            throw .passkeyNotFound
        }
        user.passkeys.remove(at: index)
        try commit { [user] in $0.users[name] = user }
    }

    /// The site of the pool's passkeys; throws where there is none.
    func relyingParty() throws(AWSError) -> RelyingParty {
        guard let passkeys = configuration.passkeys else { throw .passkeysNotEnabled }
        guard !passkeys.relyingPartyID.isEmpty else { throw .relyingPartyMissing }
        return RelyingParty(
            id: passkeys.relyingPartyID, origins: passkeys.origins,
            userVerification: passkeys.userVerification == .required ? .required : .preferred, embedding: .refused)
    }

    /// 32 random bytes.
    func newPasskeyChallenge() throws(AWSError) -> [UInt8] {
        do { return try random.bytes(32) } catch { throw fault("passkey challenge", error) }
    }

    /// Milliseconds that a browser waits for the user.
    static let passkeyTimeout: JSONValue = 60_000

    private func verified(
        _ response: RegistrationResponse, _ credential: CredentialJSON, _ challenge: PasskeyChallenge,
        of user: LocalUser
    ) throws(AWSError) -> Passkey {
        let relyingParty = try relyingParty()
        let record: CredentialRecord
        do {
            record = try relyingParty.verify(response, for: challenge)
        } catch {
            throw .registrationRefused(error)
        }
        let passkey = Passkey(record, of: credential, for: relyingParty.id, at: now)
        guard !isRegistered(passkey.credentialID) else { throw .passkeyExists }
        guard user.passkeys.count < Passkey.limit else { throw .tooManyPasskeys }
        return passkey
    }

    /// Whether any user has the passkey: an id must not stand for two (WebAuthn §7.1).
    private func isRegistered(_ credentialID: String) -> Bool {
        state.users.values.contains { $0.passkeys.contains { $0.credentialID == credentialID } }
    }
}
