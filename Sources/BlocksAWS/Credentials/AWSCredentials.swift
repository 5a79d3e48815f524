// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// What proves to AWS who is calling.
public struct AWSCredentials: Sendable {
    /// The access key's id; not secret, it travels in every signature.
    public var accessKeyID: String
    /// The key that signs.
    public var secretAccessKey: Secret<String>
    /// The token of temporary credentials, such as those of a Lambda function's role; `nil` for long-lived ones.
    public var sessionToken: Secret<String>?
    /// When they stop being accepted; `nil` when unknown.
    public var expiration: Timestamp?

    /// Credentials as they were handed out.
    public init(
        accessKeyID: String, secretAccessKey: Secret<String>, sessionToken: Secret<String>? = nil,
        expiration: Timestamp? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }
}
