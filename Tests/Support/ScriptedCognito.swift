// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
public import BlocksCore
public import BlocksCrypto
import Synchronization

/// A user pool that answers as told and keeps every request, secrets included: for tests only.
public final class ScriptedCognito: CognitoService {
    /// One request.
    public struct Call: Sendable, Equatable, CustomStringConvertible {
        /// The operation, such as `SignUp`.
        public let operation: String
        /// What was sent, flattened to texts: `Username`, `UserAttributes.email`, ….
        public let fields: [String: String]

        /// The parts as given.
        public init(_ operation: String, _ fields: [String: String]) {
            self.operation = operation
            self.fields = fields
        }

        /// As text, for failures of tests.
        public var description: String { "\(operation) \(fields.sorted { $0.key < $1.key })" }
    }

    /// What an operation answers; it may wait, count and look at the clock.
    public typealias Answer<Output> = @Sendable () async throws -> Output

    private struct Script {
        var calls: [Call] = []
        var answers: [String: any Sendable] = [:]
    }

    /// The pool that tokens and issuers are of.
    public let pool: UserPoolIdentity
    private let script = Mutex(Script())
    private let keys: JWKSet

    /// A pool whose issuers publish `keys`.
    public init(pool: UserPoolIdentity, keys: JWKSet) {
        self.pool = pool
        self.keys = keys
    }

    /// Every request so far.
    public var calls: [Call] { script.withLock { $0.calls } }

    /// Every request so far except for keys.
    public var operations: [String] { calls.map(\.operation).filter { $0 != "JWKS" } }

    /// Makes `operation` answer with what `answer` returns or throws, from now on.
    public func on<Output: Sendable>(_ operation: String, _ answer: @escaping Answer<Output>) {
        script.withLock { $0.answers[operation] = answer }
    }

    /// Makes `operation` fail.
    public func fail(_ operation: String, _ error: AWSError) {
        script.withLock { $0.answers[operation] = error }
    }

    func answer<Output: Sendable>(
        _ operation: String, _ fields: [String: String?], default fallback: Output? = nil
    ) async throws(AWSError) -> Output {
        let answer = script.withLock { script in
            script.calls.append(Call(operation, fields.compactMapValues { $0 }))
            return script.answers[operation]
        }
        if let error = answer as? AWSError { throw error }
        if let answer = answer as? Answer<Output> {
            do { return try await answer() } catch { throw error as? AWSError ?? AWSError(name: "\(error)") }
        }
        if let fallback { return fallback }
        throw AWSError(name: "NothingScripted", message: operation)
    }

    /// Records the call and answers as scripted.
    public func signUp(_ input: SignUpInput) async throws(AWSError) -> SignUpOutput {
        var fields: [String: String?] = ["Username": input.username, "Password": input.password.exposed]
        for attribute in input.attributes { fields["UserAttributes.\(attribute.name)"] = attribute.value }
        fields.add(input.clientMetadata, input.userContext)
        return try await answer("SignUp", fields)
    }

    /// Records the call and answers as scripted.
    public func confirmSignUp(_ input: ConfirmSignUpInput) async throws(AWSError) -> ConfirmSignUpOutput {
        var fields: [String: String?] = [
            "Username": input.username, "ConfirmationCode": input.confirmationCode.exposed,
            "Session": input.session?.exposed,
        ]
        fields.add(input.clientMetadata, input.userContext)
        return try await answer("ConfirmSignUp", fields)
    }

    /// Records the call and answers as scripted.
    public func resendConfirmationCode(_ input: ResendConfirmationCodeInput) async throws(AWSError) -> CodeDelivery? {
        var fields: [String: String?] = ["Username": input.username]
        fields.add(input.clientMetadata, input.userContext)
        return try await answer("ResendConfirmationCode", fields)
    }

    /// Records the call and answers as scripted.
    public func initiateAuth(_ input: InitiateAuthInput) async throws(AWSError) -> AuthOutput {
        try await answer("InitiateAuth", Self.fields(input))
    }

    /// Records the call and answers as scripted.
    public func respondToAuthChallenge(_ input: RespondToAuthChallengeInput) async throws(AWSError) -> AuthOutput {
        try await answer("RespondToAuthChallenge", Self.fields(input))
    }

    static func fields(_ input: InitiateAuthInput) -> [String: String?] {
        var fields: [String: String?] = ["AuthFlow": input.flow.rawValue, "Session": input.session?.exposed]
        for (key, value) in input.parameters { fields["AuthParameters.\(key)"] = value.exposed }
        fields.add(input.clientMetadata, input.userContext)
        return fields
    }

    static func fields(_ input: RespondToAuthChallengeInput) -> [String: String?] {
        var fields: [String: String?] = [
            "ChallengeName": input.challengeName.rawValue,
            "Session": input.session.exposed.isEmpty ? nil : input.session.exposed,
        ]
        for (key, value) in input.challengeResponses { fields["ChallengeResponses.\(key)"] = value.exposed }
        fields.add(input.clientMetadata, input.userContext)
        return fields
    }

    /// Records the call and answers as scripted.
    public func associateSoftwareToken(
        _ authority: SoftwareTokenAuthority
    ) async throws(AWSError) -> AssociateSoftwareTokenOutput {
        try await answer("AssociateSoftwareToken", Self.fields(authority))
    }

