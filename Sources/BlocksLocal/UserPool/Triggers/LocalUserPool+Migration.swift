// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Logging

/// Users who are brought over from elsewhere when they first turn up.
extension LocalUserPool {
    /// Makes the user who was meant by `identifier`, where there is none and the application knows one.
    ///
    /// The policy is not applied to the password, as in Cognito. Whatever goes wrong is logged, and the user stays unknown: the answer to
    /// the client must not tell who exists elsewhere.
    func migrate(
        _ identifier: String, _ password: Secret<String>?, _ occasion: String, _ metadata: [String: String]
    ) async {
        guard isHandled(.userMigration), username(for: identifier) == nil else { return }
        // Data sent with the start of a sign-in reaches this trigger as validation data.
        let isSignIn = password != nil
        let request = UserMigration.Request(
            password: password, validationData: isSignIn ? metadata.mapValues { Secret($0) } : [:],
            clientMetadata: isSignIn ? [:] : metadata)
        do throws(AWSError) {
            let answer = try await ask(.userMigration, occasion, identifier, request, UserMigration.Response())
            guard let answer, let attributes = answer.userAttributes, username(for: identifier) == nil else { return }
            try adopt(identifier, attributes, answer, password)
        } catch {
            settings.logger.warning("local user pool: no user was migrated", metadata: ["reason": "\(error)"])
        }
    }

    private func adopt(
        _ identifier: String, _ given: [String: String], _ answer: UserMigration.Response, _ password: Secret<String>?
    ) throws(AWSError) {
        var given = given
        // Who signs in with an address may have another name in the pool.
        let name = given.removeValue(forKey: "username") ?? identifier
        guard state.users[name] == nil else { throw .usernameExists }
        try checkUsername(name)
        let admitted = try schema.complete(given.map { UserAttribute(name: $0.key, value: $0.value) }, of: nil)
        // Without one, the user has to set it with a code: nobody knows the one that is made up.
        let own = if let password { password } else { try newToken() }
        var user = try newUser(password: own, attributes: addressed(admitted, username: name))
        user.confirmed = true
        user.mustReset = password == nil || answer.finalUserStatus != .confirmed
        for flag in AttributeSchema.verifiedFlags where given[flag] == "true" { user.attributes[flag] = "true" }
        if answer.enableSMSMFA, user.attributes["phone_number"] != nil { user.factors.enable(.sms) }
        if !answer.forceAliasCreation, let taken = takenAlias(of: name, user) { throw .aliasExists(taken) }
        let takesAliases = answer.forceAliasCreation
        try commit { [user] next in
            if takesAliases { next.releaseAliases(of: user) }
            next.users[name] = user
        }
    }
}

extension PoolState {
    /// Takes the addresses that `user` has verified away from others as names to sign in with.
    fileprivate mutating func releaseAliases(of user: LocalUser) {
        for address in ["email", "phone_number"] where user.isVerified(address) {
            for (name, other) in users where other.attributes[address] == user.attributes[address] {
                users[name]?.attributes[address + "_verified"] = nil
            }
        }
    }
}
