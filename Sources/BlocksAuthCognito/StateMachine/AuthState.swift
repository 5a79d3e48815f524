// SPDX-License-Identifier: Apache-2.0

/// What a client renders: where the user stands and the forms that lead on.
///
/// Clients decode `state` as a closed set, so no other value is ever sent. Members are written in the order declared here, and
/// absent ones left out (spec auth-state-machine §1, §9).
public struct AuthState: Sendable, Equatable, Encodable {
    /// Where the user stands.
    public enum Phase: String, Sendable, Encodable {
        /// Nobody is signed in.
        case signedOut
        /// Somebody is signed in.
        case signedIn
        /// An account waits for its code, or for the sign-in that follows.
        case confirmingSignUp
        /// A sign-in waits for one more answer.
        case confirmingSignIn
        /// A new password waits for its code.
        case confirmingPasswordReset
    }

    /// Where the user stands.
    public var state: Phase
    /// The signed-in user; `nil` in every other phase.
    public var user: CognitoUser?
    /// The forms to show, in order.
    public var actions: [AuthAction]
    /// What went wrong, for a person; `nil` when nothing did.
    public var error: String?
    /// True when the client keeps the form that it shows; otherwise `nil`.
    public var retriable: Bool?
    /// The wire name of the error; `nil` when it has none of its own.
    public var errorName: String?

    init(
        _ state: Phase, user: CognitoUser? = nil, actions: [AuthAction], error: String? = nil, retriable: Bool? = nil,
        errorName: String? = nil
    ) {
        self.state = state
        self.user = user
        self.actions = actions
        self.error = error
        self.retriable = retriable
        self.errorName = errorName
    }
}
