// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
import BlocksCrypto
import Synchronization

/// The secret of an app client, and what is made from it.
///
/// It is given as text, or read from a parameter when it is first needed; a failed reading is not kept. One from a parameter is read again
/// when Cognito refuses it, so that a changed secret needs no restart.
public final class ClientSecret: Sendable {
    private let parameter: (ssm: SSMClient, name: String)?
    private let known: Mutex<Secret<String>?>

    /// A secret that is at hand.
    public init(_ secret: Secret<String>) {
        parameter = nil
        known = Mutex(secret)
    }

    /// A secret in the SSM parameter `name`.
    public init(parameter name: String, _ ssm: SSMClient) {
        parameter = (ssm, name)
        known = Mutex(nil)
    }

    /// The secret that the environment gives, as text or as a parameter's name; `nil` when it gives none.
    ///
    /// Throws `ConfigurationError` when it gives both, or the parameter can't be read for want of credentials.
    convenience init?(
        text: String?, parameter: String?, variable: String, configuration: AWSConfiguration
    ) throws(ConfigurationError) {
        switch (text, parameter) {
        case (nil, nil): return nil
        case (let text?, nil): self.init(Secret(text))
        case (nil, let name?): self.init(parameter: name, try SSMClient(configuration))
        case (_?, _?):
            throw ConfigurationError("Set \(variable) or \(variable)_PARAMETER, not both.", setting: variable)
        }
    }

    /// The secret; throws what reading the parameter throws.
    ///
    /// What Parameter Store answers is never for clients, who asked Cognito: its considered refusals count as missing credentials.
    func value() async throws(AWSError) -> Secret<String> {
        if let secret = known.withLock({ $0 }) { return secret }
        guard let parameter else { throw AWSError(name: "MissingClientSecretError", kind: .malformedResponse) }
        let secret: Secret<String>
        do {
            secret = try await parameter.ssm.getParameter(parameter.name, decrypt: true)
        } catch {
            guard error.kind == .service, (error.status ?? 400) < 500 else { throw error }
            throw AWSError(
                name: error.name, message: error.message, status: error.status, requestID: error.requestID,
                kind: .credentials)
        }
        known.withLock { $0 = secret }
        return secret
    }

    /// Drops a secret that can be read again; `false` when it was given as text.
    fileprivate func forget() -> Bool {
        guard parameter != nil else { return false }
        known.withLock { $0 = nil }
        return true
    }

    /// Proves to know the secret, for one user: base64 of the HMAC-SHA-256 of user name and client id.
    ///
    /// <https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash>
    func hash(username: String, clientID: String) async throws(AWSError) -> Secret<String> {
        let key = try await value().withExposed { SymmetricKey(Array($0.utf8)) }
        return Secret(Base64.encode(HMAC.sha256(Array((username + clientID).utf8), key: key)))
    }
}

extension ClientSecret? {
    /// Makes a call that carries the secret or a proof of it, and makes it once more when Cognito refuses a secret that can be read again.
    ///
    /// Even a call that must not be repeated may be here: Cognito checks the secret before it does anything.
    func proving(_ call: () async throws(AWSError) -> JSONView) async throws(AWSError) -> JSONView {
        do {
            return try await call()
        } catch {
            guard error.isOfClientSecret, let self, self.forget() else { throw error }
        }
        return try await call()
    }

    /// `members` with `SECRET_HASH` if there is a user to prove it for, where the app client has a secret.
    func adding(
        to members: [String: Secret<String>], for username: Secret<String>?, clientID: String
    ) async throws(AWSError) -> [String: Secret<String>] {
        guard let self, let username = username?.withExposed({ $0 }) else { return members }
        var members = members
        members["SECRET_HASH"] = try await self.hash(username: username, clientID: clientID)
        return members
    }
}
