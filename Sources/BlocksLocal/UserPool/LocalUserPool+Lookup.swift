// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

extension LocalUserPool {
    /// The name of the user meant by `identifier`: a username, or a verified address of a pool that signs in with it.
    func username(for identifier: String) -> String? {
        // Keys are equal when they look the same; codes and counts are bound to the very bytes.
        if let index = state.users.index(forKey: identifier) {
            let name = state.users[index].key
            if name.utf8.elementsEqual(identifier.utf8) { return name }
        }
        for alias in aliases {
            if let match = state.users.first(where: { alias.isVerified($0.value, identifier) }) { return match.key }
        }
        return nil
    }

    /// Whether `name` is a user's, or stands for one: a new user of that name would take what is sent to them.
    func isTaken(_ name: String) -> Bool { state.users[name] != nil || username(for: name) != nil }

    /// The attribute of `name` in which another user already has the same verified address; `nil` when there is none.
    func takenAlias(of name: String, _ user: LocalUser) -> String? {
        for alias in aliases {
            guard let value = user.attributes[alias.attribute] else { continue }
            let taken = state.users.contains {
                $0.key != name && ($0.key == value || alias.isVerified($0.value, value))
            }
            if taken { return alias.attribute == "email" ? "email" : "phone number" }
        }
        return nil
    }

    /// Checks the form of a new username, which must not be mistaken for someone's address.
    func checkUsername(_ name: String) throws(AWSError) {
        guard !name.isEmpty, name.unicodeScalars.count <= 128,
            !name.unicodeScalars.contains(where: {
                $0.properties.isWhitespace || $0.properties.generalCategory == .control
            })
        else {
            throw .invalidParameter("Username must be 1 to 128 characters without white space.")
        }
        let (isEmail, isPhone) = (AttributeSchema.isEmail(name), AttributeSchema.isPhone(name))
        let allowed = Set(configuration.signInWith)
        if allowed.contains(.username) {
            if isEmail, allowed.contains(.email) {
                throw .invalidParameter(
                    "Username cannot be of email format, since user pool is configured for email alias.")
            }
            if isPhone, allowed.contains(.phone) {
                throw .invalidParameter(
                    "Username cannot be of phone number format, since user pool is configured for phone number alias.")
            }
        } else if !(isEmail && allowed.contains(.email) || isPhone && allowed.contains(.phone)) {
            throw .invalidParameter(
                allowed == [.email]
                    ? "Username should be an email."
                    : allowed == [.phone]
                        ? "Username should be a phone number." : "Username should be either an email or a phone number."
            )
        }
    }

    /// Completes `attributes` with the address that serves as the username, unless the user gave another.
    func addressed(_ attributes: [String: String], username: String) -> [String: String] {
        guard !configuration.signInWith.contains(.username) else { return attributes }
        let name = AttributeSchema.isEmail(username) ? "email" : "phone_number"
        return attributes.merging([name: username]) { given, _ in given }
    }

    private var aliases: [Alias] {
        configuration.signInWith.compactMap { alias in
            switch alias {
            case .username: nil
            case .email: Alias(attribute: "email")
            case .phone: Alias(attribute: "phone_number")
            }
        }
    }
}

/// An attribute that users sign in with.
private struct Alias {
    let attribute: String

    /// Only a verified address stands for its user, so that nobody signs in with someone else's.
    func isVerified(_ user: LocalUser, _ value: String) -> Bool {
        user.attributes[attribute] == value && user.attributes[attribute + "_verified"] == "true"
    }
}
