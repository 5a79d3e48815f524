// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Spec auth-methods §6 and §7 as lists of inputs and actions, without I/O.
struct SignInFlowTests {
    private func challenge(
        _ name: String, _ parameters: [String: String] = [:], available: [String] = [], session: String? = "C1"
    ) -> AuthOutput {
        .challenge(
            AuthChallenge(
                name: ChallengeName(rawValue: name), session: session.map { Secret($0) }, parameters: parameters,
                availableChallenges: available))
    }

    private func envelope(
        _ name: String, shared: String? = nil, userAuth: Bool = false, awaiting: Bool = false
    ) -> ChallengeEnvelope {
        ChallengeEnvelope(
            name: ChallengeName(rawValue: name), cognitoSession: Secret("C1"), username: "alice",
            sharedSecret: shared.map { Secret($0) }, isUserAuth: userAuth, awaitingPassword: awaiting)
    }

    /// An action as text, secrets included.
    private func text(_ action: SignInFlow.Action) -> String {
        switch action {
        case .initiate(let input):
            "\(input.flow.rawValue) "
                + input.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.exposed)" }
                .joined(separator: " ")
        case .drawClient: "draw"
        case .prove(let request): "prove \(request.identity.realm) \(request.identity.name) \(request.password.exposed)"
        case .associateSoftwareToken(let session): "associate \(session.exposed)"
        case .verifySoftwareToken(let input): "verify \(input.userCode.exposed) \(input.friendlyDeviceName ?? "-")"
        case .respond(let input):
            "\(input.challengeName.rawValue) \(input.session.exposed) "
                + input.challengeResponses.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.exposed)" }
                .joined(separator: " ")
        case .next(let kind, let envelope):
            "\(SignInNextStep(kind: kind, session: "").name) \(envelope.cognitoSession.exposed) \(envelope.username)"
                + (envelope.isUserAuth ? " flow" : "") + (envelope.awaitingPassword ? " awaiting" : "")
                + (envelope.sharedSecret.map { " " + $0.exposed } ?? "")
        case .signedIn(let tokens): "signed in \(tokens.refreshToken?.exposed ?? "-")"
        case .fail(let error): "fail \(error.status) \(error.name) \(error.retriable)"
        }
    }

    private func started(_ name: String = "typed", userAuth: Bool = false, sentPassword: Bool = true) -> SignInFlow {
        var flow = SignInFlow(
            starting: .init(
                flow: userAuth ? .userAuth : .userPasswordAuth, username: name,
                password: Secret(sentPassword ? "pw" : ""), preferred: sentPassword ? .password : nil),
            .init(userPoolID: "eu-west-1_Pool"))
        _ = flow.start()
        return flow
    }

    private func resumed(_ envelope: ChallengeEnvelope, _ options: ConfirmSignInOptions = .init()) -> SignInFlow {
        SignInFlow(resuming: envelope, options: options, .init(userPoolID: "eu-west-1_Pool"))
    }

    private func start(_ output: AuthOutput, userAuth: Bool = false, sentPassword: Bool = true) -> String {
        var flow = started(userAuth: userAuth, sentPassword: sentPassword)
        return text(flow.received(output))
    }

    private func answer(
        _ answer: String, _ envelope: ChallengeEnvelope, _ options: ConfirmSignInOptions = .init()
    ) -> String {
        var flow = resumed(envelope, options)
        return text(flow.answered(Secret(answer), to: envelope))
    }

    @Test(arguments: [
        ("SMS_MFA", "CONFIRM_SIGN_IN_WITH_SMS_CODE C1 typed"),
        ("SOFTWARE_TOKEN_MFA", "CONFIRM_SIGN_IN_WITH_TOTP_CODE C1 typed"),
        ("EMAIL_OTP", "CONFIRM_SIGN_IN_WITH_EMAIL_CODE C1 typed"),
        ("SMS_OTP", "CONFIRM_SIGN_IN_WITH_FIRST_FACTOR_SMS_OTP C1 typed"),
        ("PASSWORD", "CONFIRM_SIGN_IN_WITH_PASSWORD C1 typed"),
        ("SELECT_CHALLENGE", "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION C1 typed"),
        ("SELECT_MFA_TYPE", "CONTINUE_SIGN_IN_WITH_MFA_SELECTION C1 typed"),
        ("NEW_PASSWORD_REQUIRED", "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED C1 typed"),
        ("WEB_AUTHN", "CONFIRM_SIGN_IN_WITH_WEB_AUTHN C1 typed"),
        ("PASSWORD_VERIFIER", "fail 501 InvalidParameterException false"),
        ("DEVICE_SRP_AUTH", "fail 501 InvalidParameterException false"),
        ("DEVICE_PASSWORD_VERIFIER", "fail 501 InvalidParameterException false"),
        ("CUSTOM_CHALLENGE", "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE C1 typed"),
        ("BRAND_NEW", "fail 501 InvalidParameterException false"), ("", "fail 501 InvalidParameterException false"),
    ])
    func `each challenge is one step`(name: String, expected: String) {
        #expect(start(challenge(name)) == expected)
    }

    @Test func `an unknown challenge is named`() throws {
        var flow = started("a", userAuth: false, sentPassword: true)
        guard case .fail(let error) = flow.received(challenge("BRAND_NEW")) else {
            Issue.record("not refused")
            return
        }
        #expect(error.message == "Unsupported challenge: BRAND_NEW")
    }

    @Test(arguments: [nil, ""]) func `a challenge without handle is a fault of the service`(session: String?) {
        #expect(start(challenge("SMS_MFA", session: session)) == "fail 503 ServiceUnavailableException true")
    }

    @Test func `Cognito's name of the user replaces the typed one`() {
        #expect(start(challenge("SMS_MFA", ["USER_ID_FOR_SRP": "uuid", "USERNAME": "u2"])).hasSuffix(" uuid"))
        #expect(start(challenge("SMS_MFA", ["USERNAME": "u2"])).hasSuffix(" u2"))
        #expect(start(challenge("SMS_MFA", ["USER_ID_FOR_SRP": ""])).hasSuffix(" typed"))
    }

    @Test(arguments: [
        (true, false, "CONFIRM_SIGN_IN_WITH_FIRST_FACTOR_EMAIL_OTP C1 typed flow"),
        (true, true, "CONFIRM_SIGN_IN_WITH_EMAIL_CODE C1 typed flow"),
        (false, true, "CONFIRM_SIGN_IN_WITH_EMAIL_CODE C1 typed"),
    ])
    func `a code by e-mail is the first factor only before a password`(
        userAuth: Bool, sentPassword: Bool, expected: String
    ) {
        #expect(start(challenge("EMAIL_OTP"), userAuth: userAuth, sentPassword: sentPassword) == expected)
    }

    @Test func `after the choice of e-mail it is the first factor, after the password the second`() {
        for (awaiting, step) in [(false, "FIRST_FACTOR_EMAIL_OTP"), (true, "EMAIL_CODE")] {
            let envelope = envelope("SELECT_CHALLENGE", userAuth: true, awaiting: awaiting)
            var flow = resumed(envelope)
            _ = flow.answered(Secret("EMAIL_OTP"), to: envelope)
            #expect(text(flow.received(challenge("EMAIL_OTP"))).hasPrefix("CONFIRM_SIGN_IN_WITH_\(step) "))
        }
    }

    @Test func `first factors come from the top level, else from the parameter, unknown ones dropped`() {
        for output in [
            challenge(
                "SELECT_CHALLENGE", ["AVAILABLE_CHALLENGES": #"["WEB_AUTHN"]"#],
                available: ["PASSWORD_SRP", "EMAIL_OTP", "PASSWORD"]),
            challenge("SELECT_CHALLENGE", ["AVAILABLE_CHALLENGES": #"["EMAIL_OTP","NEW",7,"PASSWORD"]"#]),
        ] {
            var flow = started("a", userAuth: true, sentPassword: false)
            guard case .next(let kind, _) = flow.received(output) else {
                Issue.record("no step")
                return
            }
            #expect(kind == .firstFactorSelection([.emailOTP, .password]))
        }
    }

    @Test(arguments: [
        (#"["SMS_MFA","SOFTWARE_TOKEN_MFA"]"#, "associate C1"), (#"["SOFTWARE_TOKEN_MFA"]"#, "associate C1"),
        (#"["EMAIL_OTP","SMS_MFA"]"#, "CONTINUE_SIGN_IN_WITH_EMAIL_SETUP C1 typed"),
        (#"["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]"#, "CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION C1 typed"),
        (#"["SMS_MFA"]"#, "fail 400 MFAMethodNotFoundException false"),
        ("[]", "fail 400 MFAMethodNotFoundException false"),
        ("not JSON", "fail 400 MFAMethodNotFoundException false"), ("{}", "fail 400 MFAMethodNotFoundException false"),
    ])
    func `what may be set up decides the step`(offered: String, expected: String) {
        #expect(start(challenge("MFA_SETUP", ["MFAS_CAN_SETUP": offered])) == expected)
    }

    @Test func `where only text messages may be set up the error names the missing phone number`() {
        var flow = started("a", userAuth: false, sentPassword: true)
        guard case .fail(let error) = flow.received(challenge("MFA_SETUP", ["MFAS_CAN_SETUP": #"["SMS_MFA"]"#])) else {
            Issue.record("not refused")
            return
        }
        #expect(error.message.contains("no phone number"))
    }

    @Test func `the set-up of an authenticator app, from challenge to tokens`() {
        var first = started("typed", userAuth: true, sentPassword: true)
        #expect(
            text(first.received(challenge("MFA_SETUP", ["MFAS_CAN_SETUP": #"["SOFTWARE_TOKEN_MFA"]"#])))
                == "associate C1")
        let step = first.received(secret: .init(secretCode: Secret("JBSW"), session: Secret("C2")))
        #expect(text(step) == "CONTINUE_SIGN_IN_WITH_TOTP_SETUP C2 typed JBSW")

        let envelope = envelope("MFA_SETUP", shared: "JBSW")
        var second = resumed(envelope, .init(friendlyDeviceName: "phone"))
        #expect(text(second.answered(Secret("123456"), to: envelope)) == "verify 123456 phone")
        #expect(
            text(second.received(verification: .init(succeeded: true, session: Secret("C3"))))
                == "MFA_SETUP C3 USERNAME=alice")
        #expect(
            text(second.received(.tokens(.init(idToken: nil, accessToken: nil, refreshToken: Secret("r")))))
                == "signed in r")
    }

    @Test func `a secret without new handle keeps the old one, and no secret is a fault`() {
        for (output, expected) in [
            (AssociateSoftwareTokenOutput(secretCode: Secret("S")), "CONTINUE_SIGN_IN_WITH_TOTP_SETUP C1 typed S"),
            (AssociateSoftwareTokenOutput(secretCode: nil), "fail 503 ServiceUnavailableException true"),
        ] {
            var flow = started("typed", userAuth: false, sentPassword: true)
            _ = flow.received(challenge("MFA_SETUP", ["MFAS_CAN_SETUP": #"["SOFTWARE_TOKEN_MFA"]"#]))
            #expect(text(flow.received(secret: output)) == expected)
        }
    }

    @Test func `a code that Cognito calls wrong is a mismatch`() {
        let envelope = envelope("MFA_SETUP", shared: "S")
        var flow = resumed(envelope)
        _ = flow.answered(Secret("123456"), to: envelope)
        #expect(text(flow.received(verification: .init(succeeded: false))) == "fail 400 CodeMismatchException true")
    }

    @Test(arguments: ["", "12345", "1234567", "12345a", " 12345", "１２３４５６", "123456\n", "TOTP"])
    func `an authenticator code is six digits, or Cognito is not asked`(code: String) {
        #expect(answer(code, envelope("MFA_SETUP", shared: "S")) == "fail 400 InvalidParameterException true")
    }

    @Test(arguments: [
        ("SMS_MFA", "1", "SMS_MFA C1 SMS_MFA_CODE=1 USERNAME=alice"),
        ("SOFTWARE_TOKEN_MFA", "1", "SOFTWARE_TOKEN_MFA C1 SOFTWARE_TOKEN_MFA_CODE=1 USERNAME=alice"),
        ("EMAIL_OTP", "1", "EMAIL_OTP C1 EMAIL_OTP_CODE=1 USERNAME=alice"),
        ("SMS_OTP", "1", "SMS_OTP C1 SMS_OTP_CODE=1 USERNAME=alice"),
        ("SELECT_MFA_TYPE", "SMS", "SELECT_MFA_TYPE C1 ANSWER=SMS_MFA USERNAME=alice"),
        ("SELECT_MFA_TYPE", "TOTP", "SELECT_MFA_TYPE C1 ANSWER=SOFTWARE_TOKEN_MFA USERNAME=alice"),
        ("SELECT_MFA_TYPE", "EMAIL", "SELECT_MFA_TYPE C1 ANSWER=EMAIL_OTP USERNAME=alice"),
        ("SELECT_MFA_TYPE", "X", "SELECT_MFA_TYPE C1 ANSWER=X USERNAME=alice"),
        ("SELECT_CHALLENGE", "EMAIL_OTP", "SELECT_CHALLENGE C1 ANSWER=EMAIL_OTP USERNAME=alice"),
        ("SELECT_CHALLENGE", "PASSWORD", "CONFIRM_SIGN_IN_WITH_PASSWORD C1 alice awaiting"),
        ("PASSWORD", "pw", "PASSWORD C1 PASSWORD=pw USERNAME=alice"),
        ("WEB_AUTHN", "{}", "WEB_AUTHN C1 CREDENTIAL={} USERNAME=alice"),
        ("NEW_PASSWORD_REQUIRED", "n", "NEW_PASSWORD_REQUIRED C1 NEW_PASSWORD=n USERNAME=alice"),
        ("CUSTOM_CHALLENGE", "x", "CUSTOM_CHALLENGE C1 ANSWER=x USERNAME=alice"), ("MFA_SETUP", "TOTP", "associate C1"),
        ("MFA_SETUP", "EMAIL", "CONTINUE_SIGN_IN_WITH_EMAIL_SETUP C1 alice"),
        ("MFA_SETUP", "a@b.c", "MFA_SETUP C1 EMAIL=a@b.c USERNAME=alice"),
        ("MFA_SETUP", "SMS", "MFA_SETUP C1 ANSWER=SMS_MFA USERNAME=alice"),
    ])
    func `each answer is one request`(name: String, text: String, expected: String) {
        #expect(answer(text, envelope(name)) == expected)
    }

    @Test func `the password that was chosen goes along with the choice`() {
        let chosen = envelope("SELECT_CHALLENGE", userAuth: true, awaiting: true)
        #expect(answer("pw", chosen) == "SELECT_CHALLENGE C1 ANSWER=PASSWORD PASSWORD=pw USERNAME=alice")
        #expect(answer("PASSWORD", chosen) == "SELECT_CHALLENGE C1 ANSWER=PASSWORD PASSWORD=PASSWORD USERNAME=alice")
    }

    @Test func `attributes of a new password get Cognito's names`() {
        let options = ConfirmSignInOptions(userAttributes: ["given_name": "A", "department": "d", "custom:x": "y"])
        #expect(
            answer("n", envelope("NEW_PASSWORD_REQUIRED"), options)
                == "NEW_PASSWORD_REQUIRED C1 NEW_PASSWORD=n USERNAME=alice userAttributes.custom:department=d "
                + "userAttributes.custom:x=y userAttributes.given_name=A")
    }

    @Test func `the flow is forgotten once a second factor is set up`() {
        let envelope = envelope("MFA_SETUP", userAuth: true)
        var flow = resumed(envelope)
        _ = flow.answered(Secret("a@b.c"), to: envelope)
        #expect(text(flow.received(challenge("EMAIL_OTP"))) == "CONFIRM_SIGN_IN_WITH_EMAIL_CODE C1 alice")
    }

    @Test func `inputs out of order are refused in every state`() {
        let tokens = AuthOutput.tokens(.init(idToken: nil, accessToken: nil))
        var finished = started("a", userAuth: false, sentPassword: true)
        _ = finished.received(tokens)
        #expect(text(finished.received(tokens)) == "fail 400 ExpiredCodeException false")
        #expect(text(finished.answered(Secret("1"), to: envelope("SMS_MFA"))) == "fail 400 ExpiredCodeException false")
        var fresh = started("a", userAuth: false, sentPassword: true)
        #expect(text(fresh.received(secret: .init(secretCode: nil))) == "fail 400 ExpiredCodeException false")
        fresh = started("a", userAuth: false, sentPassword: true)
        #expect(text(fresh.received(verification: .init(succeeded: true))) == "fail 400 ExpiredCodeException false")
    }
}
