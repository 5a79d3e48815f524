// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
import BlocksCore
import BlocksCrypto

extension LocalUserPool {
    /// Sends a code for a new password (`ForgotPassword`).
    ///
    /// For unknown and disabled users, and those whose addresses are nobody's proven ones, the answer is that of a user without an
    /// address, and nothing is sent.
    public func forgotPassword(_ input: ForgotPasswordInput) async throws(AWSError) -> CodeDelivery? {
        await migrate(input.username, nil, "ForgotPassword", input.clientMetadata)
        guard let name = username(for: input.username), let user = state.users[name], !user.disabled,
            let contact = user.resetContact
        else { return Contact.none.delivery }
        let issued = try commit { next throws(AWSError) in
            try issueCode(.resetPassword, to: name, at: contact, in: &next)
        }
        announce(issued, to: contact)
        try await sendMessages("ForgotPassword", input.clientMetadata)
        return contact.delivery
    }

    /// Sets a new password with the code that was sent (`ConfirmForgotPassword`).
    ///
    /// The policy is checked first, so that a weak password does not use up the code (known weakness L6).
    /// Throws `InvalidPasswordException`, `CodeMismatchException` (as Cognito does for unknown users), `ExpiredCodeException`,
    /// `LimitExceededException`.
    public func confirmForgotPassword(_ input: ConfirmForgotPasswordInput) async throws(AWSError) {
        try checkPassword(input.password)
        guard let name = username(for: input.username), var user = state.users[name] else { throw .codeMismatch }
        try checkGuesses(.reset, of: user)
        do throws(AWSError) {
            // An administrator's reset goes to an address that is not verified, where there is no other.
            let contact = user.resetContact ?? Contact(user.attributes)
            try checkCode(.resetPassword, name, input.confirmationCode, at: contact)
        } catch {
            if error == .codeMismatch { try commit { countGuess(.reset, of: user, in: &$0) } }
            throw error
        }
        try setPassword(input.password, of: &user)
        user.mustReset = false
        try commit { [user] next in
            next.users[name] = user
            next.endChallenges(of: user)
            next.forgetGuesses(.reset, of: user)
            next.codes[PoolState.codeKey(.resetPassword, name)] = nil
        }
        try await tellConfirmed("ConfirmForgotPassword", name, input.clientMetadata)
    }
}
