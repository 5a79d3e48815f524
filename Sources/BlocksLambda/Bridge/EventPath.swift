// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes

/// The path of an event, undecoded.
enum EventPath {
    /// `path` as it is, when it begins with `/`; throws `malformedEvent` otherwise.
    static func checked(_ path: String) throws(LambdaError) -> String {
        guard path.utf8.first == UInt8(ascii: "/") else { throw .wrongType("path", "a path that begins with '/'") }
        return path
    }

    /// `path` without the name of its stage: payload 2.0 puts every stage but `$default` before the path that routes see.
    static func withoutStage(_ path: String, _ stage: String?) throws(LambdaError) -> String {
        let path = try checked(path)
        guard let stage, stage != "$default", !stage.isEmpty else { return path }
        let rest = path.utf8.dropFirst()
        guard rest.starts(with: stage.utf8) else { return path }
        let remainder = rest.dropFirst(stage.utf8.count)
        if remainder.isEmpty { return "/" }
        // A path such as /production is not the stage `prod`.
        return remainder.first == UInt8(ascii: "/") ? String(Substring(remainder)) : path
    }
}

/// The method of an event.
enum EventMethod {
    /// Throws `malformedEvent` when `member` is no token (RFC 9110 §9.1).
    static func parse(_ member: JSONView) throws(LambdaError) -> HTTPRequest.Method {
        if member.stringEquals("POST") { return .post }
        guard let text = member.string, let method = HTTPRequest.Method(text) else {
            throw .wrongType("method", "an HTTP method")
        }
        return method
    }
}
