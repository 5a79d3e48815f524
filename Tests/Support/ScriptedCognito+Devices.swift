// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore

extension ScriptedCognito {
    /// Records the call and answers as scripted.
    public func confirmDevice(_ input: ConfirmDeviceInput) async throws(AWSError) -> Bool {
        try await answer(
            "ConfirmDevice",
            [
                "AccessToken": input.accessToken.exposed, "DeviceKey": input.deviceKey, "DeviceName": input.deviceName,
                "PasswordVerifier": input.passwordVerifier.exposed, "Salt": input.salt,
            ], default: false)
    }

    /// Records the call and answers as scripted.
    public func updateDeviceStatus(
        accessToken: Secret<String>, deviceKey: String, remembered: Bool
    ) async throws(AWSError) {
        try await answer(
            "UpdateDeviceStatus",
            ["AccessToken": accessToken.exposed, "DeviceKey": deviceKey, "Remembered": "\(remembered)"], default: ())
    }

    /// Records the call and answers as scripted.
    public func listDevices(_ input: ListDevicesInput) async throws(AWSError) -> ListDevicesOutput {
        try await answer(
            "ListDevices",
            [
                "AccessToken": input.accessToken.exposed, "Limit": "\(input.limit)",
                "PaginationToken": input.paginationToken,
            ])
    }

    /// Records the call and answers as scripted.
    public func forgetDevice(accessToken: Secret<String>, deviceKey: String) async throws(AWSError) {
        try await answer("ForgetDevice", ["AccessToken": accessToken.exposed, "DeviceKey": deviceKey], default: ())
    }

    /// Records the call and answers as scripted.
    public func startWebAuthnRegistration(accessToken: Secret<String>) async throws(AWSError) -> JSONValue {
        try await answer("StartWebAuthnRegistration", ["AccessToken": accessToken.exposed])
    }

    /// Records the call and answers as scripted.
    public func completeWebAuthnRegistration(_ input: CompleteWebAuthnRegistrationInput) async throws(AWSError) {
        var writer = JSONWriter()
        writer.value(input.credential)
        try await answer(
            "CompleteWebAuthnRegistration",
            [
                "AccessToken": input.accessToken.exposed,
                "Credential": String(decoding: writer.bytes, as: UTF8.self),
            ], default: ())
    }

    /// Records the call and answers as scripted.
    public func listWebAuthnCredentials(
        _ input: ListWebAuthnCredentialsInput
    ) async throws(AWSError) -> ListWebAuthnCredentialsOutput {
        try await answer(
            "ListWebAuthnCredentials", ["AccessToken": input.accessToken.exposed, "NextToken": input.nextToken])
    }

    /// Records the call and answers as scripted.
    public func deleteWebAuthnCredential(accessToken: Secret<String>, credentialID: String) async throws(AWSError) {
        try await answer(
            "DeleteWebAuthnCredential", ["AccessToken": accessToken.exposed, "CredentialId": credentialID], default: ())
    }
}
