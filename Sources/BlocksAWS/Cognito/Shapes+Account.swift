// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The input of `ForgotPassword`.
public struct ForgotPasswordInput: Sendable {
    /// The user who forgot it.
    public var username: String

    /// The input of one request for a code.
    public init(username: String) { self.username = username }
}

/// The input of `ConfirmForgotPassword`.
public struct ConfirmForgotPasswordInput: Sendable {
    /// The user who forgot it.
    public var username: String
    /// The code that was sent.
    public var confirmationCode: Secret<String>
    /// The new password.
    public var password: Secret<String>

    /// The input of one new password.
    public init(username: String, confirmationCode: Secret<String>, password: Secret<String>) {
        self.username = username
        self.confirmationCode = confirmationCode
        self.password = password
    }
}
