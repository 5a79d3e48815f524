// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The name of a way to sign in; names that are not known here survive (`AuthFlowType`).
public struct AuthFlow: RawRepresentable, Sendable, Hashable {
    /// The wire name.
    public let rawValue: String

    /// A flow of any wire name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The password travels to Cognito, inside TLS.
    public static let userPasswordAuth = AuthFlow(rawValue: "USER_PASSWORD_AUTH")
    /// Cognito offers the first factors the user has.
    public static let userAuth = AuthFlow(rawValue: "USER_AUTH")
    /// A proof of the password by SRP.
    public static let userSRPAuth = AuthFlow(rawValue: "USER_SRP_AUTH")
    /// Challenges of the pool's own Lambda triggers, after a proof by SRP or without.
    public static let customAuth = AuthFlow(rawValue: "CUSTOM_AUTH")
    /// The password, in a signed call (`AdminInitiateAuth`).
    public static let adminUserPasswordAuth = AuthFlow(rawValue: "ADMIN_USER_PASSWORD_AUTH")
    /// A refresh token for new tokens, in clients without rotation.
    public static let refreshTokenAuth = AuthFlow(rawValue: "REFRESH_TOKEN_AUTH")
}

/// The input of `InitiateAuth`.
public struct InitiateAuthInput: Sendable {
    /// The way to sign in.
    public var flow: AuthFlow
    /// The flow's parameters: `USERNAME`, `PASSWORD`, `PREFERRED_CHALLENGE`, ….
    public var parameters: [String: Secret<String>]
    /// Values for the pool's Lambda triggers; not sent when empty.
    public var clientMetadata: [String: String]
    /// The handle of a sign-up that has just been confirmed; `nil` when there is none.
    public var session: Secret<String>?
    /// Where the request came from, for threat protection; `nil` to say nothing.
    public var userContext: UserContext?

    /// The input of one start.
    public init(
        flow: AuthFlow, parameters: [String: Secret<String>], clientMetadata: [String: String] = [:],
        session: Secret<String>? = nil, userContext: UserContext? = nil
    ) {
        self.flow = flow
        self.parameters = parameters
        self.clientMetadata = clientMetadata
        self.session = session
        self.userContext = userContext
    }
}

/// The input of a refresh.
public struct RefreshTokensInput: Sendable {
    /// The refresh token of the session.
    public var refreshToken: Secret<String>
    /// The user's name in the pool, which app clients with a secret must name in the older operation; `nil` if not known.
    public var username: String?
    /// The device that the session was begun on; `nil` where devices are not tracked.
    public var deviceKey: String?
    /// Values for the pool's Lambda triggers; not sent when empty.
    public var clientMetadata: [String: String]

    /// The input of one refresh.
    public init(
        refreshToken: Secret<String>, username: String? = nil, deviceKey: String? = nil,
        clientMetadata: [String: String] = [:]
    ) {
        self.refreshToken = refreshToken
        self.username = username
        self.deviceKey = deviceKey
        self.clientMetadata = clientMetadata
    }
}

/// What Cognito answers to an authentication step.
public enum AuthOutput: Sendable {
    /// The user is signed in.
    case tokens(AuthTokens)
    /// One more step is needed.
    case challenge(AuthChallenge)
}

/// The tokens of a signed-in user (`AuthenticationResultType`), not verified.
public struct AuthTokens: Sendable {
    /// The ID token; `nil` when the answer had none.
    public var idToken: Secret<String>?
    /// The access token; `nil` when the answer had none.
    public var accessToken: Secret<String>?
    /// The refresh token; `nil` when the answer had none, as after a refresh without rotation.
    public var refreshToken: Secret<String>?
    /// The lifetime of the access token in seconds; `nil` when not said.
    public var expiresIn: Int?
    /// The device that Cognito has just taken note of and wants confirmed; `nil` for a known one, or where devices are not tracked.
    public var newDevice: NewDevice?

    /// Tokens as they came.
    public init(
        idToken: Secret<String>?, accessToken: Secret<String>?, refreshToken: Secret<String>? = nil,
        expiresIn: Int? = nil, newDevice: NewDevice? = nil
    ) {
        self.idToken = idToken
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.expiresIn = expiresIn
        self.newDevice = newDevice
    }
}
