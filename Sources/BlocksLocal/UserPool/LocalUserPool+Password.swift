// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
import BlocksCore
import BlocksCrypto

extension LocalUserPool {
    /// Sends a code for a new password (`ForgotPassword`).
    ///
    /// For unknown and disabled users, and those whose addresses are nobody's proven ones, the answer is made up, and nothing is sent.
    public func forgotPassword(_ input: ForgotPasswordInput) async throws(AWSError) -> CodeDelivery? {
        await migrate(input.username, nil, "ForgotPassword", input.clientMetadata)
        let holder = resetHolder(input.username)
        // Made for everyone, so that the time does not tell who exists.
        let decoy = try decoyContact(for: input.username)
        guard let user = holder.user, let contact = user.resetContact else {
            try pretendToSend(.resetPassword, to: holder)
            return decoy.delivery
        }
        let issued = try commit { next throws(AWSError) in
            try issueCode(.resetPassword, to: holder.name, at: contact, in: &next)
        }
        announce(issued, to: contact)
        try await sendMessages("ForgotPassword", input.clientMetadata)
        return contact == .none ? decoy.delivery : contact.delivery
    }

    /// Sets a new password with the code that was sent (`ConfirmForgotPassword`).
    ///
    /// The policy is checked first, so that a weak password does not use up the code (known weakness L6).
    /// Throws `InvalidPasswordException`, `CodeMismatchException` and `LimitExceededException`, for unknown users too; a code that has
    /// expired is a wrong one, since only a user's can expire.
    public func confirmForgotPassword(_ input: ConfirmForgotPasswordInput) async throws(AWSError) {
        try checkPassword(input.password)
        let holder = resetHolder(input.username)
        try checkGuesses(.reset, of: holder.guessSubject)
        // An administrator's reset goes to an address that is not verified, where there is no other.
        let contact = holder.user.map { $0.resetContact ?? Contact($0.attributes) } ?? .none
        try checkConcealedCode(.resetPassword, of: holder, input.confirmationCode, at: contact, counting: .reset)
        guard var user = holder.user else { throw .codeMismatch }
        try setPassword(input.password, of: &user)
        user.mustReset = false
        try commit { [user] next in
            next.users[holder.name] = user
            next.endChallenges(of: user)
            next.forgetGuesses(.reset, of: user)
            next.codes[PoolState.codeKey(.resetPassword, holder.name)] = nil
        }
        try await tellConfirmed("ConfirmForgotPassword", holder.name, input.clientMetadata)
    }

    /// Whose password a code may replace: a user's who may sign in, else nobody's.
    private func resetHolder(_ identifier: String) -> CodeHolder {
        let holder = codeHolder(identifier)
        return holder.user?.disabled == true ? .nobody(identifier) : holder
    }
}
