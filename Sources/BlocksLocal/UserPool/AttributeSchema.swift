// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

/// Which attributes a user may sign up with, and what their values must look like.
///
/// Only OpenID Connect's standard attributes and declared `custom:` ones exist, as in Cognito: no other name gets stored, so none
/// can ever become a claim of another meaning (known weakness L2).
struct AttributeSchema: Sendable {
    private let declared: [String: UserPoolConfiguration.CustomAttribute]

    /// The schema of a declaration.
    init(_ configuration: UserPoolConfiguration) {
        declared = Dictionary(
            configuration.attributes.map { (Self.standard.contains($0.name) ? $0.name : "custom:" + $0.name, $0) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The attributes of a new user; throws `InvalidParameterException` for what the pool would not take.
    func admit(_ attributes: [UserAttribute]) throws(AWSError) -> [String: String] {
        var admitted: [String: String] = [:]
        for attribute in attributes where !Self.verifiedFlags.contains(attribute.name) {
            try check(attribute)
            admitted[attribute.name] = attribute.value
        }
        if let name = missing(in: admitted).first {
            throw Self.nonconforming("The attribute \(name) is required")
        }
        return admitted
    }

    /// The names of required attributes that `attributes` lack, in order.
    func missing(in attributes: [String: String]) -> [String] {
        declared.filter { $0.value.required && attributes[$0.key, default: ""].isEmpty }.keys.sorted()
    }

    /// What a user gives along with the first password of their own; throws `InvalidParameterException` for what the pool would not
    /// take, what may not change any more, and what is still missing.
    ///
    /// Without a `user` it is what an administrator gives a new one, where nothing has to be complete.
    func complete(_ given: [UserAttribute], of user: [String: String]?) throws(AWSError) -> [String: String] {
        var added: [String: String] = [:]
        for attribute in given where !Self.verifiedFlags.contains(attribute.name) {
            if declared[attribute.name]?.mutable == false, let before = user?[attribute.name], before != attribute.value
            {
                throw .invalidParameter("Cannot modify an already provided \(attribute.name)")
            }
            try check(attribute)
            added[attribute.name] = attribute.value
        }
        if let user, let name = missing(in: user.merging(added) { $1 }).first {
            throw Self.nonconforming("The attribute \(name) is required")
        }
        return added
    }

    /// New values for a user's attributes, empty ones to remove; throws `InvalidParameterException` for what the pool would not take, or
    /// does not let change.
    func change(_ attributes: [UserAttribute]) throws(AWSError) -> [String: String] {
        var changes: [String: String] = [:]
        for attribute in attributes where !Self.verifiedFlags.contains(attribute.name) {
            if let known = declared[attribute.name], !known.mutable || (known.required && attribute.value.isEmpty) {
                throw .invalidParameter("\(attribute.name): Attribute cannot be updated.")
            }
            if attribute.value.isEmpty, Self.standard.contains(attribute.name) || declared[attribute.name] != nil {
                changes[attribute.name] = ""
                continue
            }
            try check(attribute)
            changes[attribute.name] = attribute.value
        }
        return changes
    }

    /// Whether an attribute of that name can be in some pool: OpenID Connect's own and `custom:` ones.
    static func canExist(_ name: String) -> Bool {
        standard.contains(name) || name.hasPrefix("custom:")
    }

    private func check(_ attribute: UserAttribute) throws(AWSError) {
        guard Self.standard.contains(attribute.name) || declared[attribute.name] != nil else {
            // Cognito repeats the name; it came from a client, so it is not repeated here.
            throw Self.nonconforming("an attribute is not part of the user pool's schema")
        }
        guard attribute.value.unicodeScalars.count <= 2048 else {
            throw Self.nonconforming("the value of \(attribute.name) is longer than 2048 characters")
        }
        switch attribute.name {
        case "email" where !Self.isEmail(attribute.value): throw .invalidParameter("Invalid email address format.")
        case "phone_number" where !Self.isPhone(attribute.value):
            throw .invalidParameter("Invalid phone number format.")
        default: break
        }
        if let type = declared[attribute.name]?.type, !Self.conforms(attribute.value, to: type) {
            throw Self.nonconforming("the value of \(attribute.name) is not of type \(type.rawValue)")
        }
    }

    private static func nonconforming(_ detail: String) -> AWSError {
        .invalidParameter("Attributes did not conform to the schema: \(detail)")
    }

    private static func conforms(_ value: String, to type: UserPoolConfiguration.CustomAttribute.ValueType) -> Bool {
        switch type {
        case .string, .dateTime: true
        case .number: Int64(value) != nil
        case .boolean: value == "true" || value == "false"
        }
    }

    /// One `@` with something on both sides and no white space: less than a full check, as Cognito's.
    static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && !text.contains(where: \.isWhitespace)
    }

    /// A plus sign and up to fifteen digits (E.164).
    static func isPhone(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst()
        return text.utf8.first == UInt8(ascii: "+") && 1...15 ~= digits.count && digits.allSatisfy { 0x30...0x39 ~= $0 }
    }

    /// OpenID Connect's standard claims that Cognito stores (auth-methods §3); `sub` is not among them.
    static let standard: Set<String> = [
        "address", "birthdate", "email", "email_verified", "family_name", "gender", "given_name", "locale",
        "middle_name",
        "name", "nickname", "phone_number", "phone_number_verified", "picture", "preferred_username", "profile",
        "updated_at",
        "website", "zoneinfo",
    ]

    /// Set by the pool alone; from a client they are ignored, where Cognito refuses (the reference's clients send them).
    static let verifiedFlags: Set<String> = ["email_verified", "phone_number_verified"]
}
