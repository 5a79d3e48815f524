// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksStore
import Synchronization
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Spec auth-cookies-and-sessions §5, known weaknesses S1, S2, S4, S5 and S11.
@Suite(.eachSessionFormat) struct SessionRefreshTests {
    /// What a failed refresh must lead to.
    enum Outcome: Sendable { case ended, unavailable }

    static let failures: [(AWSError, Outcome)] = [
        (AWSError(name: "NotAuthorizedException", status: 400), .ended),
        (AWSError(name: "UserNotFoundException", status: 400), .ended),
        (AWSError(name: "PasswordResetRequiredException", status: 400), .ended),
        (AWSError(name: "RefreshTokenReuseException", status: 400), .ended),
        (AWSError(name: "UserNotConfirmedException", status: 400), .ended),
        (AWSError(name: "TooManyRequestsException", status: 400, kind: .throttled), .unavailable),
        (AWSError(name: "TooManyRequestsException", status: 400), .unavailable),
        (AWSError(name: "ThrottlingException", status: 400, kind: .throttled), .unavailable),
        (AWSError(name: "LimitExceededException", status: 400), .unavailable),
        (AWSError(name: "InternalErrorException", status: 500), .unavailable),
        (AWSError(name: "ServiceUnavailable", status: 503), .unavailable),
        (AWSError(name: "InvalidParameterException", status: 400), .unavailable),
        (AWSError(name: "ResourceNotFoundException", status: 400), .unavailable),
        (AWSError(name: "UserLambdaValidationException", status: 400), .unavailable),
        (AWSError(name: "SomethingNewException", status: 400), .unavailable),
        (AWSError(name: "AccessDeniedException", status: 400), .unavailable),
        (AWSError(name: "TimeoutError", kind: .transport), .unavailable),
        (AWSError(name: "NetworkError", kind: .transport), .unavailable),
        (AWSError(name: "NotAuthorizedException", kind: .transport), .unavailable),
        (AWSError(name: "CredentialsError", kind: .credentials), .unavailable),
        (
            AWSError(
                name: "NotAuthorizedException", message: "Unable to verify secret hash for client 1example",
                status: 400, kind: .credentials), .unavailable
        ),
        (AWSError(name: "MalformedResponseError", kind: .malformedResponse), .unavailable),
        (AWSError(name: "DeadlineError", kind: .deadline), .unavailable),
    ]

    private let row = Tested.firstRow
    private let clock = MovableClock()

    /// A signed-in browser whose access token has ended.
    private func expired(refreshToken: String? = "refresh-1") async throws -> (AuthFixture<Pool>, String) {
        let fixture = try AuthFixture<Pool>(clock: clock)
        let cookie = try await fixture.signIn(refreshToken: refreshToken)
        clock.advance(seconds: 3601)
        return (fixture, cookie)
    }

