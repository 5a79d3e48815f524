// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The input of `ForgotPassword`.
public struct ForgotPasswordInput: Sendable {
    /// The user who forgot it.
    public var username: String
    /// Values for the pool's Lambda triggers; not sent when empty.
    public var clientMetadata: [String: String]
    /// Where the request came from, for threat protection; `nil` to say nothing.
    public var userContext: UserContext?

    /// The input of one request for a code.
    public init(username: String, clientMetadata: [String: String] = [:], userContext: UserContext? = nil) {
        self.username = username
        self.clientMetadata = clientMetadata
        self.userContext = userContext
    }
}

/// The input of `ConfirmForgotPassword`.
public struct ConfirmForgotPasswordInput: Sendable {
    /// The user who forgot it.
    public var username: String
    /// The code that was sent.
    public var confirmationCode: Secret<String>
    /// The new password.
    public var password: Secret<String>
    /// Values for the pool's Lambda triggers; not sent when empty.
    public var clientMetadata: [String: String]
    /// Where the request came from, for threat protection; `nil` to say nothing.
    public var userContext: UserContext?

    /// The input of one new password.
    public init(
        username: String, confirmationCode: Secret<String>, password: Secret<String>,
        clientMetadata: [String: String] = [:], userContext: UserContext? = nil
    ) {
        self.username = username
        self.confirmationCode = confirmationCode
        self.password = password
        self.clientMetadata = clientMetadata
        self.userContext = userContext
    }
}
