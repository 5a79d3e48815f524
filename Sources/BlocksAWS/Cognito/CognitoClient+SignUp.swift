// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Sign-up, confirmation and forgotten passwords.
///
/// None is repeated once it may have reached Cognito: a repeated sign-up would find its
/// own user, a repeated confirmation its used code, and a repeated delivery would send two codes.
extension CognitoClient {
    /// Creates an unconfirmed user (`SignUp`).
    public func signUp(_ input: SignUpInput) async throws(AWSError) -> SignUpOutput {
        let answer = try await call("SignUp", input.username) { writer in
            writer.member("Password", input.password)
            writer.userAttributes(input.attributes)
            writer.clientMetadata(input.clientMetadata)
            writer.member("UserContextData", input.userContext)
        }
        return SignUpOutput(
            userConfirmed: answer["UserConfirmed"]?.bool ?? false, userSub: answer["UserSub"]?.string ?? "",
            codeDelivery: CodeDelivery(answer), session: answer.secret("Session"))
    }

    /// Confirms a user with the code that was sent (`ConfirmSignUp`).
    public func confirmSignUp(_ input: ConfirmSignUpInput) async throws(AWSError) -> ConfirmSignUpOutput {
        let answer = try await call("ConfirmSignUp", input.username) { writer in
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
        let answer = try await call("ResendConfirmationCode", input.username) { writer in
            writer.clientMetadata(input.clientMetadata)
            writer.member("UserContextData", input.userContext)
        }
        return CodeDelivery(answer)
    }

    /// Sends a code for a new password (`ForgotPassword`).
    public func forgotPassword(_ input: ForgotPasswordInput) async throws(AWSError) -> CodeDelivery? {
        let answer = try await call("ForgotPassword", input.username) { writer in
            writer.clientMetadata(input.clientMetadata)
            writer.member("UserContextData", input.userContext)
        }
        return CodeDelivery(answer)
    }

    /// Sets a new password with the code that was sent (`ConfirmForgotPassword`).
    public func confirmForgotPassword(_ input: ConfirmForgotPasswordInput) async throws(AWSError) {
        _ = try await call("ConfirmForgotPassword", input.username) { writer in
            writer.member("ConfirmationCode", input.confirmationCode)
            writer.member("Password", input.password)
            writer.clientMetadata(input.clientMetadata)
            writer.member("UserContextData", input.userContext)
        }
    }

    /// Calls about the user `username`, with the app client's proof if it has a secret.
    private func call(
        _ operation: String, _ username: String, _ members: (inout JSONWriter) -> Void
    ) async throws(AWSError) -> JSONView {
        try await clientSecret.proving { () async throws(AWSError) in
            let hash = try await clientSecret?.hash(username: username, clientID: pool.clientID)
            return try await client.call(.once(operation)) { writer in
                writer.member("ClientId", pool.clientID)
                writer.member("Username", username)
                if let hash { writer.member("SecretHash", hash) }
                members(&writer)
            }
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
