// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// One attribute of a user (`AttributeType`).
public struct UserAttribute: Sendable, Equatable {
    /// The wire name, `custom:` included where it belongs.
    public var name: String
    /// The value as text.
    public var value: String

    /// An attribute.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// Where a code went (`CodeDeliveryDetailsType`).
public struct CodeDelivery: Sendable, Equatable {
    /// The masked address, for example `a***@e***`; `nil` when not said.
    public var destination: String?
    /// `EMAIL` or `SMS`; `nil` when not said.
    public var deliveryMedium: String?
    /// The attribute the code verifies; `nil` when not said.
    public var attributeName: String?

    /// Where a code went.
    public init(destination: String? = nil, deliveryMedium: String? = nil, attributeName: String? = nil) {
        self.destination = destination
        self.deliveryMedium = deliveryMedium
        self.attributeName = attributeName
    }
}

/// The input of `SignUp`.
public struct SignUpInput: Sendable {
    /// The name to sign up, or the address in pools that sign in with it.
    public var username: String
    /// The password.
    public var password: Secret<String>
    /// The user's attributes, in the order given.
    public var attributes: [UserAttribute]
    /// Values for the pool's Lambda triggers; not sent when empty.
    public var clientMetadata: [String: String]
    /// Where the request came from, for threat protection; `nil` to say nothing.
    public var userContext: UserContext?

    /// The input of one sign-up.
    public init(
        username: String, password: Secret<String>, attributes: [UserAttribute] = [],
        clientMetadata: [String: String] = [:], userContext: UserContext? = nil
    ) {
        self.username = username
        self.password = password
        self.attributes = attributes
        self.clientMetadata = clientMetadata
        self.userContext = userContext
    }
}

/// The output of `SignUp`.
public struct SignUpOutput: Sendable {
    /// Whether the user needs no confirmation.
    public var userConfirmed: Bool
    /// The user's permanent id.
    public var userSub: String
    /// Where the code went; `nil` when none was sent.
    public var codeDelivery: CodeDelivery?
    /// A handle to sign in with after confirmation, in `USER_AUTH` pools; `nil` when none was given.
    public var session: Secret<String>?

    /// The output of one sign-up.
    public init(userConfirmed: Bool, userSub: String, codeDelivery: CodeDelivery? = nil, session: Secret<String>? = nil)
    {
        self.userConfirmed = userConfirmed
        self.userSub = userSub
        self.codeDelivery = codeDelivery
        self.session = session
    }
}

/// The input of `ConfirmSignUp`.
public struct ConfirmSignUpInput: Sendable {
    /// The user to confirm.
    public var username: String
    /// The code that was sent.
    public var confirmationCode: Secret<String>
    /// The handle from `SignUp`; `nil` when there is none.
    public var session: Secret<String>?
    /// Values for the pool's Lambda triggers; not sent when empty.
    public var clientMetadata: [String: String]
    /// Where the request came from, for threat protection; `nil` to say nothing.
    public var userContext: UserContext?

    /// The input of one confirmation.
    public init(
        username: String, confirmationCode: Secret<String>, session: Secret<String>? = nil,
        clientMetadata: [String: String] = [:], userContext: UserContext? = nil
    ) {
        self.username = username
        self.confirmationCode = confirmationCode
        self.session = session
        self.clientMetadata = clientMetadata
        self.userContext = userContext
    }
}

/// The output of `ConfirmSignUp`.
public struct ConfirmSignUpOutput: Sendable {
    /// A handle to sign in with, in `USER_AUTH` pools; `nil` when none was given.
    public var session: Secret<String>?

    /// The output of one confirmation.
    public init(session: Secret<String>? = nil) { self.session = session }
}

/// The input of `ResendConfirmationCode`.
public struct ResendConfirmationCodeInput: Sendable {
    /// The unconfirmed user.
    public var username: String
    /// Values for the pool's Lambda triggers; not sent when empty.
    public var clientMetadata: [String: String]
    /// Where the request came from, for threat protection; `nil` to say nothing.
    public var userContext: UserContext?

    /// The input of one repeated delivery.
    public init(username: String, clientMetadata: [String: String] = [:], userContext: UserContext? = nil) {
        self.username = username
        self.clientMetadata = clientMetadata
        self.userContext = userContext
    }
}
