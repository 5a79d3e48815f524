// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// What strangers can and can't do by way of the limits.
struct StrangerTests {
    @Test(arguments: CountedMethod.allCases)
    func `a stranger at another address cannot shut a user out`(method: CountedMethod) async throws {
        let bed = try await AttemptBed(method, .init())
        for _ in 0..<1_000 { await bed.attempt(from: "198.51.100.66") }
        #expect(bed.asked == 10)
        method.accept(bed.fixture)
        #expect(await bed.attempt(from: "198.51.100.66")?.isTooMany == true)
        #expect(await bed.attempt(from: "203.0.113.1") == nil)
    }

    @Test func `a stranger at a thousand addresses cannot shut a user out`() async throws {
        let bed = try await AttemptBed(.signIn)
        for number in 0..<1_000 { await bed.attempt(from: "198.51.\(number / 250).\(number % 250)") }
        bed.method.accept(bed.fixture)
        #expect(await bed.attempt() == nil)
    }

    @Test func `an address that tries many accounts has to wait`() async throws {
        var limits = AttemptBed.limits
        limits.address = .init(5, inSeconds: 900)
        let bed = try await AttemptBed(.signIn, limits)
        for number in 0..<5 { #expect(await bed.attempt("user-\(number)")?.isTooMany == false) }
        #expect(await bed.attempt("user-5")?.isTooMany == true)
        #expect(await bed.attempt("alice")?.isTooMany == true)
        #expect(await bed.attempt("alice", from: "203.0.113.2")?.isTooMany == false)
        #expect(bed.asked == 6)
        bed.fixture.clock.advance(seconds: 900)
        #expect(await bed.attempt("alice")?.isTooMany == false)
    }

    @Test func `whoever hammers at one account takes nothing from the others of the address`() async throws {
        var limits = AttemptBed.limits
        limits.address = .init(5, inSeconds: 900)
        let bed = try await AttemptBed(.signIn, limits)
        for _ in 0..<100 { await bed.attempt("alice") }
        #expect(await bed.attempt("bob")?.isTooMany == false)
        #expect(await bed.attempt("carol")?.isTooMany == false)
        #expect(await bed.attempt("carol")?.isTooMany == true)
    }

    @Test func `users of an address who sign in without fail never have to wait`() async throws {
        let bed = try await AttemptBed(.signIn, .init())
        bed.method.accept(bed.fixture)
        for number in 0..<300 { #expect(await bed.attempt("user-\(number)") == nil) }
    }

    @Test func `one IPv6 network is one address`() async throws {
        let bed = try await AttemptBed(.signIn)
        for number in 1...3 { #expect(await bed.attempt(from: "2001:db8:0:1::\(number)")?.isTooMany == false) }
        #expect(await bed.attempt(from: "2001:db8:0:1:ffff::1")?.isTooMany == true)
        #expect(await bed.attempt(from: "2001:db8:0:2::1")?.isTooMany == false)
        for number in 1...3 { #expect(await bed.attempt(from: "203.0.113.\(number)")?.isTooMany == false) }
    }

    @Test(arguments: ["ALICE", "Alice", "alicE"])
    func `a name in capitals is the same account`(name: String) async throws {
        let bed = try await AttemptBed(.signIn)
        for _ in 0..<3 { await bed.attempt() }
        #expect(await bed.attempt(name)?.isTooMany == true)
    }

    @Test func `no name takes another one's attempts`() async throws {
        let bed = try await AttemptBed(.signIn)
        for _ in 0..<3 { await bed.attempt("a") }
        for name in ["a\0", "\0a", "a\0a", "", "signIn\0a", "a\u{301}", "b"] {
            #expect(await bed.attempt(name)?.isTooMany == false, "\(name.debugDescription)")
        }
    }

    @Test func `guesses of passwords count together wherever they are asked for, codes apart`() async throws {
        let bed = try await AttemptBed(.confirmSignInPassword)
        for _ in 0..<2 { await bed.attempt() }
        bed.fixture.cognito.fail("InitiateAuth", AWSError(name: "NotAuthorizedException"))
        let context = bed.fixture.context(clientIP: "203.0.113.1")
        let first = await #expect(throws: ApiError.self) {
            try await bed.fixture.auth.signIn("alice", "guess", context: context)
        }
        #expect(first?.status == 401)
        let second = await #expect(throws: ApiError.self) {
            try await bed.fixture.auth.signIn("alice", "guess", context: context)
        }
        #expect(second?.isTooMany == true)
        bed.fixture.cognito.fail("ConfirmSignUp", AWSError(name: "CodeMismatchException"))
        let code = await #expect(throws: ApiError.self) {
            try await bed.fixture.auth.confirmSignUp("alice", "1", context: context)
        }
        #expect(code?.name == "CodeMismatchException")
    }

    @Test func `wrong answers that lead to the next challenge of one's own count`() async throws {
        let fixture = try AuthFixture<Pool>(options: .init(authFlowType: .customAuth, attemptLimits: AttemptBed.limits))
        let next = AuthOutput.challenge(AuthChallenge(name: .customChallenge, session: Secret("C"), parameters: [:]))
        fixture.cognito.on("InitiateAuth") { next }
        fixture.cognito.on("RespondToAuthChallenge") { next }
        guard case .continueSignIn(let step) = try await fixture.auth.signIn("alice", "", context: fixture.context())
        else { return #expect(Bool(false), "a challenge was scripted") }
        let context = fixture.context(clientIP: "203.0.113.1")
        for _ in 0..<3 { _ = try await fixture.auth.confirmSignIn(step.session, .init("guess"), context: context) }
        let error = await #expect(throws: ApiError.self) {
            try await fixture.auth.confirmSignIn(step.session, .init("guess"), context: context)
        }
        #expect(error?.isTooMany == true)
    }
}
