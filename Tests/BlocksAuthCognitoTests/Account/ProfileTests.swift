// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Spec auth-methods §8 and §9 for a signed-in user: exact requests, exact replies, and known weakness A7.
struct ProfileTests {
    typealias Method = @Sendable (AuthFixture<Pool>, BlocksContext) async throws -> Void

    /// Every method that needs an access token, with the operation it calls.
    static let methods: [(String, Method)] = [
        ("GetUser", { _ = try await $0.auth.fetchUserAttributes($1) }),
        ("UpdateUserAttributes", { _ = try await $0.auth.updateUserAttributes($1, [.name: "x"]) }),
        ("UpdateUserAttributes", { _ = try await $0.auth.updateUserAttribute($1, .name, "x") }),
        ("VerifyUserAttribute", { try await $0.auth.confirmUserAttribute($1, .email, "1") }),
        ("GetUserAttributeVerificationCode", { try await $0.auth.sendUserAttributeVerificationCode($1, .email) }),
        ("ChangePassword", { try await $0.auth.updatePassword($1, "o", "n") }),
        ("AssociateSoftwareToken", { _ = try await $0.auth.setUpTOTP($1) }),
        ("VerifySoftwareToken", { try await $0.auth.verifyTOTPSetup($1, "1") }),
        ("SetUserMFAPreference", { try await $0.auth.updateMFAPreference($1, [.totp: .enabled]) }),
        ("GetUser", { _ = try await $0.auth.fetchMFAPreference($1) }),
        ("StartWebAuthnRegistration", { _ = try await $0.auth.startPasskeyRegistration($1) }),
        ("CompleteWebAuthnRegistration", { _ = try await $0.auth.completePasskeyRegistration($1, "{}") }),
        ("ListWebAuthnCredentials", { _ = try await $0.auth.listPasskeys($1) }),
        ("DeleteWebAuthnCredential", { try await $0.auth.deletePasskey($1, "AQ") }),
        ("DeleteUser", { try await $0.auth.deleteUser($1) }),
    ]

    private func fixture() throws -> AuthFixture<Pool> {
        let fixture = try AuthFixture<Pool>()
        fixture.cognito.on("GetUser") {
            GetUserOutput(
                username: "alice",
                attributes: [.init(name: "sub", value: "s"), .init(name: "email_verified", value: "true")],
                mfaSettings: ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP", "SMS_MFA", "NEW"], preferredMFASetting: "EMAIL_OTP")
        }
        fixture.cognito.on("AssociateSoftwareToken") { AssociateSoftwareTokenOutput(secretCode: Secret("JBSW")) }
        fixture.cognito.on("VerifySoftwareToken") { VerifySoftwareTokenOutput(succeeded: true) }
        fixture.cognito.on("GetUserAttributeVerificationCode") { CodeDelivery?.none }
        fixture.cognito.on("StartWebAuthnRegistration") { JSONValue.object([:]) }
        fixture.cognito.on("ListWebAuthnCredentials") { ListWebAuthnCredentialsOutput(credentials: []) }
        return fixture
    }

    private func sent(_ fixture: AuthFixture<Pool>) -> [String: String] {
        var fields = fixture.cognito.calls.last?.fields ?? [:]
        fields["AccessToken"] = nil
        return fields
    }

    @Test(arguments: methods) func `nobody signed in means 401 and no request`(operation: String, method: Method)
        async throws
    {
        let fixture = try fixture()
        await #expect(throws: ApiError.notAuthenticated) { try await method(fixture, fixture.context()) }
        #expect(fixture.cognito.calls.isEmpty)
    }

    @Test(arguments: methods) func `the session's access token is sent`(operation: String, method: Method) async throws
    {
        let fixture = try fixture()
        try await method(fixture, fixture.context(try await fixture.signIn()))
        #expect(fixture.cognito.operations == ["InitiateAuth", operation])
        #expect(fixture.cognito.calls.last?.fields["AccessToken"] == fixture.tokens().accessToken?.exposed)
    }

    @Test(arguments: methods) func `a dead access token is refreshed once`(operation: String, method: Method)
        async throws
    {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        fixture.cognito.fail(
            operation, AWSError(name: "NotAuthorizedException", message: "Access Token has been revoked"))
        fixture.allowRefresh()
        let context = fixture.context(cookie)
        await #expect(throws: ApiError.notAuthenticated) { try await method(fixture, context) }
        #expect(fixture.cognito.operations == ["InitiateAuth", operation, "RefreshTokens", operation, "RevokeToken"])
        #expect(fixture.rows.isEmpty)
        #expect(context.setCookies.first?.hasSuffix("Max-Age=0") == true)
    }

    @Test(arguments: methods) func `other refusals keep the session`(operation: String, method: Method) async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        for (error, status) in [
            (AWSError(name: "NotAuthorizedException", message: "Incorrect username or password."), 401),
            (AWSError(name: "LimitExceededException", message: "m"), 429), (AWSError(name: "X", kind: .transport), 503),
        ] {
            fixture.cognito.fail(operation, error)
            let context = fixture.context(cookie)
            let thrown = await #expect(throws: ApiError.self) { try await method(fixture, context) }
            #expect(thrown?.status == status)
            #expect(context.setCookies.isEmpty)
        }
        #expect(!fixture.cognito.operations.contains("RefreshTokens"))
        #expect(try await fixture.auth.checkAuth(fixture.context(cookie)))
    }

