// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Known weaknesses S7 and B3 (h), from the outside: what clients can read of the handles that they get, at every step.
struct HandleSecrecyTests {
    private static let session = "PLANTED-COGNITO-SESSION"
    private static let appSecret = "JBSWY3DPEHPK3PXPPLANTED"

    /// Each challenge that leads to a step, with what makes it one.
    static let challenges: [(ChallengeName, [String: String])] = [
        (.smsMFA, [:]), (.softwareTokenMFA, [:]), (.emailOTP, [:]), (.smsOTP, [:]), (.password, [:]),
        (.selectChallenge, ["AVAILABLE_CHALLENGES": #"["PASSWORD","EMAIL_OTP"]"#]),
        (.selectMFAType, ["MFAS_CAN_CHOOSE": #"["SMS_MFA","SOFTWARE_TOKEN_MFA"]"#]), (.newPasswordRequired, [:]),
        (.webAuthn, ["CREDENTIAL_REQUEST_OPTIONS": "{}"]), (.customChallenge, [:]),
        (.mfaSetup, ["MFAS_CAN_SETUP": #"["SOFTWARE_TOKEN_MFA"]"#]), (.mfaSetup, ["MFAS_CAN_SETUP": #"["EMAIL_OTP"]"#]),
        (.mfaSetup, ["MFAS_CAN_SETUP": #"["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]"#]),
    ]

    private func challenged(
        _ name: ChallengeName, _ parameters: [String: String]
    ) async throws -> (AuthFixture<Pool>, SignInNextStep) {
        let fixture = try AuthFixture<Pool>(options: .init(authFlowType: .userAuth), random: .system)
        fixture.cognito.on("InitiateAuth") {
            AuthOutput.challenge(AuthChallenge(name: name, session: Secret(Self.session), parameters: parameters))
        }
        fixture.cognito.on("AssociateSoftwareToken") {
            AssociateSoftwareTokenOutput(secretCode: Secret(Self.appSecret), session: Secret(Self.session))
        }
        let result = try await fixture.auth.signIn("alice", "pw", context: fixture.context())
        guard case .continueSignIn(let step) = result else { throw ApiError("not challenged") }
        return (fixture, step)
    }

    /// Everything that base64, in either alphabet and from any of its first characters, makes of `text`.
    private func readings(_ text: String) -> [String] {
        let parts = text.split { ".:,; ".contains($0) }.map(String.init) + [text]
        return parts.flatMap { part in
            (0..<4).flatMap { skipped in
                let cut = String(part.dropFirst(skipped))
                let whole = String(cut.prefix(cut.count / 4 * 4))
                let plain = whole.replacing("-", with: "+").replacing("_", with: "/")
                return [part, String(decoding: Base64.decode(plain) ?? [], as: UTF8.self)]
            }
        }
    }

    @Test func `the readings find what is only encoded`() {
        let signed = Base64URL.encode(Array(#"{"name":"SMS_MFA","cognitoSession":"\#(Self.session)"}"#.utf8)) + ".AAAA"
        #expect(readings(signed).contains { $0.contains(Self.session) })
        #expect(readings("x" + signed).contains { $0.contains(Self.session) })
    }

    @Test(arguments: challenges)
    func `no handle of any step shows Cognito's session, the app's secret or the user`(
        name: ChallengeName, parameters: [String: String]
    ) async throws {
        let (fixture, step) = try await challenged(name, parameters)
        for reading in readings(step.session) {
            for planted in [Self.session, Self.appSecret, "alice", name.rawValue, "cognitoSession", "sharedSecret"] {
                #expect(!reading.contains(planted), "\(planted)")
            }
        }
        // The reply shows the handle, and the secret where the user has to type it into the app.
        let reply = try JSONCoding.string(SignInResult.continueSignIn(step))
        #expect(!reply.contains(Self.session))
        let showsSecret = reply.contains(Self.appSecret)
        #expect(showsSecret == (parameters["MFAS_CAN_SETUP"] == #"["SOFTWARE_TOKEN_MFA"]"#))
        #expect(!fixture.log.text.contains(Self.session) && !fixture.log.text.contains(Self.appSecret))
    }

    /// The pool says so, since it is the pool's session that is spent: the handle is that session, sealed.
    @Test func `a handle that was used answers once, and a second use ends as the pool says`() async throws {
        let (fixture, step) = try await challenged(.smsMFA, [:])
        let tokens = fixture.tokens()
        fixture.cognito.on("RespondToAuthChallenge") { AuthOutput.tokens(tokens) }
        _ = try await fixture.auth.confirmSignIn(step.session, ChallengeResponse("1"), context: fixture.context())
        fixture.cognito.fail(
            "RespondToAuthChallenge",
            AWSError(name: "NotAuthorizedException", message: "Invalid session for the user, session is expired."))
        let context = fixture.context()
        let error = await #expect(throws: ApiError.self) {
            try await fixture.auth.confirmSignIn(step.session, ChallengeResponse("1"), context: context)
        }
        #expect(error?.status == 401 && error?.retriable == false && context.setCookies.isEmpty)
        let sent = fixture.cognito.calls.filter { $0.operation == "RespondToAuthChallenge" }
        #expect(sent.map { $0.fields["Session"] } == [Self.session, Self.session], "nothing stands in for the pool's")
    }
}
