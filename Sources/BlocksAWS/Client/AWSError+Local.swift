// SPDX-License-Identifier: Apache-2.0

import BlocksHTTP

/// The errors that no service names.
extension AWSError {
    /// Cognito's name for whatever it does not believe.
    static let notAuthorized = "NotAuthorizedException"

    /// Whether Cognito refused the secret of the app client.
    var isOfClientSecret: Bool { kind == .credentials && name == Self.notAuthorized }

    /// There is no time left to ask.
    static let deadlineExceeded = AWSError(name: "DeadlineExceededError", kind: .deadline)

    /// The task was cancelled while it waited.
    static let cancelled = AWSError(name: "CancelledError", kind: .transport)

    /// An answer that the protocol does not allow.
    static func malformed(_ response: InboundResponse) -> AWSError {
        AWSError(
            name: "MalformedResponseError", status: response.status, requestID: response.awsRequestID,
            kind: .malformedResponse)
    }

    /// No answer.
    init(_ error: TransportError) {
        let name =
            switch error.code {
            case .timeout: "TimeoutError"
            case .cancelled: "CancelledError"
            case .tooLarge, .malformedResponse: "MalformedResponseError"
            default: "NetworkError"
            }
        self.init(
            name: name, message: error.description,
            kind: name == "MalformedResponseError" ? .malformedResponse : .transport)
    }

    /// The same error, marked when an attempt before the one it reports may have taken effect.
    func afterEarlierAttempt(tookEffect: Bool) -> AWSError {
        var error = self
        error.mayHaveTakenEffect = tookEffect
        return error
    }
}
