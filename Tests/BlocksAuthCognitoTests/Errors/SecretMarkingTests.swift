// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Every type of this module that holds a secret, printed, debug-printed, dumped and logged.
struct SecretMarkingTests {
    private static let marker = "planted-secret-marker"

    private func texts(of value: some Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return ["\(value)", String(reflecting: value), dumped]
    }

    @Test func `no textual form shows a secret`() throws {
        let secret = Secret(Self.marker)
        let claims = try #require(TokenClaims(payload: Array("{}".utf8)))
        let record = SessionRecord(idToken: Self.marker, accessToken: Self.marker, refreshToken: Self.marker)
        let values: [Any] = [
            secret, record,
            StoredSession(record: record, times: nil, value: .string(Self.marker)),
            Session(id: Self.marker, record: record, claims: claims),
            AutoSignInBridge(
                username: "alice", password: secret, cognitoSession: secret, expires: WallClock.fixed.now()),
            try SessionSecret(Self.marker), try KeyRing(Self.marker), AuthToken(secret),
            SignInNextStep(kind: .totpSetup(sharedSecret: Self.marker), session: Self.marker),
            SignInResult.continueSignIn(.init(kind: .totpCode, session: Self.marker)),
            AuthActionInput(["password": .string(Self.marker)]), TokenError(.signature),
            SessionRefresh.Outcome.renewed(Session(id: Self.marker, record: record, claims: claims)),
        ]
        for value in values {
            for text in texts(of: value) { #expect(!text.contains(Self.marker), "\(type(of: value))") }
        }
    }

    @Test func `no log line of a whole flow shows a secret`() async throws {
        let fixture = try AuthFixture<Pool>()
        let password = Self.marker
        fixture.cognito.on("SignUp") { SignUpOutput(userConfirmed: false, userSub: "sub-alice") }
        let context = fixture.context()
        _ = try await fixture.auth.signUp("alice", password, options: .init(autoSignIn: true), context: context)
        fixture.cognito.fail("InitiateAuth", AWSError(name: "NotAuthorizedException", message: password))
        _ = try? await fixture.auth.autoSignIn(fixture.context(context.cookieToSendBack))
        let cookie = try await fixture.signIn(refreshToken: Self.marker)
        fixture.cognito.fail("RevokeToken", AWSError(name: "X", message: Self.marker))
        fixture.cognito.fail("RefreshTokens", AWSError(name: "X", message: Self.marker))
        fixture.clock.advance(seconds: 4000)
        _ = try? await fixture.auth.requireAuth(fixture.context(cookie))
        try await fixture.auth.signOut(fixture.context(cookie))
        #expect(fixture.log.text.contains("not at Cognito"))
        #expect(!fixture.log.text.contains(Self.marker))
        #expect(!fixture.log.text.contains(Tested.firstID))
    }
}
