// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes

/// One request, whatever front door it came through.
///
/// Values are as received: nothing is decoded, joined or trusted beyond what each member says.
public struct BlocksRequest: Sendable {
    /// One header line.
    public struct Header: Sendable, Equatable {
        /// The name in lower case.
        public let name: String
        /// The value as received.
        public let value: String

        /// A header line; `name` must be lower case already.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The HTTP method.
    public let method: HTTPRequest.Method
    /// The path, undecoded and without a deployment stage; begins with `/`.
    public let path: String
    /// The query, undecoded and without `?`; empty when there is none.
    public let rawQuery: String
    private let lines: RequestHeaders
    /// The decoded body; empty when there is none.
    public let body: [UInt8]
    /// The client's address as the front door's own request context states it, never from a forwarded header; `nil` when unknown.
    public let clientIP: String?
    /// The stage that absolute URLs need before the path (`/prod` of a REST API); empty when none.
    public let stagePrefix: String

    /// A request of the given parts.
    public init(
        method: HTTPRequest.Method, path: String, rawQuery: String = "", headerList: [Header] = [],
        cookieHeader: String? = nil, body: [UInt8] = [], clientIP: String? = nil, stagePrefix: String = ""
    ) {
        self.init(
            method: method, path: path, rawQuery: rawQuery, headers: RequestHeaders(headerList, cookies: cookieHeader),
            body: body, clientIP: clientIP, stagePrefix: stagePrefix)
    }

    /// A request whose header lines are read when asked for.
    public init(
        method: HTTPRequest.Method, path: String, rawQuery: String, headers: RequestHeaders, body: [UInt8],
        clientIP: String?, stagePrefix: String = ""
    ) {
        self.method = method
        self.path = path
        self.rawQuery = rawQuery
        self.lines = headers
        self.body = body
        self.clientIP = clientIP
        self.stagePrefix = stagePrefix
    }

    /// The first value of the header `name`, which must be given in lower case; `nil` when absent.
    public func header(_ name: String) -> String? { lines.first(name) }

    /// Header lines in the order received, repeated names kept; built on each call.
    public var headerList: [Header] { lines.list }

    /// All cookies of the request joined by `; `, as in one `Cookie` header; `nil` when there are none.
    public var cookieHeader: String? { lines.cookies }

    /// The header fields as the ecosystem's currency type; built on each call, and lines that are no valid fields left out.
    public var headers: HTTPFields {
        var fields = HTTPFields()
        for header in headerList {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        return fields
    }

    /// Every non-empty value of the cookie `name`, in the order received; several exist when a sibling domain set one too.
    public func cookies(named name: String) -> [String] {
        guard let cookieHeader else { return [] }
        return CookieHeader.values(named: name, in: cookieHeader)
    }

    /// The body as text; `nil` when it is not UTF-8.
    public var text: String? {
        String(validating: body, as: UTF8.self)
    }

    /// The body as JSON; throws `JSONError` when it is none, also when it is empty.
    public func json() throws(JSONError) -> JSONValue {
        try JSONDocument(body).root.value
    }
}

/// Headers, cookies and body hold passwords, codes and sessions.
extension BlocksRequest: Withheld {}

/// A field may carry cookies or credentials.
extension BlocksRequest.Header: Withheld {}
