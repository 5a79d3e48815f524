// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

/// What is wrong with a passkey, under Cognito's names.
extension AWSError {
    static let passkeysNotEnabled = passkey(
        "WebAuthnNotEnabledException", "Passkeys are not enabled for this user pool.")
    static let relyingPartyMissing = passkey(
        "WebAuthnConfigurationMissingException", "The user pool has no relying party id.")
    static let passkeyChallengeNotFound = passkey(
        "WebAuthnChallengeNotFoundException", "The challenge was not found, was used, or has expired.")
    static let unknownPasskey = passkey("WebAuthnCredentialNotSupportedException", "Unknown passkey credential")
    static let passkeyNotFound = passkey("ResourceNotFoundException", "The passkey was not found.")
    static let passkeyExists = invalidParameter("The passkey is already registered.")
    static let tooManyPasskeys = passkey(
        "LimitExceededException", "A user can have at most \(Passkey.limit) passkeys.")

    /// Why a passkey is not registered.
    static func registrationRefused(_ error: WebAuthnError) -> AWSError {
        switch error.code {
        case .malformed, .wrongCeremony, .wrongCredential, .invalidSignature, .counterNotAdvanced:
            invalidParameter("The credential is not valid.")
        case .unsupportedAlgorithm, .userAbsent, .userNotVerified:
            passkey("WebAuthnCredentialNotSupportedException", "The authenticator is not supported.")
        case .wrongChallenge: .passkeyChallengeNotFound
        case .originNotAllowed: .originNotAllowed
        case .wrongRelyingParty: .relyingPartyMismatch
        }
    }

    /// Why a passkey does not sign in.
    static func assertionRefused(_ error: WebAuthnError) -> AWSError {
        switch error.code {
        case .malformed: invalidParameter("The credential is not valid.")
        case .wrongChallenge: .passkeyChallengeNotFound
        case .originNotAllowed: .originNotAllowed
        case .wrongRelyingParty: .relyingPartyMismatch
        case .wrongCeremony, .wrongCredential, .invalidSignature, .counterNotAdvanced, .unsupportedAlgorithm,
            .userAbsent,
            .userNotVerified:
            passkey("NotAuthorizedException", "The passkey could not be verified.")
        }
    }

    private static let originNotAllowed = passkey(
        "WebAuthnOriginNotAllowedException", "The page's origin is not one of the relying party's.")
    private static let relyingPartyMismatch = passkey(
        "WebAuthnRelyingPartyMismatchException", "The credential is of another relying party.")

    private static func passkey(_ name: String, _ message: String) -> AWSError {
        AWSError(name: name, message: message, status: 400, kind: .service)
    }
}
