// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// What a next step's `session` carries: Cognito's handle of the sign-in, sealed, so that no server state is needed.
///
/// Its members are those of spec auth-cookies-and-sessions §6 and some of ours. The client can neither read nor change it, it ends after a
/// quarter of an hour, and opens at the block that made it alone (known weakness S7, decision 0021).
struct ChallengeEnvelope: Sendable {
    /// How long an envelope is good for, in seconds: the longest time that Cognito lets an answer take.
    static let lifetimeSeconds: Int64 = 900
    /// The longest text that is opened, in bytes: Cognito's handles have 2048 at most, and names 131.
    static let sizeLimit = 8192

    /// The challenge.
    var name: ChallengeName
    /// Cognito's handle, never empty.
    var cognitoSession: Secret<String>
    /// The name that Cognito wants with the answer, never empty.
    var username: String
    /// The secret of an authenticator app being set up; `nil` otherwise.
    var sharedSecret: Secret<String>?
    /// Whether the sign-in began with `USER_AUTH`.
    var isUserAuth = false
    /// Whether the password was chosen as first factor and has yet to come.
    var awaitingPassword = false
    /// Whether the password, if it is chosen, is proved and not sent.
    var passwordBySRP = false
    /// The name that was typed, where it is another one and the device has to be known by it; `nil` otherwise.
    var typedName: String?

    /// The text for the client.
    func sealed(
        with keys: KeyRing, block fullID: String, expires: Timestamp, random: SecureRandom
    ) throws -> String {
        var members: JSONObject = ["name": .string(name.rawValue)]
        cognitoSession.withExposed { members["cognitoSession"] = .string($0) }
        members["username"] = .string(username)
        sharedSecret?.withExposed { members["sharedSecret"] = .string($0) }
        if isUserAuth { members["flow"] = .string(AuthFlowType.userAuth.rawValue) }
        if awaitingPassword { members["awaitingPassword"] = true }
        if passwordBySRP { members["srp"] = true }
        if let typedName { members["typed"] = .string(typedName) }
        members["exp"] = .number(JSONNumber(expires.milliseconds))
        return try keys.seal(
            try JSONCoding.encode(JSONValue.object(members)), for: .challenge, at: fullID, random: random)
    }

    /// An envelope of the given parts.
    init(
        name: ChallengeName, cognitoSession: Secret<String>, username: String, sharedSecret: Secret<String>? = nil,
        isUserAuth: Bool = false, awaitingPassword: Bool = false, passwordBySRP: Bool = false,
        typedName: String? = nil
    ) {
        self.name = name
        self.cognitoSession = cognitoSession
        self.username = username
        self.sharedSecret = sharedSecret
        self.isUserAuth = isUserAuth
        self.awaitingPassword = awaitingPassword
        self.passwordBySRP = passwordBySRP
        self.typedName = typedName
    }

    /// Opens what a client brought back; `nil` when it was tampered with, is malformed, or ended before `now`.
    init?(sealed text: String, keys: KeyRing, block fullID: String, now: Timestamp) {
        guard text.utf8.count <= Self.sizeLimit, let payload = keys.open(text, for: .challenge, at: fullID),
            let members = try? JSONValue(parsing: payload).object, let name = members["name"]?.string,
            Self.names.contains(name), let session = members["cognitoSession"]?.string, !session.isEmpty,
            let username = members["username"]?.string, !username.isEmpty,
            Self.isLive(members["exp"], at: now)
        else { return nil }
        if let flow = members["flow"], flow.string != AuthFlowType.userAuth.rawValue { return nil }
        if let shared = members["sharedSecret"], shared.string == nil { return nil }
        if let awaiting = members["awaitingPassword"], awaiting.bool == nil { return nil }
        if let srp = members["srp"], srp.bool == nil { return nil }
        if let typed = members["typed"], typed.string == nil { return nil }
        self.init(
            name: ChallengeName(rawValue: name), cognitoSession: Secret(session), username: username,
            sharedSecret: members["sharedSecret"]?.string.map { Secret($0) }, isUserAuth: members["flow"] != nil,
            awaitingPassword: members["awaitingPassword"]?.bool ?? false,
            passwordBySRP: members["srp"]?.bool ?? false, typedName: members["typed"]?.string)
    }

    private static func isLive(_ end: JSONValue?, at now: Timestamp) -> Bool {
        guard let milliseconds = end?.double.flatMap({ Int64(exactly: $0.rounded(.down)) }) else { return false }
        return now <= Timestamp(milliseconds: milliseconds)
    }

    private static let names: Set<String> = [
        "ADMIN_NO_SRP_AUTH", "CUSTOM_CHALLENGE", "DEVICE_PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "EMAIL_OTP",
        "MFA_SETUP",
        "NEW_PASSWORD_REQUIRED", "PASSWORD", "PASSWORD_SRP", "PASSWORD_VERIFIER", "SELECT_CHALLENGE", "SELECT_MFA_TYPE",
        "SMS_MFA", "SMS_OTP", "SOFTWARE_TOKEN_MFA", "WEB_AUTHN",
    ]
}
