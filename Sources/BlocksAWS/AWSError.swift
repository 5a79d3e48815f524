// SPDX-License-Identifier: Apache-2.0

/// What went wrong with a call to an AWS service: the service's own name for it, never the body of its answer.
///
/// Two errors are equal when their name and kind are. The message may repeat what the caller sent, so it is for logs and
/// for clients of services whose messages are documented as safe (Cognito's are shown to users); `description` has only the name.
public struct AWSError: Error, Sendable {
    /// Where the failure comes from, which decides what a caller can do about it.
    public enum Kind: Sendable, Hashable {
        /// The service answered with an error of its own.
        case service
        /// The service refuses for now because of the rate of calls.
        case throttled
        /// No answer: the connection failed or was cut, or the call took too long.
        case transport
        /// No usable credentials, or the service did not accept them; an app client's secret is one.
        case credentials
        /// An answer that is not what the protocol promises.
        case malformedResponse
        /// The time of the surrounding request is used up.
        case deadline
    }

    /// The service's wire name without namespace, for example `NotAuthorizedException`; a name of ours ending in `Error` otherwise.
    public let name: String
    /// The service's text; `""` when there is none.
    public let message: String
    /// The HTTP status of the answer; `nil` without one.
    public let status: Int?
    /// AWS's id of the call, for support cases; `nil` without one.
    public let requestID: String?
    /// Where the failure comes from.
    public let kind: Kind
    /// Whether the call may have taken effect although it failed: some attempt reached the service and brought no answer.
    ///
    /// A failed condition then need not be someone else's doing.
    public internal(set) var mayHaveTakenEffect = false

    /// An error of the given name.
    public init(name: String, message: String = "", status: Int? = nil, requestID: String? = nil, kind: Kind = .service)
    {
        self.name = name
        self.message = message
        self.status = status
        self.requestID = requestID
        self.kind = kind
    }
}

extension AWSError: Equatable {
    /// Whether name and kind are the same; text, status and ids are not compared.
    public static func == (left: AWSError, right: AWSError) -> Bool {
        left.name == right.name && left.kind == right.kind
    }
}

extension AWSError: CustomStringConvertible {
    /// The name alone, which is safe to show.
    public var description: String { name }
}

extension AWSError: CustomDebugStringConvertible {
    /// Everything but bodies, for logs.
    public var debugDescription: String {
        var text = "\(name) (\(kind)"
        if let status { text += ", status \(status)" }
        if let requestID { text += ", request \(requestID)" }
        text += ")"
        return message.isEmpty ? text : text + ": " + message
    }
}
