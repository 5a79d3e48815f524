// SPDX-License-Identifier: Apache-2.0

import BlocksHTTP

/// What a failed attempt means for the next one.
enum FailureClass: Sendable, Equatable {
    /// The service asks us to slow down; it did nothing.
    case throttling
    /// A passing fault after the request may have reached the service.
    case transient
    /// A passing fault before the request can have reached the service.
    case unsent
    /// Our clock, or that of the service, is wrong.
    case clockSkew
    /// Repeating it would not help.
    case permanent

    /// Codes that mean "slow down", as the SDKs' standard mode lists them.
    static let throttlingNames: Set<String> = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
        "RequestThrottledException",
        "SlowDown", "ThrottledException", "Throttling", "ThrottlingException", "TooManyRequestsException",
        "TransactionInProgressException",
    ]

    /// Codes of passing faults, beside the statuses 500, 502, 503 and 504.
    static let transientNames: Set<String> = ["RequestTimeout", "RequestTimeoutException", "InternalServerError"]

    /// Codes that a wrong clock may cause.
    static let clockSkewNames: Set<String> = [
        "AuthFailure", "InvalidSignatureException", "RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
    ]

    /// Codes that say our credentials are not accepted.
    static let credentialNames: Set<String> = clockSkewNames.union([
        "ExpiredToken", "ExpiredTokenException", "IncompleteSignature", "IncompleteSignatureException",
        "InvalidClientTokenId", "MissingAuthenticationToken", "MissingAuthenticationTokenException",
        "UnrecognizedClientException",
    ])

    /// The class of an error answer.
    init(name: String, status: Int, service: AWSService) {
        if Self.isThrottling(name, service: service) {
            self = .throttling
        } else if Self.clockSkewNames.contains(name) {
            self = .clockSkew
        } else if Self.transientNames.contains(name) || [500, 502, 503, 504].contains(status) {
            self = .transient
        } else {
            self = .permanent
        }
    }

    /// The class of a missing answer.
    init(_ error: TransportError) {
        switch error.code {
        case .resolve, .connect, .tls: self = .unsent
        case .timeout, .reset, .malformedResponse, .other: self = .transient
        case .invalidURL, .invalidHeader, .cancelled, .tooLarge, .trustRoots, .initialisation: self = .permanent
        }
    }

    /// Whether `name` means "slow down" when `service` says it.
    static func isThrottling(_ name: String, service: AWSService) -> Bool {
        throttlingNames.contains(name) && (service.limitExceededIsThrottling || name != "LimitExceededException")
    }
}
