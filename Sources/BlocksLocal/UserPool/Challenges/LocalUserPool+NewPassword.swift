// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// A temporary password has to be replaced at the first sign-in.
extension LocalUserPool {
    /// Asks for a password of the user's own, and for attributes that are required and missing.
    func askForPassword(
        _ name: String, _ user: LocalUser, on device: ClientDevice, in next: inout PoolState
    ) throws(AWSError) -> SignInStep {
        let pending = PendingChallenge(.newPasswordRequired, username: name, user: user, on: device, at: now)
        let missing = schema.missing(in: user.attributes).map { Self.attributePrefix + $0 }
        let parameters = missing.isEmpty ? [:] : ["requiredAttributes": Self.listParameter(missing)]
        return SignInStep(output: try pose(pending, parameters, in: &next))
    }

    /// Sets the new password; the second factor follows (known weakness L7).
    func acceptPassword(_ answer: ChallengeAnswer) throws(AWSError) -> AuthOutput {
        guard let password = answer["NEW_PASSWORD"] else {
            throw .invalidParameter("Missing required parameter NEW_PASSWORD")
        }
        try checkPassword(password)
        var user = answer.user
        let given = answer.input.challengeResponses.compactMap { name, value -> UserAttribute? in
            guard name.hasPrefix(Self.attributePrefix) else { return nil }
            let bare = String(name.dropFirst(Self.attributePrefix.count))
            return UserAttribute(name: bare, value: value.withExposed { $0 })
        }
        var changed: [String] = []
        for (name, value) in try schema.complete(given, of: user.attributes) {
            guard user.attributes.updateValue(value, forKey: name) != value else { continue }
            user.attributes[name + "_verified"] = nil
            if name == "email" || name == "phone_number" { changed.append(name) }
        }
        try setPassword(password, of: &user)
        user.hasTemporaryPassword = false
        return try take { [user, changed] next throws(AWSError) in
            next.endChallenges(of: user)
            next.dropCodes(of: answer.pending.username, changed: changed)
            next.users[answer.pending.username] = user
            return try afterFirstFactor(answer.pending.username, user, on: answer.device, in: &next)
        }
    }

    /// Hashes a new password.
    func hash(_ password: Secret<String>) throws(AWSError) -> PasswordHash {
        do {
            return try PasswordHash(password, iterations: settings.passwordIterations, random: random)
        } catch {
            throw fault("password hash", error)
        }
    }

    private static let attributePrefix = "userAttributes."
}
