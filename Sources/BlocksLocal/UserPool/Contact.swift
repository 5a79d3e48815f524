// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

/// Where a user's codes go.
enum Contact: Sendable, Equatable {
    case email(String)
    case phone(String)
    case none

    /// The user's e-mail address, else the phone number.
    ///
    /// Cognito prefers the phone; local development follows the reference, whose clients expect the address.
    init(_ attributes: [String: String]) {
        if let email = attributes["email"], !email.isEmpty {
            self = .email(email)
        } else if let phone = attributes["phone_number"], !phone.isEmpty {
            self = .phone(phone)
        } else {
            self = .none
        }
    }

    /// What a code that goes here is bound to: the attribute and its value; empty where it goes nowhere.
    var place: String {
        switch self {
        case .email(let address): "email:" + address
        case .phone(let number): "phone_number:" + number
        case .none: ""
        }
    }

    /// The attribute that holds the address; `nil` for none.
    var attribute: String? {
        switch self {
        case .email: "email"
        case .phone: "phone_number"
        case .none: nil
        }
    }

    /// The details a client sees, with the address masked.
    var delivery: CodeDelivery {
        switch self {
        case .email(let address):
            CodeDelivery(destination: Self.masked(email: address), deliveryMedium: "EMAIL", attributeName: "email")
        case .phone(let number):
            CodeDelivery(destination: Self.masked(phone: number), deliveryMedium: "SMS", attributeName: "phone_number")
        case .none:
            // Also the answer for users that don't exist: both read the same (known weakness A11).
            CodeDelivery(destination: "(no contact)", deliveryMedium: "EMAIL", attributeName: "email")
        }
    }

    /// `a***@e***`: the first characters of the local part and of the domain.
    private static func masked(email: String) -> String {
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard let local = parts.first, let domain = parts.dropFirst().first else { return email }
        return "\(local.prefix(1))***@\(domain.prefix(1))***"
    }

    /// `********0123`: stars for all but the last four characters.
    private static func masked(phone: String) -> String {
        String(repeating: "*", count: max(0, phone.count - 4)) + phone.suffix(4)
    }
}

extension LocalUser {
    /// Where a code for a new password goes: to a verified address, so that a mistyped one gives nobody the account.
    ///
    /// Users who have yet to confirm have none that is verified. `nil` for others whose addresses are all unverified.
    var resetContact: Contact? {
        let verified = attributes.filter { name, _ in isVerified(name) }
        guard verified.isEmpty, confirmed else { return Contact(verified.isEmpty ? attributes : verified) }
        let contact = Contact(attributes)
        return contact == .none ? contact : nil
    }
}
