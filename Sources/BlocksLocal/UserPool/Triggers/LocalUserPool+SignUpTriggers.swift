// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// Triggers around becoming a user.
extension LocalUserPool {
    /// What the application decides about a user who is about to be stored; `nil` when it has no say.
    func decide(
        _ occasion: String, _ username: String, _ attributes: [String: String], _ metadata: [String: String]
    ) async throws(AWSError) -> PreSignUp.Response? {
        let request = PreSignUp.Request(userAttributes: attributes, clientMetadata: metadata)
        let decision = try await ask(.preSignUp, occasion, username, request, PreSignUp.Response())
        // Somebody else may have taken the name while the handler worked.
        let isConcealed = occasion == "SignUp" && configuration.concealsTakenNames
        guard isConcealed || !isTaken(username) else { throw .usernameExists }
        return decision
    }

    /// Confirms and verifies what the application decided.
    ///
    /// Throws `InvalidLambdaResponseException` for an address that the user hasn't, `AliasExistsException` for one of another user.
    func apply(_ decision: PreSignUp.Response?, to user: inout LocalUser, _ username: String) throws(AWSError) {
        guard let decision else { return }
        user.confirmed = decision.autoConfirmUser
        for (isVerified, address) in [(decision.autoVerifyEmail, "email"), (decision.autoVerifyPhone, "phone_number")]
        where isVerified {
            guard !(user.attributes[address] ?? "").isEmpty else {
                throw .lambdaResponse(.preSignUp, "the user has no \(address) to verify")
            }
            user.attributes[address + "_verified"] = "true"
            if let taken = takenAlias(of: username, user) { throw .aliasExists(taken) }
        }
    }

    /// Tells the application that a user was confirmed, or has set a new password with a code.
    func tellConfirmed(_ occasion: String, _ username: String, _ metadata: [String: String]) async throws(AWSError) {
        guard let user = state.users[username] else { return }
        let request = PostConfirmation.Request(userAttributes: eventAttributes(user), clientMetadata: metadata)
        _ = try await ask(.postConfirmation, occasion, username, request, TriggerAcknowledgement())
    }
}
