// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksStore
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// Known weakness S6: two auth blocks in one application, and one browser that is signed in to both.
@Suite(.eachSessionFormat) struct SideBySideTests {
    private let cognito = ScriptedCognito(pool: TestTokenIssuer.pool, keys: TestTokenIssuer.shared.keys)
    private let tables = ["app-staff-sessions": InMemoryKVDriver(), "app-guests-sessions": InMemoryKVDriver()]
    private let clock = MovableClock()
    private let log = CapturedLog()
    private let platform: Platform
    private let staff: AuthCognito<Pool>
    private let guests: AuthCognito<Pool>

    init() throws {
        var platform = Platform(clock: clock.clock, environment: [:], logger: log.logger, isLocal: false)
        let (cognito, tables) = (cognito, tables)
        platform.provide(CognitoServiceProvider { _ in cognito })
        platform.provide(KVDriverProvider { tables[$0.name] ?? InMemoryKVDriver() })
        platform.provide(SettingDriverProvider(InMemorySettingDriver()))
        platform.provide(SecureRandom.system)
        var made: [AuthCognito<Pool>] = []
        _ = try BlocksApplication(platform: platform) { app in
            let scope = app.scope("app")
            made = try ["staff", "guests"].map {
                try AuthCognito<Pool>(scope, $0, options: .init(sessionFormat: Tested.format))
            }
        }
        (staff, guests) = (made[0], made[1])
        self.platform = platform
    }

    @Test(arguments: ["auth", "Auth", "AUTH"])
    func `two blocks can't share an id, or the variables that are named after it`(other: String) throws {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try BlocksApplication(platform: platform) { app in
                let scope = app.scope("app")
                for id in ["auth", other] { _ = try AuthCognito<Pool>(scope, id) }
            }
        }
        #expect(error?.message.contains("has the same derived names as AuthCognito 'app-auth'") == true)
    }

    private func context(_ cookies: String? = nil) -> BlocksContext {
        BlocksContext(
            request: BlocksRequest(
                method: .post, path: RPC.path, headerList: [.init(name: "host", value: "app.example.com")],
                cookieHeader: cookies),
            requestID: "request-1",
            deadline: Deadline(expires: clock.clock.now().adding(seconds: 30), clock: clock.clock), logger: log.logger)
    }

    /// Signs `name` in to `auth`, in answer to the request of `context`.
    private func signIn(_ auth: AuthCognito<Pool>, _ name: String, _ context: BlocksContext) async throws {
        let tokens = TestTokenIssuer.shared.tokens(name, sub: "sub-" + name, now: clock.clock.now())
        cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        _ = try await auth.signIn(name, "pw", context: context)
    }

    @Test func `two sign-ins in one response set two cookies, and neither signs in to the other block`() async throws {
        let context = context()
        try await signIn(staff, "alice", context)
        try await signIn(guests, "bob", context)
        let names = context.response.snapshot().cookies.map(\.name)
        #expect(names == [Tested.prefix + "auth_app-staff", Tested.prefix + "auth_app-guests"])
        let back = self.context(context.cookieToSendBack)
        #expect(try await staff.requireAuth(back).username == "alice")
        #expect(try await guests.requireAuth(back).username == "bob")
        #expect(back.setCookies.isEmpty)
        #expect(tables.values.allSatisfy { !$0.stored.isEmpty })
        let values = context.response.snapshot().cookies.map(\.value)
        let swapped = self.context("\(names[0])=\(values[1]); \(names[1])=\(values[0])")
        #expect(try await staff.getCurrentUser(swapped) == nil)
        #expect(try await guests.getCurrentUser(swapped) == nil)
    }

    @Test func `signing out of one leaves the other signed in, also within the response`() async throws {
        let first = context()
        try await signIn(staff, "alice", first)
        try await signIn(guests, "bob", first)
        let context = context(first.cookieToSendBack)
        try await signIn(staff, "carol", context)
        try await guests.signOut(context)
        let cookies = context.response.snapshot().cookies
        #expect(cookies.map(\.name) == [Tested.prefix + "auth_app-staff", Tested.prefix + "auth_app-guests"])
        #expect(cookies.map(\.value.isEmpty) == [false, true])
        #expect(try await staff.getCurrentUser(context)?.username == "carol")
        #expect(try await guests.getCurrentUser(context) == nil)
    }

    @Test func `the bridge is cleared and the session set in one response, beside the other block's cookie`()
        async throws
    {
        cognito.on("SignUp") { SignUpOutput(userConfirmed: true, userSub: "sub-alice") }
        let first = context()
        try await signIn(guests, "bob", first)
        let second = context(first.cookieToSendBack)
        _ = try await staff.signUp("alice", "pw", options: .init(autoSignIn: true), context: second)
        let tokens = TestTokenIssuer.shared.tokens(now: clock.clock.now())
        cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let cookies = [first.cookieToSendBack, second.cookieToSendBack].compactMap(\.self).joined(separator: "; ")
        let third = context(cookies)
        _ = try await staff.autoSignIn(third)
        #expect(try await guests.requireAuth(third).username == "bob")
        let sent = third.response.snapshot().cookies
        #expect(
            Set(sent.map(\.name)) == [Tested.prefix + "auth_app-staff", Tested.prefix + "autosignin_app-staff"])
        #expect(sent.first { $0.name.hasSuffix("autosignin_app-staff") }?.maxAge == 0)
    }
}