    @Test func `an ended access token is refreshed, the record replaced and the cookie set again`() async throws {
        let (fixture, cookie) = try await expired()
        fixture.allowRefresh()
        let context = fixture.context(cookie)
        let user = try await fixture.auth.requireAuth(context)
        #expect(user.attributes["name"] == "Mark 2")
        #expect(context.cookieToSendBack == cookie)
        #expect(context.setCookies.first?.hasSuffix("Max-Age=34560000") == true)
        let item = try #require(fixture.rows[row])
        #expect(item.expires == clock.clock.now().seconds + 34_560_000)
        #expect(try fixture.members()?["refreshToken"] == "refresh-1")
        #expect(
            fixture.cognito.calls.last(where: { $0.operation != "JWKS" })
                == .init("RefreshTokens", ["RefreshToken": "refresh-1", "Username": "alice"]))
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
        #expect(fixture.cognito.operations.count { $0 == "RefreshTokens" } == 1)
    }

    @Test(arguments: [true, false])
    func `a record with members of another backend is refreshed with them, or ended`(renews: Bool) async throws {
        let (fixture, cookie) = try await expired()
        var record = try #require(try fixture.members())
        let others: JSONObject = ["deviceKey": "eu-west-1_1", "a": ["z": 1.50, "b": nil]]
        for (key, value) in others { record[key] = value }
        try await fixture.write(record)
        if renews {
            fixture.allowRefresh(refreshToken: "refresh-2")
        } else {
            fixture.cognito.fail("RefreshTokens", AWSError(name: "NotAuthorizedException"))
        }
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)) == renews)
        let stored = try fixture.members()
        #expect((stored != nil) == renews)
        guard let stored else { return }
        #expect(stored["refreshToken"] == "refresh-2")
        for (key, value) in others { #expect(stored[key] == value) }
    }

    @Test func `a rotated refresh token replaces the old one`() async throws {
        let (fixture, cookie) = try await expired()
        fixture.allowRefresh(refreshToken: "refresh-2")
        _ = try await fixture.auth.requireAuth(fixture.context(cookie))
        #expect(try fixture.members()?["refreshToken"] == "refresh-2")
    }

    @Test(arguments: failures)
    func `only a definitive error ends the session`(error: AWSError, outcome: Outcome) async throws {
        let (fixture, cookie) = try await expired()
        fixture.cognito.fail("RefreshTokens", error)
        let context = fixture.context(cookie)
        let before = fixture.rows
        let thrown = await #expect(throws: ApiError.self) { try await fixture.auth.requireAuth(context) }
        switch outcome {
        case .ended:
            #expect(thrown == .notAuthenticated)
            #expect(fixture.rows.isEmpty)
            #expect(
                context.setCookies == [
                    Tested.prefix + "auth_my-stack-my-app-auth=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"
                ])
        case .unavailable:
            #expect(thrown?.status == 503)
            #expect(thrown?.retriable == true)
            #expect(fixture.rows == before)
            #expect(context.setCookies.isEmpty)
            fixture.allowRefresh()
            #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
        }
    }

    @Test(arguments: failures.filter { $0.1 != .ended })
    func `within the last minute a failed refresh costs nothing`(error: AWSError, outcome: Outcome) async throws {
        let fixture = try AuthFixture<Pool>(clock: clock)
        let cookie = try await fixture.signIn()
        clock.advance(seconds: 3550)
        fixture.cognito.fail("RefreshTokens", error)
        let context = fixture.context(cookie)
        #expect(try await fixture.auth.requireAuth(context).attributes["name"] == "Mark 1")
        #expect(fixture.cognito.operations.last == "RefreshTokens")
        #expect(context.setCookies.isEmpty)
    }

    @Test(arguments: [(3550, 3000), (3601, 30_000)])
    func `an early refresh gets three seconds, a needed one all there are`(seconds: Int64, left: Int64) async throws {
        let fixture = try AuthFixture<Pool>(clock: clock)
        let cookie = try await fixture.signIn()
        clock.advance(seconds: seconds)
        let seen = Mutex<Int64?>(nil)
        fixture.cognito.on("RefreshTokens") { () async throws -> AuthOutput in
            seen.withLock { $0 = Deadline.current?.remainingMilliseconds }
            return AuthOutput.tokens(fixture.tokens(mark: "2"))
        }
        let context = fixture.context(cookie)
        try await Deadline.$current.withValue(context.deadline) { _ = try await fixture.auth.requireAuth(context) }
        #expect(seen.withLock { $0 } == left)
    }

    @Test func `an access token that ended during its failed refresh is not used`() async throws {
        let fixture = try AuthFixture<Pool>(clock: clock)
        let cookie = try await fixture.signIn()
        clock.advance(seconds: 3599)
        fixture.cognito.on("RefreshTokens") { [clock] () async throws -> AuthOutput in
            clock.advance(seconds: 3)
            throw AWSError(name: "TimeoutError", kind: .transport)
        }
        let error = await #expect(throws: ApiError.self) { try await fixture.auth.requireAuth(fixture.context(cookie)) }
        #expect(error?.status == 503)
    }

    @Test(arguments: [(0, 0), (3539, 0), (3540, 1), (3600, 1)])
    func `the refresh begins a minute before the end`(seconds: Int64, refreshes: Int) async throws {
        let fixture = try AuthFixture<Pool>(clock: clock)
        let cookie = try await fixture.signIn()
        clock.advance(seconds: seconds)
        fixture.allowRefresh()
        _ = try await fixture.auth.requireAuth(fixture.context(cookie))
        #expect(fixture.cognito.operations.count { $0 == "RefreshTokens" } == refreshes)
    }

    @Test func `a session without refresh token ends with its access token`() async throws {
        let (fixture, cookie) = try await expired(refreshToken: nil)
        #expect(try await !fixture.auth.checkAuth(fixture.context(cookie)))
        #expect(fixture.rows.isEmpty)
        #expect(fixture.cognito.operations == ["InitiateAuth"])
    }

    @Test func `of several cookies the next one counts when the session of the first is over`() async throws {
        let (fixture, first) = try await expired()
        let second = try await fixture.signIn(refreshToken: "refresh-2")
        fixture.cognito.fail("RefreshTokens", AWSError(name: "NotAuthorizedException"))
        let context = fixture.context("\(first); \(second)")
        #expect(try await fixture.auth.checkAuth(context))
        #expect(context.setCookies.isEmpty)
        #expect(fixture.rows[row] == nil)
        #expect(fixture.rows.count == 1)
    }

    @Test func `forceRefresh of a session that is over clears the cookie`() async throws {
        let fixture = try AuthFixture<Pool>(clock: clock)
        let context = fixture.context(try await fixture.signIn())
        fixture.cognito.fail("RefreshTokens", AWSError(name: "NotAuthorizedException"))
        #expect(try await fixture.auth.fetchAuthSession(context, forceRefresh: true).tokens == nil)
        #expect(context.setCookies.first?.hasSuffix("Max-Age=0") == true)
    }

    @Test func `a hundred requests with an ended token refresh once and all go on`() async throws {
        let (fixture, cookie) = try await expired()
        fixture.allowRefresh(refreshToken: "refresh-2")
        let signedIn = await withTaskGroup { group in
            for _ in 0..<100 {
                group.addTask { (try? await fixture.auth.requireAuth(fixture.context(cookie)))?.attributes["name"] }
            }
            return await group.reduce(into: 0) { if $1 == "Mark 2" { $0 += 1 } }
        }
        #expect(signedIn == 100)
        #expect(fixture.cognito.operations.count { $0 == "RefreshTokens" } == 1)
    }

    @Test func `the loser of a race between processes takes the winner's tokens`() async throws {
        let (fixture, cookie) = try await expired()
        let winner = SessionRecord(fixture.tokens(refreshToken: "refresh-2", mark: "winner"))
        fixture.cognito.on("RefreshTokens") { [fixture] () async throws -> AuthOutput in
            try await fixture.write(winner.members)
            throw AWSError(name: "NotAuthorizedException", message: "Refresh Token has been revoked")
        }
        let context = fixture.context(cookie)
        #expect(try await fixture.auth.requireAuth(context).attributes["name"] == "Mark winner")
        #expect(try fixture.members()?["refreshToken"] == "refresh-2")
        #expect(context.cookieToSendBack == cookie)
    }

    @Test func `a winner that wrote first is not overwritten`() async throws {
        let (fixture, cookie) = try await expired()
        let winner = SessionRecord(fixture.tokens(refreshToken: "refresh-2", mark: "winner"))
        fixture.allowRefresh(mark: "loser")
        fixture.store.before(.put) { [fixture] in
            try? await fixture.write(winner.members)
        }
        #expect(try await fixture.auth.requireAuth(fixture.context(cookie)).attributes["name"] == "Mark winner")
        #expect(try fixture.members()?["refreshToken"] == "refresh-2")
    }

    @Test func `a session signed out during its refresh is not resurrected`() async throws {
        let (fixture, cookie) = try await expired()
        fixture.allowRefresh(refreshToken: "refresh-2")
        fixture.store.before(.put) { [records = fixture.records, row] in
            try? await records.delete(row, if: nil, now: 0)
        }
        let context = fixture.context(cookie)
        #expect(try await !fixture.auth.checkAuth(context))
        #expect(fixture.rows.isEmpty)
        #expect(fixture.cognito.calls.last == .init("RevokeToken", ["Token": "refresh-2"]))
        #expect(context.setCookies.first?.hasSuffix("Max-Age=0") == true)
    }

    @Test func `tokens of another user end the session and are not stored`() async throws {
        let (fixture, cookie) = try await expired()
        fixture.allowRefresh(sub: "sub-mallory")
        await #expect(throws: ApiError.notAuthenticated) { try await fixture.auth.requireAuth(fixture.context(cookie)) }
        #expect(fixture.rows.isEmpty)
    }

    @Test func `refreshed tokens that don't verify are not stored, and the session stays`() async throws {
        let (fixture, cookie) = try await expired()
        let other = TestTokenIssuer(key: TestTokenIssuer.newKey(), keyID: "key-1")
        let now = clock.clock.now()
        fixture.cognito.on("RefreshTokens") { AuthOutput.tokens(other.tokens(now: now)) }
        let before = fixture.rows
        let error = await #expect(throws: ApiError.self) { try await fixture.auth.requireAuth(fixture.context(cookie)) }
        #expect(error?.status == 503)
        #expect(fixture.rows == before)
    }

    @Test(arguments: [true, false]) func `an answer that lacks a token changes nothing`(idToken: Bool) async throws {
        let (fixture, cookie) = try await expired()
        var tokens = fixture.tokens()
        if idToken { tokens.idToken = nil } else { tokens.accessToken = nil }
        fixture.cognito.on("RefreshTokens") { [tokens] in AuthOutput.tokens(tokens) }
        let before = fixture.rows
        let error = await #expect(throws: ApiError.self) { try await fixture.auth.requireAuth(fixture.context(cookie)) }
        #expect(error?.status == 503)
        #expect(fixture.rows == before)
    }

    @Test(arguments: [FaultyKVDriver.Operation.get, .put, .delete])
    func `a store that fails during the refresh signs nobody out`(operation: FaultyKVDriver.Operation) async throws {
        let (fixture, cookie) = try await expired()
        if operation == .delete {
            fixture.cognito.fail("RefreshTokens", AWSError(name: "NotAuthorizedException"))
        } else {
            fixture.allowRefresh()
        }
        fixture.store.fail(operation)
        let context = fixture.context(cookie)
        let error = await #expect(throws: ApiError.self) { try await fixture.auth.requireAuth(context) }
        #expect(error?.status == 503)
        #expect(error?.retriable == true)
        #expect(context.setCookies.isEmpty)
        #expect(fixture.rows.count == 1)
        fixture.store.fail(operation, with: nil)
        fixture.allowRefresh()
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
    }

    @Test func `no refresh token is spent while the keys to verify the answer are missing`() async throws {
        let (fixture, cookie) = try await expired()
        let fresh = try AuthFixture<Pool>(clock: clock)
        for item in fixture.rows.values { try await fresh.records.put(item, if: nil, now: 0) }
        fresh.cognito.fail("JWKS", AWSError(name: "TimeoutError", kind: .transport))
        fresh.allowRefresh()
        let error = await #expect(throws: ApiError.self) { try await fresh.auth.requireAuth(fresh.context(cookie)) }
        #expect(error?.status == 503)
        #expect(fresh.cognito.operations.isEmpty)
    }

    @Test func `forceRefresh asks Cognito although the tokens still work`() async throws {
        let fixture = try AuthFixture<Pool>(clock: clock)
        let cookie = try await fixture.signIn()
        fixture.allowRefresh()
        let context = fixture.context(cookie)
        let session = try await fixture.auth.fetchAuthSession(context, forceRefresh: true)
        #expect(session.tokens?.idToken.payload["name"] == "Mark 2")
        #expect(try await fixture.auth.requireAuth(context).attributes["name"] == "Mark 2")
        fixture.cognito.fail("RefreshTokens", AWSError(name: "TimeoutError", kind: .transport))
        let error = await #expect(throws: ApiError.self) {
            try await fixture.auth.fetchAuthSession(fixture.context(cookie), forceRefresh: true)
        }
        #expect(error?.status == 503)
    }
}

extension SessionRecord {
    /// The record that another process would write.
    fileprivate init(_ tokens: AuthTokens) {
        self.init(
            idToken: tokens.idToken?.exposed ?? "", accessToken: tokens.accessToken?.exposed ?? "",
            refreshToken: tokens.refreshToken?.exposed ?? "")
    }
}
