// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// A confirmation code on its way to a user: what on AWS would be an e-mail or a text message.
///
/// The code is plain text on purpose: this type stands for the message, and on a developer's machine somebody has to read it.
public struct IssuedCode: Sendable, Equatable {
    /// What a code is for.
    public enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// Confirms a new user.
        case signUp
        /// Allows a new password.
        case resetPassword
        /// Is a factor of a sign-in.
        case mfa
        /// Verifies a changed attribute.
        case attribute
    }

    /// The user's name in the pool.
    public let username: String
    /// Six digits.
    public let code: String
    /// What the code is for.
    public let purpose: Purpose
    /// The message in the application's words, the code in it; `nil` where it has none.
    public var message: String?
    /// The subject of that message, where it is an e-mail; `nil` for none.
    public var subject: String?

    /// A code for a user.
    public init(username: String, code: String, purpose: Purpose) {
        self.username = username
        self.code = code
        self.purpose = purpose
    }
}

/// Whoever shows the code to the developer names it.
extension IssuedCode: Withheld {}
