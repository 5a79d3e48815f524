// SPDX-License-Identifier: Apache-2.0

extension UserPoolConfiguration {
    /// How a pool remembers devices (`DeviceConfigurationType`).
    public struct DeviceTracking: Sendable, Equatable {
        /// Whether a device that proves itself is spared the second factor, which others have to show.
        public var challengeRequiredOnNewDevice: Bool
        /// Whether a device is remembered only when the user asks for it.
        public var rememberedOnUserPrompt: Bool

        /// Cognito's defaults are `false` for both.
        public init(challengeRequiredOnNewDevice: Bool = false, rememberedOnUserPrompt: Bool = false) {
            self.challengeRequiredOnNewDevice = challengeRequiredOnNewDevice
            self.rememberedOnUserPrompt = rememberedOnUserPrompt
        }
    }

    /// How an app client replaces refresh tokens (`RefreshTokenRotationType`).
    public struct RefreshTokenRotation: Sendable, Equatable {
        /// Seconds that a replaced token still works, `0...60`, for clients that lost the answer.
        public var retryGracePeriod: Int

        /// Other periods are taken for the nearest one allowed.
        public init(retryGracePeriod: Int = 0) {
            self.retryGracePeriod = min(max(retryGracePeriod, 0), 60)
        }
    }

    /// The site that a pool's passkeys are made for (`WebAuthnConfigurationType`).
    public struct Passkeys: Sendable, Equatable {
        /// Whether the authenticator must check who uses it.
        public enum UserVerification: String, Sendable, Hashable, CaseIterable {
            /// It must.
            case required
            /// It should.
            case preferred
        }

        /// A host name without scheme or port.
        public var relyingPartyID: String
        /// The origins whose pages may use the passkeys; empty allows every page of the relying party's domain.
        public var origins: [String]
        /// Whether the authenticator must check who uses it.
        public var userVerification: UserVerification

        /// A site.
        public init(relyingPartyID: String, origins: [String] = [], userVerification: UserVerification = .preferred) {
            self.relyingPartyID = relyingPartyID
            self.origins = origins
            self.userVerification = userVerification
        }
    }
}
