// SPDX-License-Identifier: Apache-2.0

/// What came of asking for a new password.
public struct ResetPasswordResult: Sendable, Equatable, Encodable {
    /// What has to follow.
    public struct NextStep: Sendable, Equatable, Encodable {
        /// Always `CONFIRM_RESET_PASSWORD_WITH_CODE`.
        public let name: String
        /// Where the code went, or would have gone.
        public let codeDeliveryDetails: CodeDeliveryDetails
    }

    /// Always false: the code has yet to come back.
    public let isPasswordReset: Bool
    /// What has to follow.
    public let nextStep: NextStep

    init(_ delivery: CodeDeliveryDetails) {
        isPasswordReset = false
        nextStep = NextStep(name: "CONFIRM_RESET_PASSWORD_WITH_CODE", codeDeliveryDetails: delivery)
    }
}
