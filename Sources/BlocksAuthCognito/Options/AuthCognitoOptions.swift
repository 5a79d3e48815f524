// SPDX-License-Identifier: Apache-2.0

/// What an app asks of its user pool, its sign-in and its sessions.
///
/// Checked once, when the block is made: a mistake is a `ConfigurationError` at start that says what to change.
public struct AuthCognitoOptions<Pool: UserPoolSchema>: Sendable {
    /// What a password must have.
    public var passwordPolicy: PasswordRules
    /// Whether a second factor is off, offered or demanded.
    public var mfa: MFAMode
    /// The second factors on offer; `nil` means all that the schema names, or SMS and TOTP if it names none of its own.
    public var mfaTypes: [Pool.Factor]?
    /// What a user may type as name; empty means user name or e-mail address.
    public var signInWith: [SignInName]
    /// Custom attributes with more than a name, and standard attributes that sign-up must ask for.
    public var userAttributes: [UserAttributeOption<Pool>]
    /// Whether people may register themselves.
    public var selfSignUp: Bool
    /// Whether a sign-up under a taken name is answered like any other, with made-up details (decision 0030).
    ///
    /// Then who has not confirmed is told no more at sign-in than who gives a wrong password, and the owner of the name is told
    /// nothing. Pools whose triggers confirm users at sign-up tell all the same.
    public var concealsTakenNames: Bool
    /// How long the session cookie and its record live, in seconds, counted anew at each refresh.
    ///
    /// 0 or less keeps records for ever and makes clients drop the cookie at once, as the reference does.
    public var sessionTtlSeconds: Int64
    /// How long a session may go without use, in seconds, at least 60; `nil` for as long as ``sessionTtlSeconds`` says.
    ///
    /// Use is noted once in an eighth of that time, so that a session may end by so much early. Needs ``SessionFormat/sealed``.
    public var idleTimeout: Int64?
    /// How long after the sign-in a session ends whatever its use, in seconds, at least 60; `nil` for never.
    ///
    /// Needs ``SessionFormat/sealed``.
    public var absoluteLifetime: Int64?
    /// How long a session that was read may serve further requests to the same process, in seconds, 1 to 60; 0 for reading it each time.
    ///
    /// Such a request reads nothing from the table. In exchange a session that another process has ended goes on here until that time is
    /// over; what this process does takes effect at once, and the session's own limits hold in any case. A process keeps at most 1,000.
    public var sessionCacheSeconds: Int64
    /// How long ago the sign-in may be when a user changes what they sign in with, in seconds, at least 60; `nil` for as long as one likes.
    ///
    /// What is meant: e-mail address, phone number and preferred user name, second factors, passkeys, remembering and forgetting a device,
    /// deleting the account. After that time these throw as ``AuthCognito/requireRecentSignIn(_:within:)`` does; a new password asks for the old one in any case.
    public var recentSignInForChanges: Int64?
    /// Whether the pool's keys are fetched when the process starts, beside its requests, and not by the first one that needs them.
    ///
    /// The start takes about 5 ms of processor time and 2 MB more for it, so it is off unless asked for.
    public var preloadKeys: Bool
    /// How sessions are kept and named.
    public var sessionFormat: SessionFormat
    /// Whether the cookie is sent from other sites (`SameSite=None`); on AWS this needs `CORS_ALLOWED_ORIGINS`.
    public var crossDomain: Bool
    /// Which of Cognito's flows signs users in.
    public var authFlowType: AuthFlowType
    /// The first factor that `USER_AUTH` tries first; `nil` lets the user choose.
    public var preferredChallenge: PreferredChallenge?
    /// Whether `CUSTOM_AUTH` has the password proved by SRP before the pool's own challenges.
    public var customAuthStartsWithSRP: Bool
    /// Whether users may have passkeys; needs ``AuthFlowType/userAuth``.
    public var enablePasskeys: Bool
    /// For which site passkeys are made; on AWS ``enablePasskeys`` needs it, `nil` is `localhost` in the developer tool.
    public var webAuthnRelyingParty: WebAuthnRelyingParty?
    /// How devices are remembered; `nil` where they are not.
    ///
    /// Needs a flow that proves the password by SRP, see ``DeviceTracking``.
    public var deviceTracking: DeviceTracking?
    /// How the app client replaces refresh tokens; `nil` where a session keeps its own.
    public var refreshTokenRotation: RefreshTokenRotation?
    /// Whether Cognito is told the address that each request came from, for its threat protection.
    ///
    /// Cognito takes it from app clients with a secret that have `EnablePropagateAdditionalUserContextData`, and in signed calls, in which
    /// no headers are passed on. It is the address that the front door saw, unless ``trustedProxies`` says otherwise.
    public var threatProtection: Bool
    /// How many passwords, codes and messages an address may ask for; `nil` for as many as Cognito allows.
    public var attemptLimits: AttemptLimits?
    /// How many proxies of your own, such as CloudFront or a load balancer, every request has come through, 0 to 10.
    ///
    /// Each appends an entry to `X-Forwarded-For`, in which the client's address is found then. The front door must take requests from
    /// them alone: who can go round them chooses an address. See `BlocksRequest.clientAddress(trustedProxies:)`.
    public var trustedProxies: Int
    /// Details of groups: description and precedence.
    ///
    /// Every case of `Pool.Group` exists without being listed.
    public var groups: [GroupOption<Pool>]
    /// Opens the administrator's methods; `nil` keeps them shut.
    public var admin: AdminOption?

