// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP

/// The error in an answer of an AWS service.
///
/// <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization>, and for Amazon S3, which answers in XML,
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>.
struct ErrorResponse: Sendable {
    /// The wire name without namespace and address; `nil` when the answer has none, as from a proxy on the way.
    let name: String?
    /// The service's text; `""` when there is none.
    let message: String

    /// The name of errors that came without one.
    static let unnamed = "UnrecognizedResponseError"

    /// Reads the name from `X-Amzn-ErrorType`, else from the body's `__type`, `code` or `<Code>`; of the body only name and message are
    /// kept.
    init(_ response: InboundResponse) {
        let body = try? JSONDocument(response.body, limits: JSONLimits(maximumDepth: 32, maximumBytes: 256 * 1024)).root
        name =
            response.header("x-amzn-errortype").flatMap(Self.shapeName)
            ?? body?["__type"]?.string.flatMap(Self.shapeName)
            ?? body?["code"]?.string.flatMap(Self.shapeName)
            ?? Self.codeElement(of: response.body).flatMap(Self.shapeName)
        message = body?["message"]?.string ?? body?["Message"]?.string ?? ""
    }

    /// The error for the caller.
    func error(_ response: InboundResponse, service: AWSService) -> AWSError {
        let kind: AWSError.Kind =
            if let name {
                if FailureClass.isThrottling(name, service: service) {
                    .throttled
                } else if FailureClass.credentialNames.contains(name) || isAboutClientSecret {
                    .credentials
                } else {
                    .service
                }
            } else {
                .malformedResponse
            }
        return AWSError(
            name: name ?? Self.unnamed, message: message, status: response.status, requestID: response.awsRequestID,
            kind: kind)
    }

    /// Whether Cognito refuses the app client's secret: its name for that is the one of wrong passwords and dead tokens, and only the
    /// text tells ("Unable to verify secret hash for client …", "SecretHash does not match …", "… but SECRET_HASH was not received").
    private var isAboutClientSecret: Bool {
        name == AWSError.notAuthorized && message.lowercased().includes("secret")
    }

    /// The text of the first `<Code>` in a short XML document; `nil` when there is none.
    private static func codeElement(of body: [UInt8]) -> String? {
        guard body.first == UInt8(ascii: "<"), body.count <= 64 * 1024 else { return nil }
        let text = String(decoding: body, as: UTF8.self)
        let tag = "<Code>"
        var rest = text.utf8[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[start...]
            if rest.starts(with: tag.utf8) {
                return String(Substring(rest.dropFirst(tag.utf8.count).prefix { $0 != UInt8(ascii: "<") }))
            }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// `NotAuthorizedException` of `com.amazonaws.cognito#NotAuthorizedException:http://…`; `nil` when no name is left.
    private static func shapeName(_ text: String) -> String? {
        let name = text.prefix { $0 != ":" }.split(separator: "#", omittingEmptySubsequences: false).last ?? ""
        let isName = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "_")
        }
        return isName && (1...128).contains(name.utf8.count) ? String(name) : nil
    }
}

extension InboundResponse {
    /// AWS's id of the call.
    var awsRequestID: String? { header("x-amzn-requestid") ?? header("x-amz-request-id") }
}
