// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Sign-up, confirmation and forgotten passwords.
///
/// None is repeated once it may have reached Cognito: a repeated sign-up would find its
/// own user, a repeated confirmation its used code, and a repeated delivery would send two codes.
extension CognitoClient {
    /// Creates an unconfirmed user (`SignUp`).
    public func signUp(_ input: SignUpInput) async throws(AWSError) -> SignUpOutput {
        let hash = try await secretHash(input.username)
        let answer = try await client.call(.once("SignUp")) { writer in
            writer.identify(pool, input.username, hash)
            writer.member("Password", input.password)
            writer.key("UserAttributes")
            writer.beginArray()
            for attribute in input.attributes {
                writer.beginObject()
                writer.member("Name", attribute.name)
                writer.member("Value", attribute.value)
                writer.endObject()
            }
            writer.endArray()
            writer.clientMetadata(input.clientMetadata)
            writer.member("UserContextData", input.userContext)
        }
        return SignUpOutput(
            userConfirmed: answer["UserConfirmed"]?.bool ?? false, userSub: answer["UserSub"]?.string ?? "",
            codeDelivery: CodeDelivery(answer), session: answer.secret("Session"))
    }

    /// Confirms a user with the code that was sent (`ConfirmSignUp`).
    public func confirmSignUp(_ input: ConfirmSignUpInput) async throws(AWSError) -> ConfirmSignUpOutput {
        let hash = try await secretHash(input.username)
        let answer = try await client.call(.once("ConfirmSignUp")) { writer in
            writer.identify(pool, input.username, hash)
            writer.member("ConfirmationCode", input.confirmationCode)
            if let session = input.session { writer.member("Session", session) }
            writer.clientMetadata(input.clientMetadata)
            writer.member("UserContextData", input.userContext)
        }
        return ConfirmSignUpOutput(session: answer.secret("Session"))
    }

    /// Sends the sign-up code again (`ResendConfirmationCode`).
    public func resendConfirmationCode(
        _ input: ResendConfirmationCodeInput
    ) async throws(AWSError) -> CodeDelivery? {
        let hash = try await secretHash(input.username)
        let answer = try await client.call(.once("ResendConfirmationCode")) { writer in
            writer.identify(pool, input.username, hash)
            writer.clientMetadata(input.clientMetadata)
            writer.member("UserContextData", input.userContext)
        }
        return CodeDelivery(answer)
    }

    /// Sends a code for a new password (`ForgotPassword`).
    public func forgotPassword(_ input: ForgotPasswordInput) async throws(AWSError) -> CodeDelivery? {
        let hash = try await secretHash(input.username)
        let answer = try await client.call(.once("ForgotPassword")) { writer in
            writer.identify(pool, input.username, hash)
            writer.clientMetadata(input.clientMetadata)
            writer.member("UserContextData", input.userContext)
        }
        return CodeDelivery(answer)
    }

    /// Sets a new password with the code that was sent (`ConfirmForgotPassword`).
    public func confirmForgotPassword(_ input: ConfirmForgotPasswordInput) async throws(AWSError) {
        let hash = try await secretHash(input.username)
        _ = try await client.call(.once("ConfirmForgotPassword")) { writer in
            writer.identify(pool, input.username, hash)
            writer.member("ConfirmationCode", input.confirmationCode)
            writer.member("Password", input.password)
            writer.clientMetadata(input.clientMetadata)
            writer.member("UserContextData", input.userContext)
        }
    }
}

extension CodeDelivery {
    /// The member `CodeDeliveryDetails` of an answer; `nil` when it has none.
    init?(_ answer: JSONView) {
        guard let details = answer["CodeDeliveryDetails"] else { return nil }
        self.init(details: details)
    }

    /// One `CodeDeliveryDetailsType`; `nil` when it is no object.
    init?(details: JSONView) {
        guard details.kind == .object else { return nil }
        self.init(
            destination: details["Destination"]?.string, deliveryMedium: details["DeliveryMedium"]?.string,
            attributeName: details["AttributeName"]?.string)
    }
}

extension JSONView {
    /// A string member that must not be printed.
    func secret(_ name: StaticString) -> Secret<String>? { self[name]?.string.map { Secret($0) } }
}

extension JSONWriter {
    /// Writes who is meant, and of which app client.
    fileprivate mutating func identify(_ pool: UserPoolIdentity, _ username: String, _ secretHash: Secret<String>?) {
        member("ClientId", pool.clientID)
        member("Username", username)
        if let secretHash { member("SecretHash", secretHash) }
    }

    /// Writes `ClientMetadata` unless it is empty, in order of the names.
    mutating func clientMetadata(_ metadata: [String: String]) {
        guard !metadata.isEmpty else { return }
        key("ClientMetadata")
        beginObject()
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            key(name)
            string(value)
        }
        endObject()
    }
}
