// SPDX-License-Identifier: Apache-2.0

/// How the pool remembers the devices that users sign in on.
///
/// Cognito confirms devices only after a sign-in by SRP
/// (<https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html>), so it takes
/// ``AuthFlowType/userSRPAuth``, or ``AuthFlowType/customAuth`` that starts with SRP; ``AuthFlowType/userPasswordAuth`` is a mistake that is told
/// at start. With ``AuthFlowType/userAuth`` prefer ``PreferredChallenge/passwordSRP``: after other first factors, and with
/// ``AuthFlowType/adminUserPasswordAuth``, a device may stay unknown, and a session on one that Cognito refuses to confirm ends with its
/// access token.
public struct DeviceTracking: Sendable, Equatable {
    /// Whether a device that proves itself is spared the second factor, which others have to show.
    public var challengeRequiredOnNewDevice: Bool
    /// Whether a device is remembered only by `rememberDevice`, and not at each sign-in.
    public var deviceOnlyRememberedOnUserPrompt: Bool

    /// Cognito's defaults are `false` for both.
    public init(challengeRequiredOnNewDevice: Bool = false, deviceOnlyRememberedOnUserPrompt: Bool = false) {
        self.challengeRequiredOnNewDevice = challengeRequiredOnNewDevice
        self.deviceOnlyRememberedOnUserPrompt = deviceOnlyRememberedOnUserPrompt
    }
}
