// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// The block and the local user pool prove passwords to each other.
struct SRPEndToEndTests {
    private let refused = "Incorrect username or password"

    @Test(arguments: ["Passw0rd!", "Pässwörd1! 🔑", "Passw0rd!" + String(repeating: "x", count: 200)])
    func `USER_SRP_AUTH signs in with the right password only`(password: String) async throws {
        let browser = try LocalBrowser(.init(authFlowType: .userSRPAuth))
        try await browser.register("alice", password)
        let state = try await browser.signIn("alice", password)
        #expect(state.state == .signedIn)
        #expect(state.user?.username == "alice")
        for (name, wrong) in [("alice", password + "x"), ("alice", ""), ("nobody", password), ("", password)] {
            let other = try await browser.signIn(name, wrong)
            #expect(other.error != nil, "\(name)")
            #expect(other.user?.username == "alice")
        }
        #expect(try await browser.signIn("alice", "wrong").error == refused)
        #expect(try await browser.signIn("nobody", "wrong").error == refused)
    }

    @Test func `an address signs in as well as the name`() async throws {
        let browser = try LocalBrowser(.init(authFlowType: .userSRPAuth))
        try await browser.register("alice", email: "alice@example.com")
        #expect(try await browser.signIn("alice@example.com").state == .signedIn)
        #expect(try await browser.signIn("Alice@Example.com", "wrong").error == refused)
    }

    @Test func `sign-up leads on to a proof`() async throws {
        let browser = try LocalBrowser(.init(authFlowType: .userSRPAuth))
        _ = try await browser.submit("signUp", ["username": "alice", "password": "Passw0rd!"])
        _ = try await browser.submit("confirmSignUp", ["username": "alice", "code": try browser.code(for: "alice")])
        #expect(try await browser.submit("autoSignIn").state == .signedIn)
    }

    @Test func `who has not confirmed is told so only with the right password`() async throws {
        let browser = try LocalBrowser(.init(authFlowType: .userSRPAuth))
        _ = try await browser.submit(
            "signUp", ["username": "alice", "password": "Passw0rd!", "autoSignIn": "false"])
        #expect(try await browser.signIn("alice").errorName == "UserNotConfirmedException")
        #expect(try await browser.signIn("alice", "wrong").error == refused)
    }

    @Test func `USER_AUTH with a preference for SRP signs in at once`() async throws {
        let browser = try LocalBrowser(.init(authFlowType: .userAuth, preferredChallenge: .passwordSRP))
        try await browser.register("alice")
        #expect(try await browser.signIn("alice").state == .signedIn)
        #expect(try await browser.signIn("alice", "wrong").error == refused)
    }

    @Test func `a session begun with a proof is refreshed like any other`() async throws {
        let browser = try LocalBrowser(.init(authFlowType: .userSRPAuth))
        try await browser.register("alice")
        _ = try await browser.signIn("alice")
        browser.clock.advance(seconds: 3700)
        #expect(try await browser.request { try await browser.auth.checkAuth($0) })
    }
}
