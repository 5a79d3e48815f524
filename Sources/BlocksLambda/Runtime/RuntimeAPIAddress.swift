// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Where the Runtime API listens: the value of `AWS_LAMBDA_RUNTIME_API`.
///
/// Lambda sets `host:port`; some hosts and test servers add a path below which the API lives.
/// <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>
public struct RuntimeAPIAddress: Sendable, Equatable {
    /// The environment variable that holds the address.
    public static let environmentName = "AWS_LAMBDA_RUNTIME_API"

    /// A host name or an IP literal, without the brackets of an IPv6 literal.
    public let host: String
    /// 1…65535.
    public let port: UInt16
    /// Empty, or `/path` without a trailing slash.
    public let pathPrefix: String

    /// Reads `host`, `host:port` or `host:port/path`; the port is 80 when absent.
    ///
    /// Throws `invalidAddress` for anything else: a scheme, an empty host, a port out of range, or a byte that could end a
    /// request line.
    public init(parsing text: String) throws(LambdaError) {
        let bytes = text.utf8
        guard !text.isEmpty, bytes.count <= 1024, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !text.includes("://")
        else { throw RuntimeAPIAddress.invalid }
        let slash = text.firstIndex(of: "/") ?? text.endIndex
        let authority = text[..<slash]
        var prefix = text[slash...]
        while prefix.last == "/" { prefix.removeLast() }

        let hostPart: Substring
        let afterHost: Substring
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else { throw RuntimeAPIAddress.invalid }
            hostPart = authority[authority.index(after: authority.startIndex)..<close]
            afterHost = authority[authority.index(after: close)...]
        } else {
            let colon = authority.firstIndex(of: ":") ?? authority.endIndex
            hostPart = authority[..<colon]
            afterHost = authority[colon...]
        }
        guard !hostPart.isEmpty, !hostPart.contains(where: { "@?#[]".contains($0) }) else {
            throw RuntimeAPIAddress.invalid
        }
        if afterHost.isEmpty {
            port = 80
        } else {
            let digits = afterHost.dropFirst()
            guard afterHost.first == ":", digits.allSatisfy(\.isWholeNumber), let number = UInt16(digits), number > 0
            else { throw RuntimeAPIAddress.invalid }
            port = number
        }
        host = String(hostPart)
        pathPrefix = String(prefix)
    }

    /// The value of the `Host` field.
    var hostField: String { host.includes(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static let invalid = LambdaError(
        .invalidAddress, "\(environmentName) must be host:port, with an optional /path, as Lambda sets it")
}
