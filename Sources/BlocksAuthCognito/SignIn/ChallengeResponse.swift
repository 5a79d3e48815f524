// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// What a client answers to a challenge: a text, or an object that names what the text is.
public struct ChallengeResponse: Sendable, Decodable {
    /// The answer itself.
    public let value: Secret<String>

    /// An answer that is a text.
    public init(_ value: String) {
        self.value = Secret(value)
    }

    /// Reads a string, or of an object the first member present of `code`, `newPassword`, `email`, `password`, `firstFactor`,
    /// `credential`, `mfaType` and `answer`.
    public init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self.init(text)
            return
        }
        let container = try decoder.container(keyedBy: AnyCodingKey.self)
        for name in ["code", "newPassword", "email", "password", "firstFactor", "credential", "mfaType", "answer"] {
            guard let text = try container.decodeIfPresent(String.self, forKey: AnyCodingKey(name)) else { continue }
            self.init(text)
            return
        }
        self.init("")
    }
}

/// What goes along with an answer.
public struct ConfirmSignInOptions: Sendable {
    /// Values for the pool's Lambda triggers; `nil` for none.
    public var clientMetadata: [String: String]?
    /// A name for the authenticator app that is set up; `nil` for none.
    public var friendlyDeviceName: String?
    /// Attributes that Cognito wants together with a new password; `nil` for none.
    public var userAttributes: [String: String]?
    /// The fingerprint that Cognito's script made in the user's browser, for the option `threatProtection`; `nil` for none.
    public var encodedData: Secret<String>?

    /// Nothing but what is given.
    public init(
        clientMetadata: [String: String]? = nil, friendlyDeviceName: String? = nil,
        userAttributes: [String: String]? = nil, encodedData: Secret<String>? = nil
    ) {
        self.encodedData = encodedData
        self.clientMetadata = clientMetadata
        self.friendlyDeviceName = friendlyDeviceName
        self.userAttributes = userAttributes
    }
}

extension ConfirmSignInOptions: Decodable {
    private enum CodingKeys: CodingKey { case clientMetadata, friendlyDeviceName, userAttributes, encodedData }

    /// Reads `{clientMetadata?, friendlyDeviceName?, userAttributes?, encodedData?}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        clientMetadata = try container.decodeIfPresent([String: String].self, forKey: .clientMetadata)
        friendlyDeviceName = try container.decodeIfPresent(String.self, forKey: .friendlyDeviceName)
        userAttributes = try container.decodeIfPresent([String: String].self, forKey: .userAttributes)
        encodedData = try container.decodeIfPresent(String.self, forKey: .encodedData).map { Secret($0) }
    }
}
