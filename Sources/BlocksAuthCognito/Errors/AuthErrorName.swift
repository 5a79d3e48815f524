// SPDX-License-Identifier: Apache-2.0

/// The documented wire names of errors, which clients match on.
public enum AuthErrorName: String, Sendable, Hashable, CaseIterable {
    /// There is no session.
    case notAuthenticated = "NotAuthenticatedException"
    /// The sign-in is too long ago for what is asked; the user has to sign in again.
    case recentSignInRequired = "RecentSignInRequiredException"
    /// Wrong password, dead token, or an action that is not allowed.
    case notAuthorized = "NotAuthorizedException"
    /// No such user.
    case userNotFound = "UserNotFoundException"
    /// The user name is taken.
    case userAlreadyExists = "UsernameExistsException"
    /// The password does not meet the policy.
    case invalidPassword = "InvalidPasswordException"
    /// An argument is not acceptable.
    case invalidParameter = "InvalidParameterException"
    /// The code is wrong.
    case codeMismatch = "CodeMismatchException"
    /// The code or the sign-in has run out.
    case expiredCode = "ExpiredCodeException"
    /// Too many attempts for this user.
    case limitExceeded = "LimitExceededException"
    /// Too many requests.
    case tooManyRequests = "TooManyRequestsException"
    /// Too many wrong attempts.
    case tooManyFailedAttempts = "TooManyFailedAttemptsException"
    /// An administrator reset the password.
    case passwordResetRequired = "PasswordResetRequiredException"
    /// The user has not confirmed the account.
    case userNotConfirmed = "UserNotConfirmedException"
    /// The user has no such second factor.
    case mfaMethodNotFound = "MFAMethodNotFoundException"
    /// The user has no authenticator app.
    case softwareTokenMFANotFound = "SoftwareTokenMFANotFoundException"
    /// The user is in a state that does not allow it.
    case unsupportedUserState = "UnsupportedUserStateException"
    /// Another account has this e-mail address or phone number.
    case aliasExists = "AliasExistsException"
    /// A Lambda trigger answered badly.
    case invalidLambdaResponse = "InvalidLambdaResponseException"
    /// A Lambda trigger refused.
    case userLambdaValidation = "UserLambdaValidationException"
    /// Cognito itself failed.
    case internalError = "InternalErrorException"
    /// The authenticator app's code is wrong.
    case enableSoftwareTokenMFA = "EnableSoftwareTokenMFAException"
    /// Passkeys are off.
    case webAuthnNotEnabled = "WebAuthnNotEnabledException"
    /// The page's origin is not allowed.
    case webAuthnOriginNotAllowed = "WebAuthnOriginNotAllowedException"
    /// The passkey is for another site.
    case webAuthnRelyingPartyMismatch = "WebAuthnRelyingPartyMismatchException"
    /// The passkey ceremony was not begun or has run out.
    case webAuthnChallengeNotFound = "WebAuthnChallengeNotFoundException"
    /// The kind of passkey is not supported.
    case webAuthnCredentialNotSupported = "WebAuthnCredentialNotSupportedException"
    /// The passkey ceremony was begun by another client.
    case webAuthnClientMismatch = "WebAuthnClientMismatchException"
    /// The pool has no passkey configuration.
    case webAuthnConfigurationMissing = "WebAuthnConfigurationMissingException"
    /// No such group or other resource.
    case groupNotFound = "ResourceNotFoundException"

    /// The HTTP status that goes with the name.
    public var status: Int {
        switch self {
        case .notAuthenticated, .notAuthorized: 401
        case .recentSignInRequired: 403
        case .userNotFound, .groupNotFound: 404
        case .userAlreadyExists: 409
        case .limitExceeded, .tooManyRequests, .tooManyFailedAttempts: 429
        default: 400
        }
    }

    /// Whether the client keeps its form and sends it again with corrected input.
    public var isRetriable: Bool {
        switch self {
        case .codeMismatch, .enableSoftwareTokenMFA, .invalidParameter, .invalidPassword: true
        default: false
        }
    }
}
