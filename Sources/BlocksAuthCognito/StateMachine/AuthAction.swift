// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// One form: what it does, how its button reads and what it asks for.
public struct AuthAction: Sendable, Equatable, Encodable {
    /// What the client's platform must be able to do for this form.
    public enum Capability: String, Sendable, Encodable {
        /// Use a passkey.
        case webAuthnGet = "webauthn-get"
        /// Make a passkey.
        case webAuthnCreate = "webauthn-create"
    }

    /// The value of `action` that submits it; public API, like the field names.
    public var name: String
    /// The text of its button.
    public var label: String
    /// What the client's platform must be able to do; `nil` for an ordinary form.
    public var capability: Capability?
    /// What it asks for, in display order.
    public var fields: [AuthField]

    init(_ name: String, _ label: String, capability: Capability? = nil, fields: [AuthField] = []) {
        self.name = name
        self.label = label
        self.capability = capability
        self.fields = fields
    }
}

/// One input of a form.
public struct AuthField: Sendable, Equatable, Encodable {
    /// The kind of input.
    public enum Kind: String, Sendable, Encodable {
        /// Plain text.
        case text
        /// Text that is not shown.
        case password
        /// An e-mail address.
        case email
        /// A phone number.
        case tel
        /// Digits.
        case number
        /// Not shown; sent back as it came.
        case hidden
    }

    /// The member name in the submission.
    public var name: String
    /// The text beside it.
    public var label: String
    /// The kind of input.
    public var type: Kind
    /// Whether it must be filled in.
    public var required: Bool
    /// What it holds at first; may be secret, as a session is.
    ///
    /// `nil` for nothing.
    public var defaultValue: String?

    init(_ name: String, _ label: String, _ type: Kind, defaultValue: String? = nil) {
        self.name = name
        self.label = label
        self.type = type
        self.required = true
        self.defaultValue = defaultValue
    }

    /// A field that the client sends back as it came.
    static func hidden(_ name: String, _ label: String, _ value: String?) -> AuthField {
        AuthField(name, label, .hidden, defaultValue: value)
    }

    /// The hidden user name of a flow in progress.
    static func hiddenUsername(_ username: String) -> AuthField { hidden("username", "Username", username) }
}

/// A hidden field carries the handle of a challenge, a shown one the secret of an authenticator app.
extension AuthField: Withheld {}
