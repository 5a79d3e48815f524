// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore

/// Operations that this pool does not offer yet: refused as Cognito refuses them where they are switched off.
extension LocalUserPool {
    /// Refused: devices are not tracked.
    public func confirmDevice(_ input: ConfirmDeviceInput) async throws(AWSError) -> Bool { throw .noDevices }
    /// Refused: devices are not tracked.
    public func updateDeviceStatus(
        accessToken: Secret<String>, deviceKey: String, remembered: Bool
    ) async throws(AWSError) { throw .noDevices }
    /// Refused: devices are not tracked.
    public func listDevices(_ input: ListDevicesInput) async throws(AWSError) -> ListDevicesOutput { throw .noDevices }
    /// Refused: devices are not tracked.
    public func forgetDevice(accessToken: Secret<String>, deviceKey: String) async throws(AWSError) { throw .noDevices }

    /// Refused: passkeys are not enabled.
    public func startWebAuthnRegistration(accessToken: Secret<String>) async throws(AWSError) -> JSONValue {
        throw .noPasskeys
    }
    /// Refused: passkeys are not enabled.
    public func completeWebAuthnRegistration(_ input: CompleteWebAuthnRegistrationInput) async throws(AWSError) {
        throw .noPasskeys
    }
    /// Refused: passkeys are not enabled.
    public func listWebAuthnCredentials(
        _ input: ListWebAuthnCredentialsInput
    ) async throws(AWSError) -> ListWebAuthnCredentialsOutput { throw .noPasskeys }
    /// Refused: passkeys are not enabled.
    public func deleteWebAuthnCredential(accessToken: Secret<String>, credentialID: String) async throws(AWSError) {
        throw .noPasskeys
    }

    /// As `initiateAuth`: this pool has no signed calls.
    public func adminInitiateAuth(_ input: InitiateAuthInput) async throws(AWSError) -> AuthOutput {
        try await initiateAuth(input)
    }
    /// As `respondToAuthChallenge`: this pool has no signed calls.
    public func adminRespondToAuthChallenge(_ input: RespondToAuthChallengeInput) async throws(AWSError) -> AuthOutput {
        try await respondToAuthChallenge(input)
    }
}

extension AWSError {
    fileprivate static var noDevices: AWSError {
        .invalidParameter("Device tracking is not enabled for this user pool.")
    }
    fileprivate static var noPasskeys: AWSError {
        AWSError(
            name: "WebAuthnNotEnabledException", message: "Passkeys are not enabled for this user pool.", status: 400,
            kind: .service)
    }
}
