// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

extension AuthCognito {
    /// The user's attributes as Cognito has them now, `sub` included; those of the session may be older.
    public func fetchUserAttributes(_ context: BlocksContext) async throws -> UserAttributes {
        try await withAccessToken(context) { token in
            let user = try await service.getUser(accessToken: token)
            return UserAttributes(user.attributes.map { (name: $0.name, value: $0.value) })
        }
    }

    /// Changes attributes; the result tells for each, by Cognito's name, whether a code has to confirm it.
    public func updateUserAttributes(
        _ context: BlocksContext, _ attributes: AttributeValues<Pool>, clientMetadata: [String: String] = [:]
    ) async throws -> UpdateAttributesResult {
        let names = attributes.pairs.map { $0.name.name }
        try await allowChange(of: names, context)
        return try await withAccessToken(context, as: Self.attempt(changing: names)) { token in
            let changes = attributes.pairs.map { UserAttribute(name: wireName($0.name.name), value: $0.value) }
            let deliveries = try await service.updateUserAttributes(
                .init(accessToken: token, attributes: changes, clientMetadata: clientMetadata))
            return UpdateAttributesResult(changes.map(\.name), deliveries)
        }
    }

    /// Changes one attribute.
    public func updateUserAttribute(
        _ context: BlocksContext, _ name: AttributeName<Pool>, _ value: String, clientMetadata: [String: String] = [:]
    ) async throws -> UpdateAttributeOutcome {
        try await allowChange(of: [name.name], context)
        return try await withAccessToken(context, as: Self.attempt(changing: [name.name])) { token in
            let change = UserAttribute(name: StandardAttribute.prefixed(name.name), value: value)
            let deliveries = try await service.updateUserAttributes(
                .init(accessToken: token, attributes: [change], clientMetadata: clientMetadata))
            return UpdateAttributesResult([change.name], deliveries)[change.name] ?? .updated
        }
    }

    /// Where Cognito may send a code, to an address that the user just made up.
    private static func attempt(changing names: [String]) -> AttemptKind? {
        names.contains { $0 == "email" || $0 == "phone_number" } ? .message : nil
    }

    /// Confirms a changed attribute with the code that was sent.
    ///
    /// Throws `CodeMismatchException` (retriable), `ExpiredCodeException` and others of Cognito's `VerifyUserAttribute`.
    public func confirmUserAttribute(
        _ context: BlocksContext, _ name: AttributeName<Pool>, _ code: String
    ) async throws {
        try await withAccessToken(context, as: .code) { token in
            try await service.verifyUserAttribute(
                .init(accessToken: token, attributeName: wireName(name.name), code: Secret(code)))
        }
    }

    /// Sends a code to confirm an attribute.
    public func sendUserAttributeVerificationCode(
        _ context: BlocksContext, _ name: AttributeName<Pool>, clientMetadata: [String: String] = [:]
    ) async throws {
        try await withAccessToken(context, as: .message) { token in
            _ = try await service.getUserAttributeVerificationCode(
                .init(accessToken: token, attributeName: wireName(name.name), clientMetadata: clientMetadata))
        }
    }
}
