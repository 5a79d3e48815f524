// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// One invocation as the Runtime API hands it over: its event and what its header fields say about it.
public struct Invocation: Sendable {
    /// Identifies the invocation in answers, log lines and AWS's own metrics.
    public let requestID: String
    /// When Lambda ends the invocation; `nil` when the host doesn't say.
    public let deadline: Timestamp?
    /// The event's bytes, JSON.
    public let event: [UInt8]
    private let fields: RuntimeFields

    /// An invocation without a Runtime API: the developer's server and event runner, and tests.
    public init(requestID: String, deadline: Timestamp?, event: [UInt8]) {
        self.requestID = requestID
        self.deadline = deadline
        self.event = event
        fields = RuntimeFields()
    }

    /// Throws `malformedResponse` when `response` names no request id that could stand in a path.
    init(_ response: consuming HTTPResponse) throws(LambdaError) {
        let id = response.fields.withValue(RuntimeAPI.requestID) {
            Self.isPathSafe($0) ? String(decoding: $0, as: UTF8.self) : nil
        }
        guard let requestID = id ?? nil else {
            throw LambdaError(.malformedResponse, "the Runtime API handed over an invocation without a request id")
        }
        self.requestID = requestID
        deadline = response.fields.number(RuntimeAPI.deadline).map(Timestamp.init(milliseconds:))
        event = response.body
        fields = response.fields
    }

    /// ARN of the function, version or alias that was invoked; `nil` when the host doesn't say.
    public var invokedFunctionARN: String? { fields.value(RuntimeAPI.invokedFunctionARN) }
    /// X-Ray trace header, `Root=…;Parent=…;Sampled=…`; `nil` when the host doesn't say.
    public var traceID: String? { fields.value(RuntimeAPI.traceID) }
    /// What ties log lines and calls to services to this invocation; a trace header that could not be sent on is left out.
    var correlation: Correlation {
        Correlation(requestID: requestID, trace: fields.slice(RuntimeAPI.traceID).flatMap { TraceHeader($0) })
    }
    /// JSON about the calling mobile app; `nil` unless an AWS Mobile SDK called.
    public var clientContext: String? { fields.value(RuntimeAPI.clientContext) }
    /// JSON about the caller's Cognito identity; `nil` unless an AWS Mobile SDK called.
    public var cognitoIdentity: String? { fields.value(RuntimeAPI.cognitoIdentity) }

    /// Letters, digits and `-_.:` only, at most 128 of them: the id becomes part of a request line.
    private static func isPathSafe(_ id: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !id.isEmpty, id.count <= 128 else { return false }
        for byte in id {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                continue
            default: return false
            }
        }
        return true
    }
}

/// The event holds cookies and whatever a browser sent.
extension Invocation: Withheld {}
