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

    @Test func `no textual form shows a secret`() throws {
        let marker = Self.marker
        let secret = Secret(marker)
        let claims = try #require(TokenClaims(payload: Array("{}".utf8)))
        let record = SessionRecord(
            idToken: marker, accessToken: marker, refreshToken: marker, others: ["deviceKey": .string(marker)])
        let session = Session(id: marker, record: record, claims: claims)
        let envelope = ChallengeEnvelope(
            name: .mfaSetup, cognitoSession: secret, username: "alice", sharedSecret: secret)
        let device = RememberedDevice(names: ["alice"], deviceKey: "k", deviceGroupKey: "g", password: secret)
        let values: [Any] = [
            secret, record, session, envelope, device,
            StoredSession(record: record, times: nil, value: .string(marker)),
            AutoSignInBridge(
                username: "alice", password: secret, cognitoSession: secret, expires: WallClock.fixed.now()),
            try SessionSecret(marker), try KeyRing(marker), AuthToken(secret), AuthSession(session),
            ResetDecoy(secret: try SessionSecret(marker), signInWith: []), TOTPSetup(sharedSecret: marker),
            SignInNextStep(kind: .totpSetup(sharedSecret: marker), session: marker),
            SignInResult.continueSignIn(.init(kind: .totpCode, session: marker)),
            SignInFlow.Action.next(.totpCode, envelope),
            SignInFlow(
                starting: .init(flow: .userPasswordAuth, username: "alice", password: secret),
                .init(userPoolID: "p", device: device)),
            SignInFlow.ClientUse.device(session: secret), ChallengeResponse(marker),
            ConfirmSignInOptions(encodedData: secret), NewAdminUser<Pool>(temporaryPassword: secret),
            AuthActionInput(["password": .string(marker)]), AuthField.hidden("session", "Session", marker),
            AuthAction("confirmSignIn", "Confirm", fields: [.hidden("session", "Session", marker)]),
            TokenError(.signature), UserIndex.Entry(row: marker, created: WallClock.fixed.now(), label: "Firefox"),
            SessionRefresh.Outcome.renewed(session),
        ]
        for value in values { expectNoTrace(of: marker, in: value) }
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
