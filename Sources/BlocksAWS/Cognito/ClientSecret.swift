// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
import BlocksCrypto
import Synchronization

/// The secret of an app client, and what is made from it.
///
/// It is given as text, or read from a parameter when it is first needed; a failed reading is not kept.
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
    func value() async throws(AWSError) -> Secret<String> {
        if let secret = known.withLock({ $0 }) { return secret }
        guard let parameter else { throw AWSError(name: "MissingClientSecretError", kind: .malformedResponse) }
        let secret = try await parameter.ssm.getParameter(parameter.name, decrypt: true)
        known.withLock { $0 = secret }
        return secret
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
    /// `members` with `SECRET_HASH` if they name a user, where the app client has a secret.
    func adding(
        to members: [String: Secret<String>], clientID: String
    ) async throws(AWSError) -> [String: Secret<String>] {
        guard let self, let username = members["USERNAME"]?.withExposed({ $0 }) else { return members }
        var members = members
        members["SECRET_HASH"] = try await self.hash(username: username, clientID: clientID)
        return members
    }
}
