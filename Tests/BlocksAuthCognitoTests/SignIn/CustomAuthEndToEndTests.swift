// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// An application's own challenges: its triggers, the local user pool and the block together.
struct CustomAuthEndToEndTests {
    private let word = "sesame-0815"

    /// A browser of an application that asks for a word, three times at most.
    private func browser(startsWithSRP: Bool = false) async throws -> LocalBrowser {
        let browser = try LocalBrowser(.init(authFlowType: .customAuth, customAuthStartsWithSRP: startsWithSRP)) {
            app in
            app.onTrigger(.defineAuthChallenge) { event in
                var response = event.response
                let tries = event.request.session.filter { $0.challengeName == "CUSTOM_CHALLENGE" }
                if event.request.session.map(\.challengeName) == ["SRP_A"] {
                    response.pose("PASSWORD_VERIFIER")
                } else if tries.last?.challengeResult == true {
                    response.succeed()
                } else if tries.count >= 3 {
                    response.fail()
                } else {
                    response.pose()
                }
                return response
            }
            app.onTrigger(.createAuthChallenge) { event in
                var response = event.response
                response.publicChallengeParameters = ["hint": "Open, …"]
                response.privateChallengeParameters = ["word": Secret(word)]
                return response
            }
            app.onTrigger(.verifyAuthChallengeResponse) { event in
                var response = event.response
                let word = event.request.privateChallengeParameters["word"]?.exposed
                response.answerCorrect = event.request.challengeAnswer.exposed == word
                return response
            }
        }
        try await browser.register("alice")
        return browser
    }

    private func answer(_ browser: LocalBrowser, _ state: AuthState, _ text: String) async throws -> AuthState {
        try await browser.submit(
            "confirmSignIn", ["session": try state.value("session"), "challenge": "custom", "answer": text])
    }

    @Test func `the word signs in, after a wrong one too, and three wrong ones do not`() async throws {
        let browser = try await browser()
        let asked = try await browser.submit("signIn", ["username": "alice"])
        #expect(asked.state == .confirmingSignIn)
        let again = try await answer(browser, asked, "wrong")
        #expect(again.state == .confirmingSignIn)
        #expect(try await answer(browser, again, word).state == .signedIn)
        _ = try await browser.submit("signOut")
        var state = try await browser.submit("signIn", ["username": "alice"])
        for _ in 0..<2 { state = try await answer(browser, state, "wrong") }
        let last = state
        let refused = try await answer(browser, last, "wrong")
        #expect(refused.state == .signedOut && refused.errorName == "NotAuthorizedException")
        #expect(try await answer(browser, last, word).state == .signedOut)
    }

    @Test func `a handle that was answered is worth nothing`() async throws {
        let browser = try await browser()
        let asked = try await browser.submit("signIn", ["username": "alice"])
        #expect(try await answer(browser, asked, word).state == .signedIn)
        _ = try await browser.submit("signOut")
        let replayed = try await answer(browser, asked, word)
        #expect(replayed.state == .signedOut)
        #expect(replayed.error != nil)
    }

    @Test func `clients see the hint, and no name of the user`() async throws {
        let browser = try await browser()
        let result = try await browser.request { try await browser.auth.signIn("alice", "", context: $0) }
        guard case .continueSignIn(let step) = result else {
            Issue.record("not challenged")
            return
        }
        #expect(step.kind == .custom(additionalInfo: ["hint": "Open, …"]))
    }

    @Test func `with SRP first the word is asked for only after the password`() async throws {
        let browser = try await browser(startsWithSRP: true)
        #expect(try await browser.signIn("alice", "wrong").errorName == "NotAuthorizedException")
        let asked = try await browser.signIn("alice")
        #expect(asked.state == .confirmingSignIn)
        #expect(try await answer(browser, asked, word).state == .signedIn)
    }
}
