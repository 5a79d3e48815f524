// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
import BlocksCore

/// Changing attributes, and codes that confirm addresses.
extension LocalUserPool {
    /// Changes attributes of the access token's user (`UpdateUserAttributes`); an empty value removes one.
    ///
    /// A changed address is no longer verified, and a code of its own goes to it (known weakness L8). Throws
    /// `InvalidParameterException` for what the pool would not take, or does not let change.
    public func updateUserAttributes(_ input: UpdateUserAttributesInput) async throws(AWSError) -> [CodeDelivery] {
        var (name, user) = try owner(of: input.accessToken)
        var changed: [String] = []
        var touched: [String] = []
        for (attribute, value) in try schema.change(input.attributes).sorted(by: { $0.key < $1.key }) {
            let before = user.attributes.updateValue(value, forKey: attribute)
            if value.isEmpty { user.attributes[attribute] = nil }
            guard Self.addresses.contains(attribute), before != value else { continue }
            user.attributes[attribute + "_verified"] = nil
            touched.append(attribute)
            if !value.isEmpty { changed.append(attribute) }
        }
        let issued = try commit { [user, changed, touched] next throws(AWSError) in
            next.users[name] = user
            next.dropCodes(of: name, changed: touched)
            var issued: [IssuedCode] = []
            for address in changed {
                let contact = Contact([address: user.attributes[address] ?? ""])
                issued.append(try issueCode(.attribute, to: name, at: contact, for: address, in: &next))
            }
            return issued
        }
        for (code, address) in zip(issued, changed) {
            announce(code, to: Contact([address: user.attributes[address] ?? ""]))
        }
        try await sendMessages("UpdateUserAttribute", input.clientMetadata)
        return changed.map { Contact([$0: user.attributes[$0] ?? ""]).delivery }
    }

    /// Sends a code to confirm an address (`GetUserAttributeVerificationCode`).
    public func getUserAttributeVerificationCode(
        _ input: GetUserAttributeVerificationCodeInput
    ) async throws(AWSError) -> CodeDelivery? {
        let (name, user) = try owner(of: input.accessToken)
        let value = try address(input.attributeName, of: user)
        let contact = Contact([input.attributeName: value])
        let issued = try commit { next throws(AWSError) in
            try issueCode(.attribute, to: name, at: contact, for: input.attributeName, in: &next)
        }
        announce(issued, to: contact)
        try await sendMessages("VerifyUserAttribute", input.clientMetadata)
        return contact.delivery
    }

    /// Confirms an address with the code that was sent (`VerifyUserAttribute`).
    ///
    /// Throws `CodeMismatchException`, `ExpiredCodeException`, `LimitExceededException`, and `AliasExistsException` when another user
    /// has verified the same address.
    public func verifyUserAttribute(_ input: VerifyUserAttributeInput) async throws(AWSError) {
        var (name, user) = try owner(of: input.accessToken)
        let contact = Contact([input.attributeName: try address(input.attributeName, of: user)])
        try checkCode(.attribute, name, input.code, at: contact, for: input.attributeName)
        user.attributes[input.attributeName + "_verified"] = "true"
        if let taken = takenAlias(of: name, user) { throw .aliasExists(taken) }
        try commit { [user] next in
            next.users[name] = user
            next.codes[PoolState.codeKey(.attribute, name, input.attributeName)] = nil
        }
    }

    private func address(_ attribute: String, of user: LocalUser) throws(AWSError) -> String {
        guard Self.addresses.contains(attribute), let value = user.attributes[attribute], !value.isEmpty else {
            throw .invalidParameter("The user has no such address to confirm")
        }
        return value
    }

    private static let addresses: Set<String> = ["email", "phone_number"]
}
