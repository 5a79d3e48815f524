// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
public import HTTPTypes

/// A request to a service: everything about it is decided before it is sent.
public struct OutboundRequest: Sendable {
    /// Written to the request line as it is.
    public var method: HTTPRequest.Method
    /// Absolute `http` or `https` URL, already percent-encoded, without user information.
    public var url: String
    /// Exactly the fields to send, in order.
    ///
    /// The transport writes `Host` (unless given), `Content-Length` and `Connection`, and refuses the last two here. It
    /// adds no `Accept`, `Expect`, `Content-Type` or `User-Agent`, so that what was signed is what is sent.
    public var headers: [(name: String, value: String)]
    /// The body; `POST`, `PUT` and `PATCH` send `Content-Length: 0` when it is empty.
    public var body: [UInt8]
    /// Limit for the whole exchange, from name lookup to the last byte; at least one millisecond.
    public var timeout: Duration
    /// Limit for name lookup, TCP and TLS; part of `timeout`.
    public var connectTimeout: Duration
    /// Largest response body accepted, in bytes; a longer one fails with ``TransportError/Code/tooLarge``.
    public var maximumResponseBytes: Int

    /// Describes a request; nothing is checked before it is sent.
    public init(
        method: HTTPRequest.Method, url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        timeout: Duration = .seconds(10), connectTimeout: Duration = .seconds(3),
        maximumResponseBytes: Int = 8 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.maximumResponseBytes = maximumResponseBytes
    }
}

/// Headers hold signatures, and the body passwords and tokens.
extension OutboundRequest: Withheld {}
