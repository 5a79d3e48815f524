// SPDX-License-Identifier: Apache-2.0

import BlocksHTTP
import TestSupport

/// A way in which a service fails.
enum CloudFault: String, Sendable, CaseIterable {
    case timeout, reset, slowDrip = "slow drip"
    case tlsFailure = "TLS failure"
    case status400 = "400"
    case status403 = "403"
    case status429 = "429"
    case status500 = "500"
    case status503 = "503"
    case garbage
    /// Cognito's verdict on a refresh token, which is no outage.
    case deadToken = "dead token"

    static let outages = allCases.filter { $0 != .deadToken }

    /// What the transport reports; the names are those that the service uses for the status.
    func outcome(of service: CloudService) -> RecordingTransport.Outcome {
        switch self {
        // A slow answer is cut off by the time limit of the attempt, see `OutageOnSocketsTests`.
        case .timeout, .slowDrip: .failure(TransportError(.timeout))
        case .reset: .failure(TransportError(.reset))
        case .tlsFailure: .failure(TransportError(.tls))
        case .garbage: .success(.json("<html>It works!</html>"))
        case .status400: error(400, service == .cognito ? "InvalidParameterException" : "ValidationException", service)
        case .status403: error(403, service == .cognito ? "ForbiddenException" : "AccessDeniedException", service)
        case .status429: error(429, service == .cognito ? "TooManyRequestsException" : "ThrottlingException", service)
        case .status500: error(500, service == .cognito ? "InternalErrorException" : "InternalServerError", service)
        case .deadToken: error(400, "NotAuthorizedException", service)
        case .status503: error(503, "ServiceUnavailable", service)
        }
    }

    /// Key sets are files behind a web server, which names no error.
    private func error(_ status: Int, _ name: String, _ service: CloudService) -> RecordingTransport.Outcome {
        .success(service == .keys ? .json("Nope!", status: status) : .awsError(name, status: status))
    }
}
