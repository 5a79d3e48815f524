// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation

/// What a function behind API Gateway answered, read from either payload version.
struct GatewayReply: Sendable {
    /// HTTP status number.
    let status: Int
    /// Headers other than `Set-Cookie`.
    let headers: [(name: String, value: String)]
    /// `Set-Cookie` values in order.
    let cookies: [String]
    /// The body's bytes, decoded.
    let body: [UInt8]

    /// An answer of the given parts.
    init(status: Int, headers: [(name: String, value: String)], cookies: [String] = [], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.cookies = cookies
        self.body = body
    }

    /// Reads a reply of payload version 1.0 or 2.0.
    ///
    /// Throws when it is not one: API Gateway would answer 502 in its place.
    init(parsing bytes: [UInt8]) throws(ToolError) {
        guard let reply = try? JSONValue(parsing: bytes), let status = reply["statusCode"]?.int,
            (100...599).contains(status)
        else { throw ToolError(.reply, "The handler's answer has no statusCode; a front door would answer 502.") }
        var headers: [(name: String, value: String)] = []
        var cookies: [String] = []
        func add(_ name: String, _ value: JSONValue) {
            guard let text = value.string else { return }
            if name.lowercased() == "set-cookie" { cookies.append(text) } else { headers.append((name, text)) }
        }
        for (name, value) in reply["headers"]?.object ?? [:] { add(name, value) }
        for (name, values) in reply["multiValueHeaders"]?.object ?? [:] {
            for value in values.array ?? [] { add(name, value) }
        }
        cookies += (reply["cookies"]?.array ?? []).compactMap(\.string)
        let text = reply["body"]?.string ?? ""
        let body: [UInt8]
        if reply["isBase64Encoded"]?.bool == true {
            guard let data = Data(base64Encoded: text) else {
                throw ToolError(.reply, "The handler's answer says that its body is Base64, but it isn't.")
            }
            body = [UInt8](data)
        } else {
            body = Array(text.utf8)
        }
        self.init(status: status, headers: headers, cookies: cookies, body: body)
    }

    /// The first value of the header called `name`, in any case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as JSON; `nil` when it is something else, or empty.
    var json: JSONValue? { try? JSONValue(parsing: body) }

    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// Cookies and tokens are in it.
extension GatewayReply: Withheld {}
