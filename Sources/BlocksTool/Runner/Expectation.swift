// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation

/// What an answer has to be like: the content of a `.expected.json` file.
///
/// | Member | Compared with |
/// |---|---|
/// | `status` | the HTTP status |
/// | `headers` | the named headers, in any case; others are free |
/// | `cookies` | the cookies that are set, all of them: name → `value` and attributes such as `Max-Age` |
/// | `body` | the body as JSON, or as text where it is none |
///
/// `captures` is compared with nothing: it keeps members of the body, name → path, for the events that follow.
struct Expectation {
    private let status: JSONValue?
    private let headers: JSONObject
    private let cookies: JSONObject?
    private let body: JSONValue?
    private let captures: JSONObject

    /// Reads the expectation in the file at `path`.
    init(path: String) throws(ToolError) {
        guard let data = FileManager.default.contents(atPath: path), let value = try? JSONValue(parsing: [UInt8](data))
        else {
            throw ToolError(.expectation, "\(path) can't be read as JSON.")
        }
        do { try self.init(value) } catch { throw ToolError(.expectation, "\(path): \(error.description)") }
    }

    /// Takes an expectation apart; throws when it has a member that is never compared.
    init(_ value: JSONValue) throws(ToolError) {
        guard let object = value.object else { throw ToolError(.expectation, "An expectation is a JSON object.") }
        for key in object.keys where !["status", "headers", "cookies", "body", "captures"].contains(key) {
            throw ToolError(.expectation, "'\(key)' is none of status, headers, cookies, body and captures.")
        }
        status = object["status"]
        headers = object["headers"]?.object ?? [:]
        cookies = object["cookies"]?.object
        body = object["body"]
        captures = object["captures"]?.object ?? [:]
    }

    /// The texts that `reply` holds at the places named in `captures`, by name; what isn't there is left out.
    func captures(from reply: GatewayReply) -> [String: String] {
        var found: [String: String] = [:]
        for (name, path) in captures {
            guard let path = path.string, let json = reply.json else { continue }
            found[name] = JSONPath(path).value(in: json)?.string
        }
        return found
    }

    /// Everything about `reply` that is not as expected; empty when it holds.
    func mismatches(in reply: GatewayReply) -> [Mismatch] {
        var found: [Mismatch] = []
        if let status { found += Matcher.compare(status, JSONValue(reply.status), at: "status") }
        for (name, value) in headers {
            found += Matcher.compare(value, reply.header(name).map(JSONValue.string), at: "headers.\(name)")
        }
        if let cookies { found += Self.compare(cookies, reply.cookies.compactMap(ReceivedCookie.init)) }
        if let body { found += Matcher.compare(body, reply.json ?? .string(reply.text), at: "body") }
        return found
    }

    private static func compare(_ expected: JSONObject, _ received: [ReceivedCookie]) -> [Mismatch] {
        var found: [Mismatch] = []
        for (name, parts) in expected {
            let path = "cookies.\(name)"
            let matching = received.filter { $0.name == name }
            guard let cookie = matching.first, matching.count == 1 else {
                found.append(Mismatch(path: path, expected: "one Set-Cookie", found: "\(matching.count)"))
                continue
            }
            for (part, value) in parts.object ?? [:] {
                let actual = part == "value" ? cookie.value : cookie[part]
                // A flag such as HttpOnly has no value; `true` asks for its presence.
                let shown = value == .bool(true) && actual == "" ? JSONValue.bool(true) : actual.map(JSONValue.string)
                found += Matcher.compare(value, shown, at: "\(path).\(part)")
            }
        }
        for cookie in received where expected[cookie.name] == nil {
            found.append(Mismatch(path: "cookies.\(cookie.name)", expected: "no such cookie", found: "it is set"))
        }
        return found
    }
}
