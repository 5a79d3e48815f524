// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The operations of AWS Systems Manager's Parameter Store that settings need.
///
/// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/>. Every operation throws ``AWSError``.
public struct SSMClient: Sendable {
    /// How a parameter is kept (`ParameterType`).
    public enum ParameterType: String, Sendable {
        /// In clear text.
        case string = "String"
        /// Encrypted with the account's key `aws/ssm`.
        case secureString = "SecureString"
    }

    private let client: AWSClient

    /// A client for the parameters of the configured region.
    ///
    /// Throws `ConfigurationError` when region or credentials are missing or the endpoint override is no URL.
    public init(_ configuration: AWSConfiguration) throws(ConfigurationError) {
        client = try AWSClient(signing: .ssm, configuration: configuration)
    }

    /// The value of a parameter; throws `ParameterNotFound` when there is none.
    public func getParameter(_ name: String, decrypt: Bool) async throws(AWSError) -> Secret<String> {
        let answer = try await client.call(.idempotent("GetParameter")) { input in
            input.member("Name", name)
            input.key("WithDecryption")
            input.bool(decrypt)
        }
        guard let value = answer["Parameter"]?["Value"]?.string else {
            throw AWSError(name: "MalformedResponseError", kind: .malformedResponse)
        }
        return Secret(value)
    }

    /// Stores a parameter; throws `ParameterAlreadyExists` when there is one and `overwrite` is false.
    public func putParameter(
        _ name: String, value: Secret<String>, type: ParameterType, overwrite: Bool
    ) async throws(AWSError) {
        _ = try await client.call(.idempotent("PutParameter")) { input in
            input.member("Name", name)
            input.member("Value", value)
            input.member("Type", type.rawValue)
            input.key("Overwrite")
            input.bool(overwrite)
        }
    }
}

extension JSONWriter {
    /// Writes a member that holds a secret: the only place where one leaves the program.
    mutating func member(_ name: StaticString, _ value: Secret<String>) {
        key(name)
        value.withExposed { string($0) }
    }
}
