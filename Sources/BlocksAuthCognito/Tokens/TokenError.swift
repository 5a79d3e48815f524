// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// Why a token was refused; two errors are equal when their codes are.
struct TokenError: Error, Sendable, Equatable {
    /// The step that the token failed.
    ///
    /// The raw values are the wire names, those of the reference's verifier.
    enum Code: String, Sendable, CaseIterable {
        /// No compact token, or header or payload are no JSON objects.
        case malformed = "JwtParseError"
        /// The header names another algorithm than RS256, or demands extensions.
        case algorithm = "JwtInvalidSignatureAlgorithmError"
        /// The issuer is not one of the pool's.
        case issuer = "JwtInvalidIssuerError"
        /// The issuer publishes no usable key of that id.
        case unknownKey = "KidNotFoundInJwksError"
        /// The signature is not that key's.
        case signature = "JwtInvalidSignatureError"
        /// The token has ended, or does not say when it ends.
        case expired = "JwtExpiredError"
        /// The token is not valid yet.
        case notYetValid = "JwtNotBeforeError"
        /// The token is for another client.
        case audience = "JwtInvalidAudienceError"
        /// The token is no ID token.
        case tokenUse = "CognitoJwtInvalidTokenUseError"
        /// The token names no user, or another one than before.
        case subject = "JwtInvalidClaimError"
        /// The issuer's keys could not be had.
        case keysUnavailable = "FetchError"
    }

    let code: Code
    /// The failure of the fetch, for `keysUnavailable`.
    let underlying: AWSError?

    init(_ code: Code, underlying: AWSError? = nil) {
        self.code = code
        self.underlying = underlying
    }

    static func == (a: Self, b: Self) -> Bool { a.code == b.code }

    /// What a client sees: nothing of the token, and a retriable 503 where only the keys were missing.
    var apiError: ApiError {
        if code == .keysUnavailable { return .unavailable(cause: self) }
        return ApiError(
            "The identity service's token could not be verified.", status: 400, name: code.rawValue, cause: self)
    }
}
