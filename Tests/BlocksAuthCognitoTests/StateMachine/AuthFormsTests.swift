// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Spec auth-state-machine §1 to §7, as text: member order and field order are part of it.
struct AuthFormsTests {
    private let username = #"{"name":"username","label":"Username","type":"text","required":true}"#
    private let password = #"{"name":"password","label":"Password","type":"password","required":true}"#
    private let email = #"{"name":"email","label":"Email","type":"email","required":true}"#
    private let alice = CognitoUser(username: "alice", userSub: "s", groups: [], attributes: UserAttributes())
    private let aliceText = #"{"userId":"alice","username":"alice","userSub":"s","groups":[],"attributes":{}}"#

    private func forms(_ options: AuthCognitoOptions<OpenPool> = .init()) -> AuthForms { AuthForms(options) }

    private func field(_ name: String, _ label: String, _ type: String, _ value: String? = nil) -> String {
        let end = value.map { #","defaultValue":"\#($0)"}"# } ?? "}"
        return #"{"name":"\#(name)","label":"\#(label)","type":"\#(type)","required":true"# + end
    }

    private func fields(_ options: AuthCognitoOptions<OpenPool>, of action: String) -> [String] {
        forms(options).signedOut.actions.first { $0.name == action }?.fields
            .map { "\($0.name) · \($0.label) · \($0.type.rawValue)" } ?? []
    }

    @Test func `the default configuration, complete`() throws {
        #expect(
            try JSONCoding.string(forms().signedOut)
                == #"{"state":"signedOut","actions":["#
                + #"{"name":"signIn","label":"Sign In","fields":[\#(username),\#(password)]},"#
                + #"{"name":"signUp","label":"Create Account","fields":[\#(username),\#(password),\#(email)]},"#
                + #"{"name":"resetPassword","label":"Forgot Password","fields":[\#(username)]}]}"#)
    }

    @Test(arguments: [
        ([SignInName](), "username · Username · text"), ([.username], "username · Username · text"),
        ([.email], "username · Email · email"), ([.phone], "username · Phone · tel"),
        ([.email, .phone], "username · Username · text"), ([.username, .email], "username · Username · text"),
        ([.username, .phone], "username · Username · text"),
        ([.username, .email, .phone], "username · Username · text"),
    ])
    func `the user-name field follows signInWith`(names: [SignInName], field: String) {
        let options = AuthCognitoOptions<OpenPool>(signInWith: names, enablePasskeys: true)
        for action in ["signIn", "signInWithPasskey", "signUp", "resetPassword"] {
            #expect(fields(options, of: action).first == field)
        }
    }

    @Test(arguments: [
        ([SignInName](), ["email · Email · email"]), ([.username], []), ([.email], []), ([.phone], []),
        ([.username, .phone], ["phone_number · Phone Number · tel"]),
        ([.email, .phone], ["email · Email · email", "phone_number · Phone Number · tel"]),
    ])
    func `sign-up asks for the addresses that sign in`(names: [SignInName], extras: [String]) {
        #expect(Array(fields(.init(signInWith: names), of: "signUp").dropFirst(2)) == extras)
    }

    @Test func `required attributes follow in the order of their declaration`() {
        let options = AuthCognitoOptions<OpenPool>(userAttributes: [
            .init(named: "department", required: true), .init(named: "employeeId", type: .number, required: true),
            .init(named: "cost_center", required: true), .init(named: "nickname", required: true), .init(named: "team"),
        ])
        #expect(
            fields(options, of: "signUp").dropFirst(2) == [
                "email · Email · email", "department · Department · text", "employeeId · EmployeeId · number",
                "cost_center · Cost Center · text", "nickname · Nickname · text",
            ])
    }

    @Test(arguments: [(true, ["email · Email · email"]), (false, ["email · Email · email"])])
    func `a declared email field comes once, an optional one changes nothing`(required: Bool, extras: [String]) {
        let options = AuthCognitoOptions<OpenPool>(userAttributes: [.init(named: "email", required: required)])
        #expect(Array(fields(options, of: "signUp").dropFirst(2)) == extras)
    }

