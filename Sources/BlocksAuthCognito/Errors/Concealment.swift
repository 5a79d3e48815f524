// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Logging

/// Refusals that tell whether an account exists or what state it is in, and what clients see in their place (decision 0030).
///
/// Cognito hides some of it where its app client has `PreventUserExistenceErrors`; clients without that setting must not tell either.
enum Concealment {
    /// Whether a request for a code was refused because of the account: then the answer is that of a sent code.
    static func hidesCodeRequest(_ error: AWSError) -> Bool {
        error.kind == .service && codeRequests.contains(error.name) && !concernsClient(error)
    }

    /// How loud a refusal that clients don't see is logged: as an error where it comes from the deployment and not from the account, such as
    /// a pool that can't send messages, since nobody else would learn of it.
    static func level(ofHidden error: AWSError) -> Logger.Level {
        switch error.name {
        case "CodeDeliveryFailureException": return .error
        case "InvalidParameterException":
            let text = error.message.lowercased()
            return harmless.contains { text.includes($0) } ? .info : .error
        default: return .info
        }
    }

    /// What a refused code reads where the refusal depends on the account; `nil` for any other refusal.
    ///
    /// Cognito says of a known user without a code that it has expired, and of one who is confirmed that the status is; of an unknown
    /// name it says neither.
    static func wrongCode(_ error: AWSError) -> ApiError? {
        guard error.kind == .service, codes.contains(error.name), !concernsClient(error) else { return nil }
        return ApiError(.codeMismatch, "Invalid verification code provided, please try again.", cause: error)
    }

    /// What a refused first step of a sign-in reads where Cognito tells more than of a wrong password; `nil` for any other refusal.
    static func wrongPassword(_ error: AWSError, concealsUnconfirmed: Bool) -> ApiError? {
        guard error.kind == .service else { return nil }
        let tells =
            switch error.name {
            case "UserNotFoundException": true
            case "NotAuthorizedException": error.message.lowercased().includes("disabled")
            case "UserNotConfirmedException": concealsUnconfirmed
            default: false
            }
        return tells ? ApiError(.notAuthorized, "Incorrect username or password.", cause: error) : nil
    }

    /// Whether a sign-up was refused because the name, or an address, is someone's.
    static func isTaken(_ error: AWSError) -> Bool {
        error.kind == .service && (error.name == "UsernameExistsException" || error.name == "AliasExistsException")
    }

    /// A wrong client secret is a mistake of the deployment, and says nothing about a user.
    private static func concernsClient(_ error: AWSError) -> Bool {
        let text = error.message.lowercased()
        return ["secret hash", "secret_hash", "secrethash"].contains { text.includes($0) }
    }

    /// Of Cognito's texts about accounts and names: "User is already confirmed.", "… there is no registered/verified email or
    /// phone_number", "Value at 'username' failed to satisfy constraint …".
    private static let harmless = ["already confirmed", "no registered", "username"]

    private static let codeRequests: Set<String> = [
        "UserNotFoundException", "InvalidParameterException", "LimitExceededException", "NotAuthorizedException",
        "UserNotConfirmedException", "CodeDeliveryFailureException",
    ]

    private static let codes: Set<String> = [
        "UserNotFoundException", "ExpiredCodeException", "NotAuthorizedException", "UserNotConfirmedException",
    ]
}
