// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

struct AutoSignInTests {
    private let cleared = "__Host-autosignin_my-stack-my-app-auth=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"
    private let none = ApiError(
        "No autoSignIn flow in progress. Call signUp with `{ autoSignIn: true }` and confirmSignUp first.", status: 401,
        name: "NotAuthenticatedException")
    private let spent = ApiError(
        "autoSignIn session expired or invalid. Call signIn directly.", status: 401, name: "NotAuthenticatedException")

    /// A fixture whose browser has signed up, and that browser's cookies.
    private func signedUp(
        session: String? = nil, options: AuthCognitoOptions<Pool> = .init()
    ) async throws -> (AuthFixture<Pool>, String) {
        let fixture = try AuthFixture<Pool>(options: options)
        fixture.cognito.on("SignUp") {
            SignUpOutput(userConfirmed: false, userSub: "sub-alice", session: session.map { Secret($0) })
        }
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let context = fixture.context()
        _ = try await fixture.auth.signUp("alice", "Passw0rd!", options: .init(autoSignIn: true), context: context)
        return (fixture, try #require(context.cookieToSendBack))
    }

    @Test func `a success signs in, sets the session and clears the bridge in one response`() async throws {
        let (fixture, cookie) = try await signedUp(session: "S1")
        let context = fixture.context(cookie)
        guard case .signedIn(let user) = try await fixture.auth.autoSignIn(context) else {
            Issue.record("not signed in")
            return
        }
        #expect(user.username == "alice")
        #expect(
            fixture.cognito.calls.first { $0.operation == "InitiateAuth" }
                == .init(
                    "InitiateAuth",
                    [
                        "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters.USERNAME": "alice",
                        "AuthParameters.PASSWORD": "Passw0rd!", "Session": "S1",
                    ]))
        #expect(context.setCookies.count == 2)
        #expect(context.setCookies.contains(cleared))
        #expect(context.cookieToSendBack?.hasPrefix("__Host-auth_my-stack-my-app-auth=") == true)
    }

    @Test func `a USER_AUTH pool gets the handle and no password`() async throws {
        let (fixture, cookie) = try await signedUp(session: "S1", options: .init(authFlowType: .userAuth))
        _ = try await fixture.auth.autoSignIn(fixture.context(cookie))
        #expect(
            fixture.cognito.calls.first { $0.operation == "InitiateAuth" }
                == .init(
                    "InitiateAuth", ["AuthFlow": "USER_AUTH", "AuthParameters.USERNAME": "alice", "Session": "S1"]))
    }

    @Test(arguments: [nil, "", "__Host-autosignin_my-stack-my-app-auth=", "autosignin_other=x"])
    func `without a bridge there is nothing to continue`(cookie: String?) async throws {
        let (fixture, _) = try await signedUp()
        let context = fixture.context(cookie)
        await #expect(throws: none) { try await fixture.auth.autoSignIn(context) }
        #expect(context.setCookies.isEmpty)
    }

    @Test func `a bridge that ended or was tampered with is cleared`() async throws {
        let (fixture, cookie) = try await signedUp()
        let tampered = fixture.context(cookie + "A")
        await #expect(throws: spent) { try await fixture.auth.autoSignIn(tampered) }
        #expect(tampered.setCookies == [cleared])
        fixture.clock.advance(seconds: 901)
        let late = fixture.context(cookie)
        await #expect(throws: spent) { try await fixture.auth.autoSignIn(late) }
        #expect(late.setCookies == [cleared])
        #expect(fixture.cognito.operations == ["SignUp"])
    }

    @Test(arguments: [
        (AWSError(name: "UserNotConfirmedException"), true), (AWSError(name: "TimeoutError", kind: .transport), true),
        (AWSError(name: "TooManyRequestsException", kind: .throttled), true),
        (AWSError(name: "NotAuthorizedException"), false), (AWSError(name: "PasswordResetRequiredException"), false),
        (AWSError(name: "UserNotFoundException"), false), (AWSError(name: "InvalidParameterException"), false),
    ])
    func `a failed attempt keeps the bridge only where it may still succeed`(error: AWSError, kept: Bool) async throws {
        let (fixture, cookie) = try await signedUp()
        fixture.cognito.fail("InitiateAuth", error)
        let context = fixture.context(cookie)
        await #expect(throws: ApiError.self) { try await fixture.auth.autoSignIn(context) }
        #expect(context.setCookies == (kept ? [] : [cleared]))
    }
}