    /// The reference's defaults: user name or e-mail, password, no second factor, sessions of 400 days.
    public init(
        passwordPolicy: PasswordRules = .init(), mfa: MFAMode = .off, mfaTypes: [Pool.Factor]? = nil,
        signInWith: [SignInName] = [], userAttributes: [UserAttributeOption<Pool>] = [], selfSignUp: Bool = true,
        concealsTakenNames: Bool = false,
        sessionTtlSeconds: Int64 = 34_560_000, idleTimeout: Int64? = nil, absoluteLifetime: Int64? = nil,
        sessionCacheSeconds: Int64 = 0, recentSignInForChanges: Int64? = nil,
        preloadKeys: Bool = false, sessionFormat: SessionFormat = .sealed, crossDomain: Bool = false,
        authFlowType: AuthFlowType = .userPasswordAuth, preferredChallenge: PreferredChallenge? = nil,
        customAuthStartsWithSRP: Bool = false, enablePasskeys: Bool = false,
        webAuthnRelyingParty: WebAuthnRelyingParty? = nil,
        deviceTracking: DeviceTracking? = nil, refreshTokenRotation: RefreshTokenRotation? = nil,
        threatProtection: Bool = false, attemptLimits: AttemptLimits? = .init(), trustedProxies: Int = 0,
        groups: [GroupOption<Pool>] = [], admin: AdminOption? = nil
    ) {
        self.passwordPolicy = passwordPolicy
        self.mfa = mfa
        self.mfaTypes = mfaTypes
        self.signInWith = signInWith
        self.userAttributes = userAttributes
        self.selfSignUp = selfSignUp
        self.concealsTakenNames = concealsTakenNames
        self.sessionTtlSeconds = sessionTtlSeconds
        self.idleTimeout = idleTimeout
        self.absoluteLifetime = absoluteLifetime
        self.sessionCacheSeconds = sessionCacheSeconds
        self.recentSignInForChanges = recentSignInForChanges
        self.preloadKeys = preloadKeys
        self.sessionFormat = sessionFormat
        self.crossDomain = crossDomain
        self.authFlowType = authFlowType
        self.preferredChallenge = preferredChallenge
        self.customAuthStartsWithSRP = customAuthStartsWithSRP
        self.enablePasskeys = enablePasskeys
        self.webAuthnRelyingParty = webAuthnRelyingParty
        self.deviceTracking = deviceTracking
        self.refreshTokenRotation = refreshTokenRotation
        self.threatProtection = threatProtection
        self.attemptLimits = attemptLimits
        self.trustedProxies = trustedProxies
        self.groups = groups
        self.admin = admin
    }

    /// How long sessions last.
    var sessionLifetime: SessionLifetime {
        SessionLifetime(
            ttlSeconds: sessionTtlSeconds, idleSeconds: idleTimeout, absoluteSeconds: absoluteLifetime)
    }

    /// The names that a user may type, with the default filled in.
    var effectiveSignInWith: [SignInName] { signInWith.isEmpty ? [.username, .email] : signInWith }

    /// The second factors on offer, with the default filled in.
    var effectiveFactors: [String] {
        if let mfaTypes { return mfaTypes.map { $0.rawValue } }
        if Pool.Factor.self == StandardFactor.self {
            return [StandardFactor.sms.rawValue, StandardFactor.totp.rawValue]
        }
        return Pool.Factor.allCases.map { $0.rawValue }
    }

    /// Every group of the pool: the schema's in its order, then what the options add, each with its details.
    var effectiveGroups: [GroupOption<Pool>] {
        let declared = Pool.Group.allCases
        guard !groups.isEmpty else { return declared.map { GroupOption($0) } }
        let known = declared.map { group in groups.first { $0.group == group } ?? GroupOption(group) }
        return known + groups.filter { !declared.contains($0.group) }
    }

    /// The custom attributes of the pool: the schema's with their details, then what the options add.
    var effectiveCustomAttributes: [UserAttributeOption<Pool>] {
        let declared = Pool.CustomAttribute.allCases
        guard !userAttributes.isEmpty else { return declared.map { UserAttributeOption($0) } }
        let detailed = userAttributes.filter { $0.custom != nil }
        return detailed
            + declared.filter { attribute in !detailed.contains { $0.custom == attribute } }
            .map { UserAttributeOption($0) }
    }
}
