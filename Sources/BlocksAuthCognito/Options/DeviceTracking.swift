// SPDX-License-Identifier: Apache-2.0

/// How the pool remembers the devices that users sign in on.
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
