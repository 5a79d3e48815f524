// SPDX-License-Identifier: Apache-2.0

/// Names of the Runtime API, version 2018-06-01.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>
enum RuntimeAPI {
    static let invocationPath = "/2018-06-01/runtime/invocation/"
    static let initErrorPath = "/2018-06-01/runtime/init/error"

    static let requestID: StaticString = "lambda-runtime-aws-request-id"
    static let deadline: StaticString = "lambda-runtime-deadline-ms"
    static let invokedFunctionARN: StaticString = "lambda-runtime-invoked-function-arn"
    static let traceID: StaticString = "lambda-runtime-trace-id"
    static let clientContext: StaticString = "lambda-runtime-client-context"
    static let cognitoIdentity: StaticString = "lambda-runtime-cognito-identity"

    /// Names the kind of a failure; a trailer field after a streamed reply.
    static let errorType = "Lambda-Runtime-Function-Error-Type"
    /// Describes a failure after a part of a streamed reply, in a trailer field.
    static let errorBody = "Lambda-Runtime-Function-Error-Body"

    /// The largest reply of a synchronous invocation, in bytes; Lambda discards a larger one and fails the caller.
    static let maximumReply = 6_291_556
}

/// The bytes of the five requests; what is the same in every one is rendered once.
struct RuntimeAPIRequests: Sendable {
    /// A whole `next` request.
    let next: [UInt8]
    private let invocation: [UInt8]
    private let response: [UInt8]
    private let streamed: [UInt8]
    private let error: [UInt8]
    private let initError: [UInt8]
    private let end = Array("\r\n\r\n".utf8)

    init(address: RuntimeAPIAddress) {
        let prefix = address.pathPrefix
        let fields = " HTTP/1.1\r\nHost: \(address.hostField)\r\nUser-Agent: aws-lambda-swift/blocks\r\n"
        let posted = "\(fields)Content-Type: application/json\r\n"
        let failed = "\(posted)\(RuntimeAPI.errorType): "
        next = Array("GET \(prefix)\(RuntimeAPI.invocationPath)next\(fields)\r\n".utf8)
        invocation = Array("POST \(prefix)\(RuntimeAPI.invocationPath)".utf8)
        response = Array("/response\(posted)Content-Length: ".utf8)
        streamed = Array(
            """
            /response\(fields)Content-Type: \(StreamedReply.mediaType)\r
            Lambda-Runtime-Function-Response-Mode: streaming\r
            Transfer-Encoding: chunked\r
            Trailer: \(RuntimeAPI.errorType), \(RuntimeAPI.errorBody)\r
            \r

            """.utf8)
        error = Array("/error\(failed)".utf8)
        initError = Array("POST \(prefix)\(RuntimeAPI.initErrorPath)\(failed)".utf8)
    }

    /// Renders the head of a `response` request into `head`, in place of what it held.
    func response(to requestID: String, length: Int, into head: inout [UInt8]) {
        head.removeAll(keepingCapacity: true)
        head += invocation
        head += requestID.utf8
        head += response
        Self.appendDecimal(length, to: &head)
        head += end
    }

    /// The head of a `response` request whose body comes in chunks.
    func stream(to requestID: String) -> [UInt8] {
        invocation + requestID.utf8 + streamed
    }

    /// Renders the head of an invocation `error` request into `head`, in place of what it held.
    func error(for requestID: String, type: String, length: Int, into head: inout [UInt8]) {
        head.removeAll(keepingCapacity: true)
        head += invocation
        head += requestID.utf8
        head += error
        finish(&head, errorType: type, length: length)
    }

    /// Renders the head of an `init/error` request into `head`, in place of what it held.
    func initError(type: String, length: Int, into head: inout [UInt8]) {
        head.removeAll(keepingCapacity: true)
        head += initError
        finish(&head, errorType: type, length: length)
    }

    private func finish(_ head: inout [UInt8], errorType: String, length: Int) {
        head += "\(errorType)\r\nContent-Length: \(length)\r\n\r\n".utf8
    }

    private static func appendDecimal(_ number: Int, to bytes: inout [UInt8]) {
        let first = bytes.count
        var rest = number
        repeat {
            bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        var (low, high) = (first, bytes.count - 1)
        while low < high {
            bytes.swapAt(low, high)
            low += 1
            high -= 1
        }
    }
}