    @Test func `sign-up is hidden where people can't register themselves, passkeys come second`() {
        #expect(forms(.init(selfSignUp: false)).signedOut.actions.map(\.name) == ["signIn", "resetPassword"])
        #expect(
            forms(.init(enablePasskeys: true)).signedOut.actions.map(\.name)
                == ["signIn", "signInWithPasskey", "signUp", "resetPassword"])
    }

    @Test(arguments: [
        ("phone_number", "Phone Number"), ("employeeId", "EmployeeId"), ("custom:cost_center", "Cost Center"),
        ("x", "X"),
        ("a__b", "A  B"), ("", ""), ("_a", " A"),
    ])
    func `labels`(name: String, label: String) {
        #expect(AuthForms.humanised(name) == label)
    }

    @Test func `the account forms`() throws {
        let hidden = field("username", "Username", "hidden", "al")
        #expect(
            try JSONCoding.string(forms().confirmingSignUp("al"))
                == #"{"state":"confirmingSignUp","actions":[{"name":"confirmSignUp","label":"Confirm Account","fields":["#
                + "\(hidden),\(field("code", "Verification Code", "text"))]},"
                + #"{"name":"resendSignUpCode","label":"Resend Code","fields":[\#(hidden)]}]}"#)
        #expect(
            try JSONCoding.string(forms().continuingToSignIn("al"))
                == #"{"state":"confirmingSignUp","actions":[{"name":"autoSignIn","label":"Continue","fields":[\#(hidden)]}]}"#
        )
        #expect(
            try JSONCoding.string(forms().confirmingPasswordReset("al"))
                == #"{"state":"confirmingPasswordReset","actions":[{"name":"confirmResetPassword","label":"Reset Password","fields":["#
                + "\(hidden),\(field("code", "Reset Code", "text")),\(field("newPassword", "New Password", "password"))]}]}"
        )
    }

    @Test func `signed in, plain and with passkeys`() throws {
        let signOut = #"{"name":"signOut","label":"Sign Out","fields":[]}"#
        #expect(
            try JSONCoding.string(forms().signedIn(alice))
                == #"{"state":"signedIn","user":\#(aliceText),"actions":[\#(signOut)]}"#)
        #expect(
            try JSONCoding.string(forms(.init(enablePasskeys: true)).signedIn(alice))
                == #"{"state":"signedIn","user":\#(aliceText),"actions":[\#(signOut),"#
                + #"{"name":"startPasskeyRegistration","label":"Add a passkey to this device","fields":[]},"#
                + #"{"name":"listPasskeys","label":"Manage passkeys","fields":[]}]}"#)
    }

    /// What each next step asks for: label, challenge, further fields.
    static let steps: [(SignInNextStep.Kind, String, String, [String])] = {
        let sms = CodeDeliveryDetails(destination: "+1***", deliveryMedium: "SMS", attributeName: "phone_number")
        let email = CodeDeliveryDetails(destination: "", deliveryMedium: "EMAIL", attributeName: "email")
        let code = #"{"name":"code","label":"Code","type":"text","required":true}"#
        let choose: @Sendable (String, String) -> String = { name, options in
            #"{"name":"\#(name)","label":"Pick one of: \#(options)","type":"text","required":true}"#
        }
        return [
            (.smsCode(sms), "Enter SMS Code (sent to +1***)", "code", [code]),
            (.firstFactorSMSOTP(sms), "Enter SMS Code (sent to +1***)", "code", [code]),
            (.emailCode(email), "Enter Email Code", "code", [code]),
            (.firstFactorEmailOTP(email), "Enter Email Code", "code", [code]),
            (.totpCode, "Enter Authenticator Code", "code", [code]),
            (.mfaSelection(["SMS", "TOTP"]), "Choose MFA Method", "mfaType", [choose("mfaType", "SMS, TOTP")]),
            (.mfaSetupSelection(["TOTP", "EMAIL"]), "Choose MFA Setup", "mfaType", [choose("mfaType", "TOTP, EMAIL")]),
            (
                .totpSetup(sharedSecret: "JBSW"), "Set Up Authenticator", "totpSetup",
                [
                    #"{"name":"sharedSecret","label":"Shared Secret","type":"hidden","required":true,"defaultValue":"JBSW"}"#,
                    #"{"name":"code","label":"Code from Authenticator","type":"text","required":true}"#,
                ]
            ),
            (
                .emailSetup, "Set Up Email OTP", "email",
                [#"{"name":"email","label":"Email Address","type":"email","required":true}"#]
            ),
            (
                .newPasswordRequired(requiredAttributes: nil), "Set New Password", "newPassword",
                [#"{"name":"newPassword","label":"New Password","type":"password","required":true}"#]
            ),
            (
                .newPasswordRequired(requiredAttributes: ["userAttributes.given_name", "email"]), "Set New Password",
                "newPassword",
                [
                    #"{"name":"newPassword","label":"New Password","type":"password","required":true}"#,
                    #"{"name":"given_name","label":"Given Name","type":"text","required":true}"#,
                    #"{"name":"email","label":"Email","type":"email","required":true}"#,
                ]
            ),
            (
                .firstFactorSelection([.password, .emailOTP]), "Choose Sign-In Method", "firstFactor",
                [choose("firstFactor", "PASSWORD, EMAIL_OTP")]
            ),
            (
                .password, "Enter Password", "password",
                [#"{"name":"password","label":"Password","type":"password","required":true}"#]
            ),
        ]
    }()

    @Test(arguments: steps)
    func `each next step is one form`(kind: SignInNextStep.Kind, label: String, challenge: String, fields: [String])
        throws
    {
        let step = SignInNextStep(kind: kind, session: "S.1")
        let hidden = [
            field("session", "Session", "hidden", "S.1"), field("challenge", "Challenge", "hidden", challenge),
        ]
        #expect(
            try JSONCoding.string(forms().confirmingSignIn(step))
                == #"{"state":"confirmingSignIn","actions":[{"name":"confirmSignIn","label":"\#(label)","fields":["#
                + (hidden + fields).joined(separator: ",") + "]}]}")
    }

    @Test func `a passkey step says what the client must be able to do`() throws {
        let step = SignInNextStep(kind: .webAuthn(credentialRequestOptions: "{}"), session: "S")
        #expect(
            try JSONCoding.string(forms().confirmingSignIn(step))
                == #"{"state":"confirmingSignIn","actions":[{"name":"confirmSignIn","label":"Use Passkey","capability":"webauthn-get","fields":["#
                + [
                    field("session", "Session", "hidden", "S"), field("challenge", "Challenge", "hidden", "webauthn"),
                    field("credentialRequestOptions", "Credential Request Options", "hidden", "{}"),
                    field("credential", "Credential", "hidden"),
                ].joined(separator: ",") + "]}]}")
    }

    @Test func `a retriable failure carries no forms`() throws {
        let state = forms().failed(ApiError(.codeMismatch, "Invalid code"), user: alice)
        #expect(
            try JSONCoding.string(state)
                == #"{"state":"signedOut","actions":[],"error":"Invalid code","retriable":true,"errorName":"CodeMismatchException"}"#
        )
    }

    @Test func `any other failure leads back to the forms of whoever is there`() throws {
        let error = ApiError(.notAuthorized, "No")
        let signedOut = try JSONCoding.string(forms().failed(error, user: nil))
        #expect(signedOut.hasSuffix(#"]}],"error":"No","errorName":"NotAuthorizedException"}"#))
        #expect(forms().failed(error, user: alice).state == .signedIn)
        #expect(forms().failed(error, user: alice).user == alice)
        #expect(forms().failed(ApiError("plain"), user: nil).errorName == nil)
    }
}