    /// Records the call and answers as scripted.
    public func verifySoftwareToken(
        _ input: VerifySoftwareTokenInput
    ) async throws(AWSError) -> VerifySoftwareTokenOutput {
        var fields = Self.fields(input.authority)
        fields["UserCode"] = input.userCode.exposed
        fields["FriendlyDeviceName"] = input.friendlyDeviceName
        return try await answer("VerifySoftwareToken", fields)
    }

    /// Records the call and answers as scripted.
    public func getUser(accessToken: Secret<String>) async throws(AWSError) -> GetUserOutput {
        try await answer("GetUser", ["AccessToken": accessToken.exposed])
    }

    /// Records the call and answers as scripted.
    public func updateUserAttributes(_ input: UpdateUserAttributesInput) async throws(AWSError) -> [CodeDelivery] {
        var fields: [String: String?] = ["AccessToken": input.accessToken.exposed]
        for attribute in input.attributes { fields["UserAttributes.\(attribute.name)"] = attribute.value }
        fields.add(input.clientMetadata, nil)
        return try await answer("UpdateUserAttributes", fields, default: [])
    }

    /// Records the call and answers as scripted.
    public func verifyUserAttribute(_ input: VerifyUserAttributeInput) async throws(AWSError) {
        try await answer(
            "VerifyUserAttribute",
            [
                "AccessToken": input.accessToken.exposed, "AttributeName": input.attributeName,
                "Code": input.code.exposed,
            ], default: ())
    }

    /// Records the call and answers as scripted.
    public func getUserAttributeVerificationCode(
        _ input: GetUserAttributeVerificationCodeInput
    ) async throws(AWSError) -> CodeDelivery? {
        var fields: [String: String?] = [
            "AccessToken": input.accessToken.exposed, "AttributeName": input.attributeName,
        ]
        fields.add(input.clientMetadata, nil)
        return try await answer("GetUserAttributeVerificationCode", fields)
    }

    /// Records the call and answers as scripted.
    public func changePassword(_ input: ChangePasswordInput) async throws(AWSError) {
        try await answer(
            "ChangePassword",
            [
                "AccessToken": input.accessToken.exposed, "PreviousPassword": input.previousPassword.exposed,
                "ProposedPassword": input.proposedPassword.exposed,
            ], default: ())
    }

    /// Records the call and answers as scripted.
    public func deleteUser(accessToken: Secret<String>) async throws(AWSError) {
        try await answer("DeleteUser", ["AccessToken": accessToken.exposed], default: ())
    }

    /// Records the call and answers as scripted.
    public func setUserMFAPreference(_ input: SetUserMFAPreferenceInput) async throws(AWSError) {
        var fields: [String: String?] = ["AccessToken": input.accessToken.exposed]
        for (name, setting) in [("SMS", input.sms), ("SoftwareToken", input.softwareToken), ("Email", input.email)] {
            fields[name] = setting.map { "\($0.enabled),\($0.preferred)" }
        }
        try await answer("SetUserMFAPreference", fields, default: ())
    }

    private static func fields(_ authority: SoftwareTokenAuthority) -> [String: String?] {
        switch authority {
        case .session(let session): ["Session": session.exposed]
        case .accessToken(let token): ["AccessToken": token.exposed]
        }
    }

    /// Records the call and answers as scripted.
    public func refreshTokens(_ input: RefreshTokensInput) async throws(AWSError) -> AuthOutput {
        var fields: [String: String?] = [
            "RefreshToken": input.refreshToken.exposed, "Username": input.username, "DeviceKey": input.deviceKey,
        ]
        fields.add(input.clientMetadata, nil)
        return try await answer("RefreshTokens", fields)
    }

    /// Records the call and answers as scripted.
    public func revokeToken(_ refreshToken: Secret<String>) async throws(AWSError) {
        try await answer("RevokeToken", ["Token": refreshToken.exposed], default: ())
    }

    /// Records the call and answers as scripted.
    public func globalSignOut(accessToken: Secret<String>) async throws(AWSError) {
        try await answer("GlobalSignOut", ["AccessToken": accessToken.exposed], default: ())
    }

    /// Records the call and answers as scripted.
    public func forgotPassword(_ input: ForgotPasswordInput) async throws(AWSError) -> CodeDelivery? {
        var fields: [String: String?] = ["Username": input.username]
        fields.add(input.clientMetadata, input.userContext)
        return try await answer("ForgotPassword", fields)
    }

    /// Records the call and answers as scripted.
    public func confirmForgotPassword(_ input: ConfirmForgotPasswordInput) async throws(AWSError) {
        var fields: [String: String?] = [
            "Username": input.username, "ConfirmationCode": input.confirmationCode.exposed,
            "Password": input.password.exposed,
        ]
        fields.add(input.clientMetadata, input.userContext)
        try await answer("ConfirmForgotPassword", fields, default: ())
    }

    /// Records the call and answers as scripted.
    public func jwks(issuer: String) async throws(AWSError) -> JWKSet {
        try await answer("JWKS", ["Issuer": issuer], default: keys)
    }
}

extension [String: String?] {
    /// Adds what goes along with requests: `ClientMetadata.…`, `UserContextData.IpAddress`, ….
    mutating func add(_ metadata: [String: String], _ context: UserContext?) {
        for (key, value) in metadata { self["ClientMetadata.\(key)"] = value }
        if let address = context?.ipAddress { self["UserContextData.IpAddress"] = address }
        if let data = context?.encodedData { self["UserContextData.EncodedData"] = data.exposed }
    }
}

extension Secret {
    /// The value itself, for comparisons in tests.
    public var exposed: Value { withExposed { $0 } }
}
