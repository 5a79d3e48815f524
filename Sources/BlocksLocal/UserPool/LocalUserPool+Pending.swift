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
}
