// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksStore
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// The pool of most tests.
enum Pool: UserPoolSchema {
    enum Group: String, UserPoolGroup { case admins, readers }
    enum CustomAttribute: String, UserPoolAttribute { case department, employeeId }
}

/// One auth block over a scripted pool and drivers in memory, and the browser that talks to it.
final class AuthFixture<Schema: UserPoolSchema>: Sendable {
    static var secretText: String { "unit-test-secret-0123456789abcdef" }
    static var password: String { "Planted-passw0rd-0005!" }

    let auth: AuthCognito<Schema>
    let cognito: ScriptedCognito
    let clock: MovableClock
    let records = InMemoryKVDriver()
    let store: FaultyKVDriver
    let settings: FaultySettingDriver
    let log = CapturedLog()
    let issuer = TestTokenIssuer.shared

    init(
        options: AuthCognitoOptions<Schema> = .init(), clock: MovableClock = .init(), secret: String? = secretText,
        environment: [String: String] = [:], random: SecureRandom = SequenceRandom().source
    ) throws {
        var options = options
        if Tested.format != .sealed { options.sessionFormat = Tested.format }
        let cognito = ScriptedCognito(pool: TestTokenIssuer.pool, keys: issuer.keys)
        let (store, settings) = (FaultyKVDriver(records), FaultySettingDriver(secret))
        var platform = Platform(
            clock: clock.clock, environment: environment.merging(["BLOCKS_STACK_NAME": "my-stack"]) { _, name in name },
            logger: log.logger, isLocal: false)
        platform.provide(CognitoServiceProvider { _ in cognito })
        platform.provide(KVDriverProvider { _ in store })
        platform.provide(SettingDriverProvider(settings))
        platform.provide(random)
        var made: AuthCognito<Schema>?
        _ = try BlocksApplication(platform: platform) { app in
            made = try AuthCognito<Schema>(app.scope("my-app"), "auth", options: options)
        }
        guard let made else { throw ConfigurationError("the block was not made") }
        (self.auth, self.cognito, self.clock, self.store, self.settings) = (made, cognito, clock, store, settings)
    }

    /// A request of a browser that sends `cookies`.
    func context(
        _ cookies: String? = nil, host: String = "app.example.com", headers: [BlocksRequest.Header] = [],
        clientIP: String? = nil
    ) -> BlocksContext {
        BlocksContext(
            request: BlocksRequest(
                method: .post, path: "/aws-blocks/api", headerList: [.init(name: "host", value: host)] + headers,
                cookieHeader: cookies, clientIP: clientIP),
            requestID: "request-1",
            deadline: Deadline(expires: clock.clock.now().adding(seconds: 30), clock: clock.clock),
            logger: log.logger)
    }

    /// Tokens that Cognito would issue now.
    func tokens(
        _ username: String = "alice", sub: String = "sub-alice", seconds: Int64 = 3600,
        refreshToken: String? = "refresh-1", mark: String = "1"
    ) -> AuthTokens {
        issuer.tokens(
            username, sub: sub, now: clock.clock.now(), seconds: seconds, refreshToken: refreshToken, mark: mark)
    }

    /// Signs alice in and returns her browser's `Cookie` header.
    @discardableResult
    func signIn(seconds: Int64 = 3600, refreshToken: String? = "refresh-1") async throws -> String {
        let tokens = tokens(seconds: seconds, refreshToken: refreshToken)
        cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let context = context()
        _ = try await auth.signIn("alice", Self.password, context: context)
        return try #require(context.cookieToSendBack)
    }

    /// Lets the next refreshes succeed with tokens that carry `mark`.
    func allowRefresh(mark: String = "2", refreshToken: String? = nil, sub: String = "sub-alice") {
        cognito.on("RefreshTokens") { [self] in
            AuthOutput.tokens(tokens(sub: sub, refreshToken: refreshToken, mark: mark))
        }
    }
}

extension BlocksContext {
    /// The `Set-Cookie` values of the response, in order.
    var setCookies: [String] { response.snapshot().cookies.map(\.headerValue) }

    /// `name=value` of the cookies that the response sets, as a browser would send them back.
    var cookieToSendBack: String? {
        let pairs = response.snapshot().cookies.filter { $0.maxAge > 0 }.map { "\($0.name)=\($0.value)" }
        return pairs.isEmpty ? nil : pairs.joined(separator: "; ")
    }
}

/// Counts up: 00 01 02 …, so that ids are known beforehand.
final class SequenceRandom: Sendable {
    private let next = Mutex<UInt8>(0)

    var source: SecureRandom {
        SecureRandom { count throws(CryptoError) in
            self.next.withLock { next in
                (0..<count).map { _ in
                    defer { next &+= 1 }
                    return next
                }
            }
        }
    }
}
