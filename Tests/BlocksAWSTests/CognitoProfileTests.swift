// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct CognitoProfileTests {
    private let token = Secret("a")

    @Test func `GetUser reads attributes and second factors`() async throws {
        let cognito = try ScriptedCognito(
            .json(
                #"{"Username":"u","UserAttributes":[{"Name":"sub","Value":"s"},{"Name":"x"},{"Value":"y"},7],"#
                    + #""UserMFASettingList":["SMS_MFA"],"PreferredMfaSetting":"SMS_MFA"}"#), .json("{}"))
        let user = try await cognito.client.getUser(accessToken: token)
        #expect(user.username == "u")
        #expect(user.attributes == [.init(name: "sub", value: "s"), .init(name: "x", value: "")])
        #expect(user.mfaSettings == ["SMS_MFA"])
        #expect(user.preferredMFASetting == "SMS_MFA")
        #expect(try await cognito.client.getUser(accessToken: token).attributes.isEmpty)
        #expect(cognito.transport.bodies == [#"{"AccessToken":"a"}"#, #"{"AccessToken":"a"}"#])
    }

    @Test func `attributes, codes and passwords carry what the API names`() async throws {
        let cognito = try ScriptedCognito(
            .json(#"{"CodeDeliveryDetailsList":[{"AttributeName":"email","Destination":"d"},7]}"#), .json("{}"),
            .json(#"{"CodeDeliveryDetails":{"DeliveryMedium":"SMS"}}"#), .json("{}"), .json("{}"))
        let client = cognito.client
        let deliveries = try await client.updateUserAttributes(
            .init(accessToken: token, attributes: [.init(name: "email", value: "e")]))
        #expect(deliveries == [CodeDelivery(destination: "d", attributeName: "email")])
        try await client.verifyUserAttribute(.init(accessToken: token, attributeName: "email", code: Secret("1")))
        let sent = try await client.getUserAttributeVerificationCode(.init(accessToken: token, attributeName: "p"))
        #expect(sent == CodeDelivery(deliveryMedium: "SMS"))
        try await client.changePassword(
            .init(accessToken: token, previousPassword: Secret("o"), proposedPassword: Secret("n")))
        try await client.deleteUser(accessToken: token)
        #expect(
            cognito.transport.bodies == [
                #"{"AccessToken":"a","UserAttributes":[{"Name":"email","Value":"e"}]}"#,
                #"{"AccessToken":"a","AttributeName":"email","Code":"1"}"#, #"{"AccessToken":"a","AttributeName":"p"}"#,
                #"{"AccessToken":"a","PreviousPassword":"o","ProposedPassword":"n"}"#, #"{"AccessToken":"a"}"#,
            ])
        #expect(
            cognito.operations == [
                "UpdateUserAttributes", "VerifyUserAttribute", "GetUserAttributeVerificationCode", "ChangePassword",
                "DeleteUser",
            ])
    }

    @Test func `SetUserMFAPreference sends only what changes`() async throws {
        let cognito = try ScriptedCognito(.json("{}"), .json("{}"))
        try await cognito.client.setUserMFAPreference(.init(accessToken: token))
        try await cognito.client.setUserMFAPreference(
            .init(
                accessToken: token, sms: .init(enabled: false, preferred: false),
                softwareToken: .init(enabled: true, preferred: true), email: .init(enabled: true, preferred: false)))
        #expect(
            cognito.transport.bodies == [
                #"{"AccessToken":"a"}"#,
                #"{"AccessToken":"a","SMSMfaSettings":{"Enabled":false,"PreferredMfa":false},"#
                    + #""SoftwareTokenMfaSettings":{"Enabled":true,"PreferredMfa":true},"#
                    + #""EmailMfaSettings":{"Enabled":true,"PreferredMfa":false}}"#,
            ])
    }
}