    @Test func `a refresh that helps is invisible`() async throws {
        let fixture = try fixture()
        let context = fixture.context(try await fixture.signIn())
        fixture.allowRefresh()
        let dead = try #require(fixture.tokens().accessToken?.exposed)
        fixture.cognito.on("GetUser") { [cognito = fixture.cognito] () async throws -> GetUserOutput in
            guard cognito.calls.last?.fields["AccessToken"] != dead else {
                throw AWSError(name: "NotAuthorizedException", message: "Access Token has expired")
            }
            return GetUserOutput(username: "alice", attributes: [])
        }
        #expect(try await fixture.auth.fetchUserAttributes(context).isEmpty)
    }

    @Test func `attributes are Cognito's, live`() async throws {
        let fixture = try fixture()
        let attributes = try await fixture.auth.fetchUserAttributes(fixture.context(try await fixture.signIn()))
        #expect(try JSONCoding.string(attributes) == #"{"sub":"s","email_verified":"true"}"#)
    }

    @Test func `changed attributes tell which need a code`() async throws {
        let fixture = try fixture()
        fixture.cognito.on("UpdateUserAttributes") {
            [CodeDelivery(destination: "n***@e***", deliveryMedium: "EMAIL", attributeName: "email")]
        }
        let context = fixture.context(try await fixture.signIn())
        let result = try await fixture.auth.updateUserAttributes(context, [.email: "n@e", .custom(.department): "d"])
        #expect(sent(fixture) == ["UserAttributes.email": "n@e", "UserAttributes.custom:department": "d"])
        let confirm =
            #"{"isUpdated":false,"nextStep":{"name":"CONFIRM_ATTRIBUTE_WITH_CODE","codeDeliveryDetails":"#
            + #"{"destination":"n***@e***","deliveryMedium":"EMAIL","attributeName":"email"}}}"#
        #expect(
            try JSONCoding.string(result) == #"{"email":\#(confirm),"custom:department":{"isUpdated":true}}"#)
        #expect(try JSONCoding.string(await fixture.auth.updateUserAttribute(context, .email, "n@e")) == confirm)
        #expect(try await fixture.auth.updateUserAttribute(context, .name, "x") == .updated)
    }

    @Test func `codes and passwords go to Cognito`() async throws {
        let fixture = try fixture()
        let context = fixture.context(try await fixture.signIn())
        try await fixture.auth.confirmUserAttribute(context, .email, "123456")
        #expect(sent(fixture) == ["AttributeName": "email", "Code": "123456"])
        try await fixture.auth.sendUserAttributeVerificationCode(context, .phoneNumber)
        #expect(sent(fixture) == ["AttributeName": "phone_number"])
        try await fixture.auth.updatePassword(context, "old", "new")
        #expect(sent(fixture) == ["PreviousPassword": "old", "ProposedPassword": "new"])
    }

