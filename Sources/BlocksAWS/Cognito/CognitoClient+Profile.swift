// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The signed-in user's own account.
extension CognitoClient {
    /// Describes the user (`GetUser`).
    public func getUser(accessToken: Secret<String>) async throws(AWSError) -> GetUserOutput {
        let answer = try await client.call(.idempotent("GetUser")) { $0.member("AccessToken", accessToken) }
        return GetUserOutput(
            username: answer["Username"]?.string ?? "", attributes: UserAttribute.list(answer["UserAttributes"]),
            mfaSettings: answer["UserMFASettingList"]?.elements.compactMap(\.string) ?? [],
            preferredMFASetting: answer["PreferredMfaSetting"]?.string)
    }

    /// Changes attributes (`UpdateUserAttributes`); once, since it may send codes.
    ///
    /// Returns where codes went.
    public func updateUserAttributes(_ input: UpdateUserAttributesInput) async throws(AWSError) -> [CodeDelivery] {
        let answer = try await client.call(.once("UpdateUserAttributes")) { writer in
            writer.member("AccessToken", input.accessToken)
            writer.userAttributes(input.attributes)
            writer.clientMetadata(input.clientMetadata)
        }
        return answer["CodeDeliveryDetailsList"]?.elements.compactMap { CodeDelivery(details: $0) } ?? []
    }

    /// Confirms an attribute with the code that was sent (`VerifyUserAttribute`); once, since a code counts once.
    public func verifyUserAttribute(_ input: VerifyUserAttributeInput) async throws(AWSError) {
        _ = try await client.call(.once("VerifyUserAttribute")) { writer in
            writer.member("AccessToken", input.accessToken)
            writer.member("AttributeName", input.attributeName)
            writer.member("Code", input.code)
        }
    }

    /// Sends a code to confirm an attribute (`GetUserAttributeVerificationCode`); once.
    public func getUserAttributeVerificationCode(
        _ input: GetUserAttributeVerificationCodeInput
    ) async throws(AWSError) -> CodeDelivery? {
        let answer = try await client.call(.once("GetUserAttributeVerificationCode")) { writer in
            writer.member("AccessToken", input.accessToken)
            writer.member("AttributeName", input.attributeName)
            writer.clientMetadata(input.clientMetadata)
        }
        return CodeDelivery(answer)
    }

    /// Replaces the password (`ChangePassword`); once, since failures count.
    public func changePassword(_ input: ChangePasswordInput) async throws(AWSError) {
        _ = try await client.call(.once("ChangePassword")) { writer in
            writer.member("AccessToken", input.accessToken)
            writer.member("PreviousPassword", input.previousPassword)
            writer.member("ProposedPassword", input.proposedPassword)
        }
    }

    /// Deletes the user (`DeleteUser`); once, since a second call would find no user.
    public func deleteUser(accessToken: Secret<String>) async throws(AWSError) {
        _ = try await client.call(.once("DeleteUser")) { $0.member("AccessToken", accessToken) }
    }

    /// Changes which second factors are asked for (`SetUserMFAPreference`).
    public func setUserMFAPreference(_ input: SetUserMFAPreferenceInput) async throws(AWSError) {
        _ = try await client.call(.idempotent("SetUserMFAPreference")) { writer in
            writer.member("AccessToken", input.accessToken)
            writer.setting("SMSMfaSettings", input.sms)
            writer.setting("SoftwareTokenMfaSettings", input.softwareToken)
            writer.setting("EmailMfaSettings", input.email)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func setting(_ name: StaticString, _ setting: SetUserMFAPreferenceInput.Setting?) {
        guard let setting else { return }
        key(name)
        beginObject()
        key("Enabled")
        bool(setting.enabled)
        key("PreferredMfa")
        bool(setting.preferred)
        endObject()
    }
}
