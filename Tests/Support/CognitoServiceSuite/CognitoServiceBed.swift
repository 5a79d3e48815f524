// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore
import BlocksCrypto
public import Testing

/// A fresh, empty user pool under test, whatever serves it.
///
/// The pool signs in with user names, has the groups `readers` and `writers`, the attribute `custom:department`, Cognito's default
/// password policy, and takes authenticator apps as optional second factors.
public struct CognitoServiceBed: Sendable {
    /// Who serves the pool.
    public enum Implementation: String, Sendable, CaseIterable {
        /// `LocalUserPool`.
        case local
        /// moto, through `CognitoClient`.
        case moto
    }

    /// The declaration of the pool.
    public static let configuration = UserPoolConfiguration(
        fullID: "app-auth", signInWith: [.username], groups: [.init(name: "readers"), .init(name: "writers")],
        attributes: [.init(name: "department")], mfa: .optional, mfaTypes: [.totp])

    /// The pool.
    public let service: any CognitoService
    /// The pool, for administrators.
    public let administration: any CognitoAdministration
    /// The clock by which the pool's codes of authenticator apps are made.
    public let clock: WallClock
    /// The newest code that was sent to a user; what is not said to anyone counts as `123456`.
    public let code: @Sendable (_ username: String) -> String?

    /// The parts as given.
    public init(
        _ service: any CognitoService, clock: WallClock, code: @escaping @Sendable (_ username: String) -> String?
    ) throws {
        self.service = service
        self.clock = clock
        self.code = code
        administration = try service.administration()
    }
}

/// The password of every user of the suite.
public let suitePassword = Secret("Passw0rd!")

extension CognitoServiceBed {
    /// Signs a user up and confirms them.
    func register(_ username: String, attributes: [UserAttribute] = []) async throws {
        _ = try await service.signUp(
            .init(username: username, password: suitePassword, attributes: attributes))
        _ = try await service.confirmSignUp(
            .init(username: username, confirmationCode: Secret(code(username) ?? "123456")))
    }

    /// Starts a sign-in by password.
    func start(_ username: String, _ password: Secret<String> = suitePassword) async throws -> AuthOutput {
        try await service.initiateAuth(
            .init(flow: .userPasswordAuth, parameters: ["USERNAME": Secret(username), "PASSWORD": password]))
    }

    /// Signs in a user of whom nothing but the password is asked.
    public func signIn(_ username: String, _ password: Secret<String> = suitePassword) async throws -> AuthTokens {
        try await start(username, password).tokensOrFail()
    }

    /// Answers a challenge as `username`.
    func answer(
        _ challenge: AuthChallenge, _ username: String, _ answers: [String: String]
    ) async throws -> AuthOutput {
        var sent = answers.mapValues { Secret($0) }
        sent["USERNAME"] = Secret(username)
        return try await service.respondToAuthChallenge(
            .init(
                challengeName: challenge.name, session: try #require(challenge.session), challengeResponses: sent))
    }

    /// Creates a user with a password that stays, as an administrator does.
    public func create(_ username: String, attributes: [UserAttribute] = []) async throws {
        _ = try await administration.adminCreateUser(
            .init(
                username: username, temporaryPassword: suitePassword, attributes: attributes, suppressInvite: true))
        try await administration.adminSetUserPassword(username: username, password: suitePassword, permanent: true)
    }

    /// What an authenticator app with `secret` shows, `steps` of 30 seconds from now.
    func appCode(_ secret: String, steps: Int64 = 0) throws -> String {
        let key = SymmetricKey(try #require(appSecret(secret)))
        return TOTP.code(secret: key, step: TOTP.step(at: clock.now().seconds) + steps)
    }

    /// Runs `body` with the code that the app shows, and once more if the app has moved on meanwhile.
    func withAppCode<Result>(_ secret: String, _ body: (String) async throws -> Result) async throws -> Result {
        let code = try appCode(secret)
        do {
            return try await body(code)
        } catch {
            guard (error as? AWSError)?.name == "CodeMismatchException", try appCode(secret) != code else {
                throw error
            }
            return try await body(try appCode(secret))
        }
    }

    /// Sets an authenticator app up, preferred, and returns its secret.
    func enrolApp(_ accessToken: Secret<String>) async throws -> String {
        let made = try await service.associateSoftwareToken(.accessToken(accessToken))
        let secret = try #require(made.secretCode).exposed
        let verified = try await withAppCode(secret) { code in
            try await service.verifySoftwareToken(.init(authority: .accessToken(accessToken), userCode: Secret(code)))
        }
        #expect(verified.succeeded)
        try await service.setUserMFAPreference(
            .init(accessToken: accessToken, softwareToken: .init(enabled: true, preferred: true)))
        return secret
    }

    /// Answers the challenge of an authenticator app with the code that it shows.
    func answer(_ challenge: AuthChallenge, _ username: String, app secret: String) async throws -> AuthOutput {
        try await withAppCode(secret) { code in
            try await answer(challenge, username, ["SOFTWARE_TOKEN_MFA_CODE": code])
        }
    }

    /// The claims of a token, unverified.
    func claims(_ token: Secret<String>?) throws -> JSONValue {
        let parts = try #require(token).exposed.split(separator: ".")
        return try JSONValue(parsing: try #require(Base64URL.decode(String(parts[1]))))
    }

    /// Expects a refusal by its name on the wire.
    public func refused(
        _ name: String, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
        _ call: () async throws -> Void
    ) async {
        let error = await #expect(throws: AWSError.self, comment, sourceLocation: sourceLocation) { try await call() }
        #expect(error?.name == name, comment, sourceLocation: sourceLocation)
        #expect(error.map { $0.kind == .service } ?? true, comment, sourceLocation: sourceLocation)
    }
}

extension AuthOutput {
    func tokensOrFail() throws -> AuthTokens {
        guard case .tokens(let tokens) = self else { throw AWSError(name: "a challenge instead of tokens") }
        return tokens
    }

    func challengeOrFail() throws -> AuthChallenge {
        guard case .challenge(let challenge) = self else { throw AWSError(name: "tokens instead of a challenge") }
        return challenge
    }
}