    @Test func `an authenticator app of a signed-in user`() async throws {
        let fixture = try fixture()
        let context = fixture.context(try await fixture.signIn())
        #expect(try JSONCoding.string(await fixture.auth.setUpTOTP(context)) == #"{"sharedSecret":"JBSW"}"#)
        try await fixture.auth.verifyTOTPSetup(context, "123456")
        #expect(sent(fixture) == ["UserCode": "123456"])
        fixture.cognito.on("VerifySoftwareToken") { VerifySoftwareTokenOutput(succeeded: false) }
        let error = await #expect(throws: ApiError.self) { try await fixture.auth.verifyTOTPSetup(context, "000000") }
        #expect(error?.name == "CodeMismatchException")
        #expect(error?.retriable == true)
    }

    @Test func `second factors in our names, unknown ones dropped`() async throws {
        let fixture = try fixture()
        let context = fixture.context(try await fixture.signIn())
        #expect(
            try JSONCoding.string(await fixture.auth.fetchMFAPreference(context))
                == #"{"preferred":"EMAIL","enabled":["TOTP","EMAIL","SMS"]}"#)
        fixture.cognito.on("GetUser") { GetUserOutput(username: "alice", attributes: []) }
        #expect(try JSONCoding.string(await fixture.auth.fetchMFAPreference(context)) == #"{"enabled":[]}"#)
    }

    @Test(arguments: [
        (MFASetting.disabled, "false,false"), (.enabled, "true,false"), (.notPreferred, "true,false"),
        (.preferred, "true,true"),
    ])
    func `settings of second factors`(setting: MFASetting, wire: String) async throws {
        let fixture = try fixture()
        let context = fixture.context(try await fixture.signIn())
        try await fixture.auth.updateMFAPreference(context, [.totp: setting])
        #expect(sent(fixture) == ["SoftwareToken": wire])
    }

    @Test func `two preferred factors are refused before Cognito is asked`() async throws {
        let fixture = try fixture()
        let context = fixture.context(try await fixture.signIn())
        await #expect(
            throws: ApiError(
                "At most one factor may be set to PREFERRED per call", status: 400, name: "InvalidParameterException")
        ) { try await fixture.auth.updateMFAPreference(context, [.totp: .preferred, .email: .preferred]) }
        #expect(fixture.cognito.operations == ["InitiateAuth"])
    }

    @Test func `changes decode from JSON`() throws {
        let change = try JSONCoding.decode(
            MFAPreferenceChange<Pool>.self, from: #"{"sms":"DISABLED","totp":"PREFERRED","email":null,"other":1}"#)
        #expect(change.settings == [.sms: .disabled, .totp: .preferred])
        for bad in [#"{"sms":"enabled"}"#, #"{"sms":true}"#, "[]"] {
            #expect(throws: (any Error).self) { try JSONCoding.decode(MFAPreferenceChange<Pool>.self, from: bad) }
        }
    }

    @Test func `deleting the user ends the session without asking Cognito again`() async throws {
        let fixture = try fixture()
        let cookie = try await fixture.signIn()
        let context = fixture.context(cookie)
        try await fixture.auth.deleteUser(context)
        #expect(fixture.cognito.operations == ["InitiateAuth", "DeleteUser"])
        #expect(fixture.rows.isEmpty)
        #expect(context.setCookies.first?.hasSuffix("Max-Age=0") == true)
        #expect(try await !fixture.auth.checkAuth(context))
    }

    @Test func `a record that stays behind does not undo the deletion`() async throws {
        let fixture = try fixture()
        let context = fixture.context(try await fixture.signIn())
        fixture.store.fail(.delete)
        try await fixture.auth.deleteUser(context)
        #expect(context.setCookies.first?.hasSuffix("Max-Age=0") == true)
    }
}
