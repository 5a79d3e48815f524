// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Spec auth-cookies-and-sessions §1, §3 and §5: how a request finds its session.
@Suite(.eachSessionFormat) struct SessionReadingTests {
    private let name = Tested.prefix + "auth_my-stack-my-app-auth"
    private let cleared =
        Tested.prefix + "auth_my-stack-my-app-auth=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"

    @Test func `in the reference's layout signing in sets the cookie of vector 1 and stores the members`() async throws
    {
        let fixture = try AuthFixture<Pool>(options: .init(sessionFormat: .compatible))
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let context = fixture.context()
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        #expect(
            context.setCookies == [
                "auth_my-stack-my-app-auth=AAECAwQFBgcICQoLDA0ODxAREhMUFRYX.kkGX2mbmDvRuen4CR7gAMGYzwz86t4IDa9IeuFM3a9s; "
                    + "HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=34560000"
            ])
        let item = try #require(fixture.rows["AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"])
        #expect(item.expires == fixture.clock.clock.now().seconds + 34_560_000)
        let record = try JSONCoding.decode(JSONValue.self, from: item.value)
        #expect(record["idToken"]?.string == tokens.idToken?.exposed)
        #expect(record["accessToken"]?.string == tokens.accessToken?.exposed)
        #expect(record["refreshToken"] == "refresh-1")
        #expect(record.object?.count == 3)
    }

    @Test func `the user comes from the record`() async throws {
        let fixture = try AuthFixture<Pool>()
        let cookie = try await fixture.signIn()
        let context = fixture.context("a=1; \(cookie); b=2")
        let user = try await fixture.auth.requireAuth(context)
        #expect(user.username == "alice")
        #expect(user.userSub == "sub-alice")
        #expect(user.groups == ["admins"])
        #expect(user.attributes["email"] == "alice@example.com")
        #expect(try await fixture.auth.checkAuth(context))
        #expect(try await fixture.auth.requireRole(context, .admins) == user)
        #expect(context.setCookies.isEmpty)
        #expect(fixture.cognito.operations == ["InitiateAuth"])
    }

    @Test func `dead cookies, however many, cost a limited number of reads`() async throws {
        let fixture = try AuthFixture<Pool>()
        let keys = try KeyRing(AuthFixture<Pool>.secretText)
        let format = Tested.format
        let values = try (0..<20).map { _ in keys.cookieValue(try SessionID.draw(format, .system), format) }
        for (values, most) in [(Array(repeating: values[0], count: 20), 2), (values, 16)] {
            let before = fixture.store.count(.get)
            let context = fixture.context(values.map { "\(name)=\($0)" }.joined(separator: "; "))
            #expect(try await !fixture.auth.checkAuth(context))
            #expect(context.setCookies == [cleared])
            #expect((1...most).contains(fixture.store.count(.get) - before))
        }
    }

    @Test func `one request reads its session once`() async throws {
        let fixture = try AuthFixture<Pool>()
        let context = fixture.context(try await fixture.signIn())
        let before = fixture.store.count(.get)
        for _ in 0..<5 { _ = try await fixture.auth.getCurrentUser(context) }
        #expect(fixture.store.count(.get) == before + 1)
    }

    @Test(arguments: [
        nil, "", "NAME", "NAME=", "other=1", "NAME=garbage", "NAME=a.b", "AUTH_MY-STACK-MY-APP-AUTH=#", "xNAME=#",
        "NAMEx=#", "NAME=\"#\"", "NAME= #", "NAME=#x", "__host-auth_my-stack-my-app-auth=#",
        "__Secure-auth_my-stack-my-app-auth=#",
    ]) func `a cookie that is not exactly ours is no session, and is left alone`(cookie: String?) async throws {
        let fixture = try AuthFixture<Pool>()
        let value = try await fixture.signIn().split(separator: "=", maxSplits: 1)[1]
        let context = fixture.context(cookie?.replacing("NAME", with: name).replacing("#", with: value))
        #expect(try await fixture.auth.getCurrentUser(context) == nil)
        #expect(try await !fixture.auth.checkAuth(context))
        await #expect(throws: ApiError.notAuthenticated) { try await fixture.auth.requireAuth(context) }
        await #expect(throws: ApiError.notAuthenticated) { try await fixture.auth.requireRole(context, .admins) }
        #expect(context.setCookies.isEmpty)
    }

    @Test(arguments: ["#; n=bad", "n=bad; #", "n=a.b;#", ";;; ; #;", "x=1;#"])
    func `of several cookies of the name the first that verifies counts`(pattern: String) async throws {
        let fixture = try AuthFixture<Pool>()
        let cookie = try await fixture.signIn()
        let header = pattern.replacing("n=", with: "\(name)=").replacing("#", with: cookie)
        #expect(try await fixture.auth.checkAuth(fixture.context(header)))
    }

    @Test func `a good cookie whose record is gone is cleared, for every caller`() async throws {
        let fixture = try AuthFixture<Pool>()
        let cookie = try await fixture.signIn()
        try await fixture.records.delete(Tested.firstRow, if: nil, now: 0)
        for call: @Sendable (BlocksContext) async throws -> Bool in [
            { try await fixture.auth.getCurrentUser($0) != nil }, { try await fixture.auth.checkAuth($0) },
            { try await fixture.auth.fetchAuthSession($0).tokens != nil },
        ] {
            let context = fixture.context(cookie)
            #expect(try await call(context) == false)
            #expect(context.setCookies == [cleared])
        }
        let context = fixture.context(cookie)
        await #expect(throws: ApiError.notAuthenticated) { try await fixture.auth.requireAuth(context) }
        #expect(context.setCookies == [cleared])
    }

    @Test func `a record that ended is gone, though the table still has it`() async throws {
        let clock = MovableClock()
        let fixture = try AuthFixture<Pool>(options: .init(sessionTtlSeconds: 100), clock: clock)
        let cookie = try await fixture.signIn()
        clock.advance(seconds: 99)
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
        clock.advance(seconds: 1)
        #expect(fixture.rows.count == 1)
        #expect(try await !fixture.auth.checkAuth(fixture.context(cookie)))
    }

    @Test func `a session without lifetime never ends in the table`() async throws {
        let fixture = try AuthFixture<Pool>(options: .init(sessionTtlSeconds: 0))
        try await fixture.signInExpecting(lifetime: "Max-Age=0")
        #expect(fixture.rows.values.first?.expires == nil)
    }

    @Test func `a role that the user lacks is a 403`() async throws {
        let fixture = try AuthFixture<Pool>()
        let context = fixture.context(try await fixture.signIn())
        await #expect(throws: ApiError("Not in group 'readers'", status: 403, name: "NotAuthorizedException")) {
            try await fixture.auth.requireRole(context, .readers)
        }
    }

    @Test func `a store that is away signs nobody out`() async throws {
        let fixture = try AuthFixture<Pool>()
        let cookie = try await fixture.signIn()
        fixture.store.fail(.get)
        let context = fixture.context(cookie)
        await #expect(throws: ApiError.unavailable(cause: CancellationError())) {
            try await fixture.auth.requireAuth(context)
        }
        #expect(context.setCookies.isEmpty)
        fixture.store.fail(.get, with: nil)
        #expect(try await fixture.auth.checkAuth(context))
    }

    @Test func `an unreadable record is a dead session, not a crash`() async throws {
        let fixture = try AuthFixture<Pool>()
        let cookie = try await fixture.signIn()
        for value in [
            "{}", "[]", "no JSON", #"{"idToken":1,"accessToken":"","refreshToken":""}"#, #""v1.""#, #""v1.a.b""#, "17",
        ] {
            try await fixture.records.put(
                KVItem(key: Tested.firstRow, value: value), if: nil, now: 0)
            #expect(try await !fixture.auth.checkAuth(fixture.context(cookie)), "\(value)")
        }
    }

    @Test func `a browser's second sign-in ends its first session`() async throws {
        let fixture = try AuthFixture<Pool>()
        let cookie = try await fixture.signIn()
        let context = fixture.context(cookie)
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        #expect(fixture.rows.count == 1)
        #expect(fixture.rows[Tested.firstRow] == nil)
        #expect(fixture.cognito.operations == ["InitiateAuth", "InitiateAuth", "RevokeToken"])
        #expect(try await fixture.auth.checkAuth(context))
    }

    @Test func `a first session that can't be ended does not stop the second`() async throws {
        let fixture = try AuthFixture<Pool>()
        let cookie = try await fixture.signIn()
        fixture.cognito.fail("RevokeToken", AWSError(name: "TimeoutError", kind: .transport))
        fixture.store.fail(.delete)
        let context = fixture.context(cookie)
        guard case .signedIn = try await fixture.auth.signIn("alice", "pw", context: context) else {
            Issue.record("not signed in")
            return
        }
        #expect(context.setCookies.count == 1)
    }

    @Test func `the second session has its cookie before the first one's end is tried`() async throws {
        let fixture = try AuthFixture<Pool>()
        let context = fixture.context(try await fixture.signIn())
        let answer: ScriptedCognito.Answer<Void> = {
            #expect(context.setCookies.count == 1)
            let signedIn = try await fixture.auth.checkAuth(context)
            #expect(signedIn)
            #expect(Deadline.current?.remainingMilliseconds == 3000)
        }
        fixture.cognito.on("RevokeToken", answer)
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        #expect(fixture.cognito.operations.last == "RevokeToken")
    }
}

extension AuthFixture {
    /// Signs in and checks the cookie's lifetime.
    fileprivate func signInExpecting(lifetime: String) async throws {
        let tokens = tokens()
        cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let context = context()
        _ = try await auth.signIn("alice", "pw", context: context)
        #expect(context.setCookies.first?.hasSuffix(lifetime) == true)
    }
}
