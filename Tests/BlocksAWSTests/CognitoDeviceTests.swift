// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAWS

@Suite struct CognitoDeviceTests {
    private let token = Secret("a")

    @Test func `tokens name the device that Cognito has just noted`() async throws {
        let cognito = try ScriptedCognito(
            .json(
                #"{"AuthenticationResult":{"IdToken":"i","AccessToken":"a","NewDeviceMetadata":"#
                    + #"{"DeviceKey":"eu-west-1_k","DeviceGroupKey":"-g"}}}"#))
        let output = try await cognito.client.initiateAuth(InitiateAuthInput(flow: .userAuth, parameters: [:]))
        guard case .tokens(let tokens) = output else {
            Issue.record("no tokens")
            return
        }
        #expect(tokens.newDevice == NewDevice(deviceKey: "eu-west-1_k", deviceGroupKey: "-g"))
    }

    @Test(arguments: [
        "null", "{}", "7", "[]", #"{"DeviceKey":"k"}"#, #"{"DeviceGroupKey":"g"}"#,
        #"{"DeviceKey":null,"DeviceGroupKey":"g"}"#, #"{"DeviceKey":"k","DeviceGroupKey":7}"#,
    ])
    func `half a device is none`(metadata: String) async throws {
        let cognito = try ScriptedCognito(
            .json(#"{"AuthenticationResult":{"IdToken":"i","NewDeviceMetadata":\#(metadata)}}"#))
        let output = try await cognito.client.initiateAuth(InitiateAuthInput(flow: .userAuth, parameters: [:]))
        guard case .tokens(let tokens) = output else {
            Issue.record("no tokens")
            return
        }
        #expect(tokens.newDevice == nil)
        #expect(tokens.idToken?.exposed == "i")
    }

    @Test func `a device is confirmed with its verifier`() async throws {
        let cognito = try ScriptedCognito(
            .json(#"{"UserConfirmationNecessary":true}"#), .json(#"{"UserConfirmationNecessary":false}"#), .json("{}"))
        var input = ConfirmDeviceInput(
            accessToken: token, deviceKey: "k", deviceName: "Büro", passwordVerifier: Secret("dg=="), salt: "c2E=")
        #expect(try await cognito.client.confirmDevice(input))
        input.deviceName = nil
        #expect(try await !cognito.client.confirmDevice(input))
        #expect(try await !cognito.client.confirmDevice(input))
        let verifier = #""DeviceSecretVerifierConfig":{"PasswordVerifier":"dg==","Salt":"c2E="}}"#
        #expect(
            cognito.transport.bodies == [
                #"{"AccessToken":"a","DeviceKey":"k","DeviceName":"Büro","# + verifier,
                #"{"AccessToken":"a","DeviceKey":"k","# + verifier, #"{"AccessToken":"a","DeviceKey":"k","# + verifier,
            ])
        #expect(cognito.operations == ["ConfirmDevice", "ConfirmDevice", "ConfirmDevice"])
    }

    @Test func `a device is remembered, and forgotten`() async throws {
        let cognito = try ScriptedCognito(.json("{}"), .json("{}"), .json("{}"))
        try await cognito.client.updateDeviceStatus(accessToken: token, deviceKey: "k", remembered: true)
        try await cognito.client.updateDeviceStatus(accessToken: token, deviceKey: "k", remembered: false)
        try await cognito.client.forgetDevice(accessToken: token, deviceKey: "k")
        #expect(
            cognito.transport.bodies == [
                #"{"AccessToken":"a","DeviceKey":"k","DeviceRememberedStatus":"remembered"}"#,
                #"{"AccessToken":"a","DeviceKey":"k","DeviceRememberedStatus":"not_remembered"}"#,
                #"{"AccessToken":"a","DeviceKey":"k"}"#,
            ])
        #expect(cognito.operations == ["UpdateDeviceStatus", "UpdateDeviceStatus", "ForgetDevice"])
    }

    @Test func `devices come by the page, with times in seconds and fractions`() async throws {
        let cognito = try ScriptedCognito(
            .json(
                #"{"Devices":[{"DeviceKey":"k","DeviceAttributes":[{"Name":"device_name","Value":"n"},{"Name":"x"}],"#
                    + #""DeviceCreateDate":1.7954960061235E9,"DeviceLastModifiedDate":1795496006,"#
                    + #""DeviceLastAuthenticatedDate":1795496006.5},{"DeviceCreateDate":1},7],"PaginationToken":"p2"}"#),
            .json(#"{"Devices":[{"DeviceKey":"l","DeviceCreateDate":"1795496006","DeviceLastModifiedDate":1e300}]}"#),
            .json("{}"))
        let first = try await cognito.client.listDevices(.init(accessToken: token))
        #expect(
            first.devices == [
                Device(
                    deviceKey: "k",
                    attributes: [.init(name: "device_name", value: "n"), .init(name: "x", value: "")],
                    createDate: Timestamp(milliseconds: 1_795_496_006_124),
                    lastModifiedDate: Timestamp(milliseconds: 1_795_496_006_000),
                    lastAuthenticatedDate: Timestamp(milliseconds: 1_795_496_006_500))
            ])
        #expect(first.paginationToken == "p2")
        let second = try await cognito.client.listDevices(
            .init(accessToken: token, limit: 10, paginationToken: first.paginationToken))
        #expect(second.devices == [Device(deviceKey: "l")], "what is no time in seconds is no time")
        #expect(second.paginationToken == nil)
        #expect(try await cognito.client.listDevices(.init(accessToken: token)).devices.isEmpty)
        #expect(
            cognito.transport.bodies == [
                #"{"AccessToken":"a","Limit":60}"#, #"{"AccessToken":"a","Limit":10,"PaginationToken":"p2"}"#,
                #"{"AccessToken":"a","Limit":60}"#,
            ])
    }

    @Test func `either way of refreshing names the device`() async throws {
        let tokens = InboundResponse.json(#"{"AuthenticationResult":{"IdToken":"i","AccessToken":"a"}}"#)
        let cognito = try ScriptedCognito(tokens, .awsError("UnsupportedOperationException"), tokens)
        let input = RefreshTokensInput(refreshToken: Secret("r"), username: "alice", deviceKey: "eu-west-1_k")
        _ = try await cognito.client.refreshTokens(input)
        _ = try await cognito.client.refreshTokens(input)
        #expect(
            cognito.transport.bodies == [
                #"{"RefreshToken":"r","ClientId":"client","DeviceKey":"eu-west-1_k"}"#,
                #"{"RefreshToken":"r","ClientId":"client","DeviceKey":"eu-west-1_k"}"#,
                #"{"ClientId":"client","AuthFlow":"REFRESH_TOKEN_AUTH","AuthParameters":"#
                    + #"{"DEVICE_KEY":"eu-west-1_k","REFRESH_TOKEN":"r"}}"#,
            ])
    }

    /// A lost answer: the call may have reached Cognito.
    @Test func `what a second call would not find again is asked once, the rest again`() async throws {
        let once = try ScriptedCognito([.failure(TransportError(.timeout)), .success(.json("{}"))])
        await #expect(throws: AWSError.self) {
            try await once.client.forgetDevice(accessToken: Secret("a"), deviceKey: "k")
        }
        #expect(once.transport.requests.count == 1)
        for call: @Sendable (CognitoClient) async throws -> Void in [
            {
                _ = try await $0.confirmDevice(
                    .init(accessToken: Secret("a"), deviceKey: "k", passwordVerifier: Secret("v"), salt: "s"))
            },
            { _ = try await $0.listDevices(.init(accessToken: Secret("a"))) },
        ] {
            let cognito = try ScriptedCognito([.failure(TransportError(.timeout)), .success(.json("{}"))])
            try await call(cognito.client)
            #expect(cognito.transport.requests.count == 2)
            #expect(Set(cognito.transport.bodies).count == 1, "the same input twice has one effect")
        }
    }
}
