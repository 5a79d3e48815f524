// SPDX-License-Identifier: Apache-2.0

/// Why no complete response arrived.
///
/// `description` names the code only and is safe anywhere; the detail, which may hold host names and paths, appears in
/// `String(reflecting:)` and belongs in logs.
public struct TransportError: Error, Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible {
    /// What kind of failure it was.
    public enum Code: String, Sendable, Hashable {
        /// The URL is not an absolute `http` or `https` URL, or carries user information or unencoded characters.
        case invalidURL
        /// A field name or value, or the method, would break the framing of the request.
        case invalidHeader
        /// The host name has no address, or no name server answered.
        case resolve
        /// No TCP connection: refused, unreachable, or a proxy said no.
        case connect
        /// The TLS handshake failed or the server's certificate is not trusted for this host.
        case tls
        /// The whole or the connect time limit passed.
        case timeout
        /// The task was cancelled.
        case cancelled
        /// The response is larger than the request allows.
        case tooLarge
        /// The connection broke before the response was complete.
        case reset
        /// What arrived is not HTTP.
        case malformedResponse
        /// No usable certificate bundle was found, or the configured one can't be read.
        case trustRoots
        /// libcurl or the loop could not be set up.
        case initialisation
        /// Any other failure that libcurl reports.
        case other
    }

    /// What kind of failure it was; equality looks at nothing else.
    public let code: Code
    private let detail: String

    /// Makes an error; `detail` is for logs and must hold no secret.
    public init(_ code: Code, detail: String = "") {
        self.code = code
        self.detail = detail
    }

    /// The code's name.
    public var description: String { "TransportError.\(code.rawValue)" }

    /// The code's name and the detail, for logs.
    public var debugDescription: String { detail.isEmpty ? description : "\(description): \(detail)" }

    /// True when both failed for the same kind of reason.
    public static func == (left: TransportError, right: TransportError) -> Bool { left.code == right.code }
}
