// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

/// The errors of the local pool: Cognito's names, and the texts that clients of the reference know.
extension AWSError {
    static let incorrectCredentials = refusal("NotAuthorizedException", "Incorrect username or password")
    static let passwordAttemptsExceeded = refusal("NotAuthorizedException", "Password attempts exceeded")
    static let incorrectPassword = refusal("NotAuthorizedException", "Incorrect password")
    static let userNotConfirmed = refusal("UserNotConfirmedException", "User not confirmed")
    static let passwordResetRequired = refusal(
        "PasswordResetRequiredException", "Password reset required for the user")
    static let usernameExists = refusal("UsernameExistsException", "User already exists")
    static let signUpNotPermitted = refusal("NotAuthorizedException", "SignUp is not permitted for this user pool")
    static let codeMismatch = refusal("CodeMismatchException", "Invalid code")
    static let codeExpired = refusal("ExpiredCodeException", "Code expired")
    static let codeUsed = refusal("ExpiredCodeException", "Your software token has already been used once.")
    static let challengeExpired = refusal("ExpiredCodeException", "Challenge session expired")
    static let noApps = refusal(
        "SoftwareTokenMFANotFoundException", "Software token MFA is not enabled for this user pool")
    static let noAppToVerify = refusal("SoftwareTokenMFANotFoundException", "TOTP not set up")
    static let appNotAssociated = refusal(
        "SoftwareTokenMFANotFoundException",
        "TOTP is not associated for this user. Call setUpTOTP + verifyTOTPSetup before enabling it as an MFA factor.")
    static let attemptLimit = refusal(
        "LimitExceededException", "Attempt limit exceeded, please try after some time.")
    static let codeNotDelivered = refusal("CodeDeliveryFailureException", "The code could not be delivered")
    static let invalidRefreshToken = refusal("NotAuthorizedException", "Invalid Refresh Token")
    static let refreshTokenReused = refusal("RefreshTokenReuseException", "Refresh Token has been used already")
    static let refreshTokenExpired = refusal("NotAuthorizedException", "Refresh Token has expired")
    static let invalidAccessToken = refusal("NotAuthorizedException", "Invalid Access Token")
    static let accessTokenExpired = refusal("NotAuthorizedException", "Access Token has expired")
    static let accessTokenRevoked = refusal("NotAuthorizedException", "Access Token has been revoked")
    static let unknownIssuer = refusal("ResourceNotFoundException", "User pool does not exist.")
    static let userDisabled = refusal("NotAuthorizedException", "User is disabled.")

    static let noDevice = refusal("ResourceNotFoundException", "Device does not exist.")
    static let deviceExists = refusal("DeviceKeyExistsException", "Device already exists.")

    static func aliasExists(_ attribute: String) -> AWSError {
        refusal("AliasExistsException", "An account with the given \(attribute) already exists.")
    }

    static func invalidParameter(_ message: String) -> AWSError { refusal("InvalidParameterException", message) }

    static func invalidPassword(_ message: String) -> AWSError { refusal("InvalidPasswordException", message) }

    static func notFound(user: String) -> AWSError {
        refusal("UserNotFoundException", "User '\(shown(user))' not found")
    }

    static func notFound(group: String) -> AWSError {
        refusal("ResourceNotFoundException", "Group '\(shown(group))' not found")
    }

    /// A name as far as one can exist: clients send what they like, and it should not all come back.
    private static func shown(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.prefix(128)))
    }

    /// A fault of this machine, such as a full disk; the log has the details.
    static let internalFailure = AWSError(
        name: "InternalErrorException", message: "The local user pool failed", status: 500, kind: .service)

    private static func refusal(_ name: String, _ message: String) -> AWSError {
        AWSError(name: name, message: message, status: 400, kind: .service)
    }
}
