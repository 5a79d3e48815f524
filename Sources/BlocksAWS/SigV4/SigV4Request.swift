// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// What a signature covers: a request exactly as it is about to be sent.
public struct SigV4Request: Sendable {
    /// The method in upper case.
    public var method: String
    /// The value of the `Host` field, with the port where it is not the scheme's own.
    public var host: String
    /// The path as sent; empty means `/`.
    public var path: String
    /// The query as sent, without its `?`.
    public var query: String
    /// The fields to be sent besides `Host`, in any case and order.
    ///
    /// All of them are signed, except those that proxies rewrite (``CanonicalHeaders``) and those that the signer itself adds.
    public var headers: [(name: String, value: String)]
    /// The whole body.
    public var payload: [UInt8]

    /// A request of its parts.
    public init(
        method: String, host: String, path: String = "/", query: String = "", headers: [(name: String, value: String)],
        payload: [UInt8]
    ) {
        self.method = method
        self.host = host
        self.path = path
        self.query = query
        self.headers = headers
        self.payload = payload
    }
}

/// Fields and payload hold tokens and passwords.
extension SigV4Request: Withheld {}
