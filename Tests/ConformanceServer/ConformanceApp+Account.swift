// SPDX-License-Identifier: Apache-2.0

import BlocksAuthCognito
import BlocksCore

/// What a signed-in user does to the own account.
extension ConformanceApp {
    @NamespaceBuilder static func accountMethods(_ auth: Auth) -> [Method] {
        Method("fetchUserAttributes") { context in try await auth.fetchUserAttributes(context) }
        Method("updateUserAttributes", "attributes") { (context, attributes: AttributeValues<OpenPool>) in
            try await auth.updateUserAttributes(context, attributes)
        }
        Method("updateUserAttribute", "name", "value") { (context, name: String, value: String) in
            try await auth.updateUserAttribute(context, .init(name), value)
        }
        Method("confirmUserAttribute", "name", "code") { (context, name: String, code: String) in
            try await auth.confirmUserAttribute(context, .init(name), code)
        }
        Method("sendUserAttributeVerificationCode", "name") { (context, name: String) in
            try await auth.sendUserAttributeVerificationCode(context, .init(name))
        }
        Method("updatePassword", "oldPassword", "newPassword") { (context, old: String, new: String) in
            try await auth.updatePassword(context, old, new)
        }
        Method("deleteUser") { context in try await auth.deleteUser(context) }
    }

    @NamespaceBuilder static func deviceMethods(_ auth: Auth) -> [Method] {
        Method("fetchDevices") { context in try await auth.fetchDevices(context).all() }
        Method("rememberDevice") { context in try await auth.rememberDevice(context) }
        Method("forgetDevice", "deviceKey") { (context, key: String) in try await auth.forgetDevice(context, key) }
    }

    @NamespaceBuilder static func factorMethods(_ auth: Auth) -> [Method] {
        Method("confirmSignIn", "session", "response", "options") {
            (context, session: String, response: ChallengeResponse, options: ConfirmSignInOptions?) in
            try await auth.confirmSignIn(session, response, context: context, options: options ?? .init())
        }
        Method("setUpTOTP") { context in try await auth.setUpTOTP(context) }
        Method("verifyTOTPSetup", "code") { (context, code: String) in
            try await auth.verifyTOTPSetup(context, code)
        }
        Method("updateMFAPreference", "preference") { (context, change: MFAPreferenceChange<OpenPool>) in
            try await auth.updateMFAPreference(context, change)
        }
        Method("fetchMFAPreference") { context in try await auth.fetchMFAPreference(context) }
    }

    @NamespaceBuilder static func passkeyMethods(_ auth: Auth) -> [Method] {
        Method("startPasskeyRegistration") { context in try await auth.startPasskeyRegistration(context) }
        Method("completePasskeyRegistration", "credential") { (context, credential: String) in
            try await auth.completePasskeyRegistration(context, credential)
        }
        Method("listPasskeys") { context in try await auth.listPasskeys(context) }
        Method("deletePasskey", "credentialId") { (context, credentialID: String) in
            try await auth.deletePasskey(context, credentialID)
        }
    }
}
