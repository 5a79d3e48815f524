// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Everything a local user pool remembers, as written to `state.json`.
///
/// Members that are missing from the file are empty (local-mode §1). Nothing in it signs anyone in: passwords are hashed slowly,
/// codes, refresh tokens and sign-up sessions are hashed, and the signing key is a file of its own.
struct PoolState: Codable, Sendable {
    /// By username.
    var users: [String: LocalUser] = [:]
    /// Usernames by group.
    var groups: [String: [String]] = [:]
    /// By ``codeKey(_:_:_:)``.
    var codes: [String: PendingCode] = [:]
    /// By SHA-256 of the refresh token; one that is not here is revoked.
    ///
    /// A sign-in has several where they are replaced when used, and its access tokens are good while it has any.
    var signIns: [String: SignInRecord] = [:]
    /// By SHA-256 of the session that `SignUp` or `ConfirmSignUp` gave out.
    var signUpSessions: [String: SignUpSession] = [:]
    /// By SHA-256 of the session of a sign-in under way.
    var challenges: [String: PendingChallenge] = [:]
    /// By SHA-256 of the name that was tried, whether or not it is a user's.
    var wrongPasswords: [String: WrongPasswords] = [:]
    /// By user id: the newest registration of a passkey under way.
    var passkeyRegistrations: [String: PasskeyRegistration] = [:]

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        users = try container.decodeIfPresent([String: LocalUser].self, forKey: .users) ?? [:]
        groups = try container.decodeIfPresent([String: [String]].self, forKey: .groups) ?? [:]
        codes = try container.decodeIfPresent([String: PendingCode].self, forKey: .codes) ?? [:]
        signIns = try container.decodeIfPresent([String: SignInRecord].self, forKey: .signIns) ?? [:]
        signUpSessions = try container.decodeIfPresent([String: SignUpSession].self, forKey: .signUpSessions) ?? [:]
        challenges = try container.decodeIfPresent([String: PendingChallenge].self, forKey: .challenges) ?? [:]
        wrongPasswords = try container.decodeIfPresent([String: WrongPasswords].self, forKey: .wrongPasswords) ?? [:]
        passkeyRegistrations =
            try container.decodeIfPresent([String: PasskeyRegistration].self, forKey: .passkeyRegistrations) ?? [:]
    }

    /// The name of a pending code: one for each purpose and user, and for each attribute where one is to be confirmed.
    static func codeKey(_ purpose: IssuedCode.Purpose, _ username: String, _ attribute: String? = nil) -> String {
        purpose.rawValue + (attribute.map { "." + $0 } ?? "") + ":" + username
    }

    /// Drops what can never be used again.
    mutating func prune(at now: Timestamp) {
        codes = codes.filter { !$0.value.isForgotten(at: now) }
        signIns = signIns.filter { $0.value.expires > now.milliseconds }
        signUpSessions = signUpSessions.filter { $0.value.expires > now.milliseconds }
        challenges = challenges.filter { $0.value.expires > now.milliseconds }
        wrongPasswords = wrongPasswords.filter { !$0.value.isForgotten(at: now) }
        passkeyRegistrations = passkeyRegistrations.filter { $0.value.expires > now.milliseconds }
    }
}

/// One user as stored; optional members came later than the first files.
struct LocalUser: Codable, Sendable {
    /// The permanent id, a lower-case UUID.
    let userSub: String
    var password: PasswordHash
    /// What a proof of the password by SRP is checked with, sealed; `nil` until the password is next seen.
    var sealedVerifier: String?
    /// Whether the sign-up was confirmed.
    var confirmed = false
    var disabled = false
    /// By wire name; the two verified flags are `"true"` or absent.
    var attributes: [String: String]
    /// The authenticator app, verified.
    var app: AuthenticatorApp?
    /// An authenticator app that has not shown a code yet.
    var pendingApp: AuthenticatorApp?
    private var registeredPasskeys: [Passkey]?
    private var factorChoice: FactorChoice?
    private var temporaryPassword: Bool?
    private var resetRequired: Bool?
    private var confirmedDevices: [String: LocalDevice]?

    init(userSub: String, password: PasswordHash, attributes: [String: String]) {
        self.userSub = userSub
        self.password = password
        self.attributes = attributes
    }

    /// The user's passkeys, oldest first.
    var passkeys: [Passkey] {
        get { registeredPasskeys ?? [] }
        set { registeredPasskeys = newValue.isEmpty ? nil : newValue }
    }

    /// What the user chose among second factors.
    var factors: FactorChoice {
        get { factorChoice ?? FactorChoice() }
        set { factorChoice = newValue == FactorChoice() ? nil : newValue }
    }

    /// Whether the password was set by somebody else and has to be replaced at the next sign-in.
    var hasTemporaryPassword: Bool {
        get { temporaryPassword ?? false }
        set { temporaryPassword = newValue ? true : nil }
    }

    /// Whether the password was taken away, until the user sets another with a code.
    var mustReset: Bool {
        get { resetRequired ?? false }
        set { resetRequired = newValue ? true : nil }
    }

    /// The devices that can prove themselves, by key.
    var devices: [String: LocalDevice] {
        get { confirmedDevices ?? [:] }
        set { confirmedDevices = newValue.isEmpty ? nil : newValue }
    }

    /// Whether the address in `attribute` is known to be the user's.
    func isVerified(_ attribute: String) -> Bool {
        attributes[attribute + "_verified"] == "true" && !(attributes[attribute] ?? "").isEmpty
    }
}

/// One sign-in, from which access tokens are made until it ends.
struct SignInRecord: Codable, Sendable {
    /// Seconds a refresh token is good for: Cognito's 30 days.
    static let lifetime: Int64 = 30 * 24 * 3600

    /// Common to all tokens of the sign-in (claim `origin_jti`).
    let originID: String
    let username: String
    /// Tells a user from a later one of the same name.
    let userSub: String
    /// When the user proved who they are, in seconds since 1970 (claim `auth_time`).
    let authenticated: Int64
    /// Milliseconds since 1970.
    let expires: Int64
    /// The device that the tokens belong to; `nil` where devices are not tracked.
    var device: String?
    /// When a refresh token that was replaced stops working, in milliseconds since 1970; `nil` for one that was not.
    var replaced: Int64?
}

/// What lets a browser that has just signed up go on without asking again.
struct SignUpSession: Codable, Sendable {
    /// Seconds a session is good for, as long as the auth block's auto-sign-in cookie.
    static let lifetime: Int64 = 900

    let username: String
    let userSub: String
    /// Whether the user has been confirmed through it.
    var confirmed: Bool
    /// Milliseconds since 1970.
    let expires: Int64
}
