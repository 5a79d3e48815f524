// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore
import BlocksCrypto
import BlocksStore
import Logging

/// Accounts, sign-in and sessions over an Amazon Cognito user pool, or the developer tool's own.
///
/// Its methods are for the app's handlers; nothing of it is callable by clients except what the app exports: its own methods, and
/// `createApi()` for the forms that client libraries render.
public struct AuthCognito<Pool: UserPoolSchema>: Sendable {
    /// The full id, from which cookies, tables, settings and variables are named.
    public let fullID: String
    let options: AuthCognitoOptions<Pool>
    let service: any CognitoService
    let sessions: Sessions
    let forms: AuthForms
    let random: SecureRandom
    let clock: WallClock
    let logger: Logger
    let administrator: AuthAdmin<Pool>?
    /// Signs users in by signed calls; `nil` where the flow is another one.
    let signInAdministration: (any CognitoAdministration)?
    let devices: Devices
    /// Limits what strangers may try; `nil` where that is switched off.
    let attempts: Attempts?
    let proxyNote = ProxyNote()

    /// Declares the block `id` below `scope`.
    ///
    /// Throws `ConfigurationError` for options that don't fit together, an id that is taken, and a pool that is not configured.
    public init(_ scope: Scope, _ id: String, options: AuthCognitoOptions<Pool> = .init()) throws {
        try options.validate()
        let platform = scope.platform
        try Self.checkCrossDomain(options, platform)
        try Self.checkPasskeys(options, platform)
        let fullID = try scope.claim(id, kind: "AuthCognito")
        let service = try platform.service(CognitoServiceProvider.self).make(options.poolConfiguration(fullID: fullID))
        let random = try platform.service(SecureRandom.self)
        let inner = scope.scope(id)
        let secrets = SessionSecretSource(
            setting: try SecretSetting(inner, "session-secret"), random: random, clock: platform.clock)
        let table = try KVStore(inner, "sessions", of: JSONValue.self, timeToLive: true)
        let index =
            options.sessionFormat == .sealed
            ? UserIndex(fullID: fullID, store: table, secrets: secrets, random: random) : nil
        let names = index.map { _ in
            UserNames(
                fullID: fullID, store: table, secrets: secrets, random: random, clock: platform.clock,
                seconds: options.sessionTtlSeconds > 0 ? options.sessionTtlSeconds : nil)
        }
        let store = SessionStore(
            table, format: options.sessionFormat, secrets: secrets, lifetime: options.sessionLifetime,
            random: random, clock: platform.clock, cache: SessionCache(seconds: options.sessionCacheSeconds))
        let verifier = TokenVerifier(
            pool: service.pool, keys: JWKSCache(service: service, clock: platform.clock), clock: platform.clock)
        if options.preloadKeys { scope.app.onStart { await verifier.preload() } }
        let signsCalls = options.authFlowType == .adminUserPasswordAuth
        let administration = signsCalls || options.admin != nil ? try service.administration() : nil
        signInAdministration = signsCalls ? administration : nil
        self.fullID = fullID
        self.options = options
        self.service = service
        self.forms = AuthForms(options)
        self.random = random
        self.clock = platform.clock
        self.logger = platform.logger
        let cookie = SessionCookie(
            fullID: fullID, crossDomain: options.crossDomain, sessionTtlSeconds: options.sessionTtlSeconds,
            format: options.sessionFormat)
        self.devices = Devices(
            fullID: fullID, cookie: cookie, secrets: secrets, service: service, random: random, clock: platform.clock)
        self.sessions = Sessions(
            fullID: fullID, format: options.sessionFormat, cookie: cookie, secrets: secrets, store: store,
            index: index,
            names: names,
            refresh: SessionRefresh(
                service: service, store: store, index: index, names: names, verifier: verifier, clock: platform.clock,
                lease: RefreshLease(table, random: random, platform)),
            verifier: verifier, service: service, random: random, clock: platform.clock)
        self.attempts = options.attemptLimits.map {
            Attempts(fullID, $0, KVCounters(beside: table), secrets: secrets, clock: platform.clock)
        }
        let sessions = sessions
        administrator = options.admin.flatMap { option in
            guard let administration else { return nil }
            return AuthAdmin(
                administration: administration, granted: Set(option.actions ?? Pool.AdminActions.granted),
                customAttributes: Set(options.effectiveCustomAttributes.map { $0.name }), sessions: sessions)
        }
    }

    /// With cross-site cookies and no list of origins, any site could act for a signed-in user (known weakness H12).
    private static func checkCrossDomain(
        _ options: AuthCognitoOptions<Pool>, _ platform: Platform
    ) throws(ConfigurationError) {
        guard options.crossDomain, !platform.isLocal, CORSPolicy(environment: platform.environment).isUnrestricted
        else { return }
        throw ConfigurationError(
            "AuthCognito: crossDomain needs the origins that may use the cookie; set CORS_ALLOWED_ORIGINS.",
            setting: "CORS_ALLOWED_ORIGINS")
    }

    /// A deployed pool's passkeys are for a site that only the app can know; without one they would be for the developer's machine.
    private static func checkPasskeys(
        _ options: AuthCognitoOptions<Pool>, _ platform: Platform
    ) throws(ConfigurationError) {
        guard options.enablePasskeys, !platform.isLocal, options.webAuthnRelyingParty == nil else { return }
        throw ConfigurationError(
            "AuthCognito: enablePasskeys needs webAuthnRelyingParty; name its id and the origins of its pages.")
    }

    /// Runs the body of a method; what refuses or fails it becomes what a client may see, all else passes.
    func mapped<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            throw ErrorMapping.apiError(for: error) ?? error
        }
    }
}
