// SPDX-License-Identifier: Apache-2.0

/// What came of a sign-up.
public struct SignUpResult: Sendable, Equatable, Encodable {
    /// What has to follow.
    public struct NextStep: Sendable, Equatable, Encodable {
        /// Always `CONFIRM_SIGN_UP`.
        public let name: String
        /// Where the code went.
        public let codeDeliveryDetails: CodeDeliveryDetails
    }

    /// Whether the account needs no confirmation.
    public let isSignUpComplete: Bool
    /// The permanent id of the user (`sub`).
    public let userId: String
    /// What has to follow; `nil` when nothing does.
    public let nextStep: NextStep?

    init(isSignUpComplete: Bool, userId: String, delivery: CodeDeliveryDetails?) {
        self.isSignUpComplete = isSignUpComplete
        self.userId = userId
        self.nextStep = delivery.map { NextStep(name: "CONFIRM_SIGN_UP", codeDeliveryDetails: $0) }
    }
}

/// What came of a confirmation.
public struct ConfirmSignUpResult: Sendable, Equatable, Encodable {
    /// What has to follow.
    public enum SignUpStep: String, Sendable, Encodable {
        /// Nothing; the user can sign in.
        case done = "DONE"
        /// `autoSignIn` signs the user in without asking again.
        case completeAutoSignIn = "COMPLETE_AUTO_SIGN_IN"
    }

    /// The member that says what has to follow.
    public struct NextStep: Sendable, Equatable, Encodable {
        /// What has to follow.
        public let signUpStep: SignUpStep
    }

    /// Always true: a confirmation that failed is an error.
    public let isSignUpComplete: Bool
    /// What has to follow.
    public let nextStep: NextStep

    init(_ step: SignUpStep) {
        isSignUpComplete = true
        nextStep = NextStep(signUpStep: step)
    }
}
