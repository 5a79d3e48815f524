// SPDX-License-Identifier: Apache-2.0

/// How the app client replaces refresh tokens, each of which is then good for one refresh.
///
/// On AWS the app client decides, and sessions follow whatever it does; the local pool does what is said here.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html>
public struct RefreshTokenRotation: Sendable, Equatable {
    /// Seconds that a replaced token still works, 0 to 60, for a backend that lost the answer.
    public var retryGracePeriodSeconds: Int

    /// Rotation; a grace period helps sessions over a store that fails between the refresh and its record.
    public init(retryGracePeriodSeconds: Int = 0) {
        self.retryGracePeriodSeconds = retryGracePeriodSeconds
    }
}
