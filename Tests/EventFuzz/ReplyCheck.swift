// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Whether a reply is one that its caller can use.
enum ReplyCheck {
    private static let members: Set<String> = [
        "statusCode", "statusDescription", "headers", "multiValueHeaders", "cookies", "body", "isBase64Encoded",
    ]

    static func outcome(of reply: [UInt8]) -> FuzzTarget.Outcome {
        guard let value = try? JSONValue(parsing: reply) else { return .wrong("the reply is no JSON") }
        guard let object = value.object, let status = object["statusCode"] else {
            if value["triggerSource"] != nil { return .answered("answered a trigger") }
            return .answered(value["read"] != nil ? "answered an invocation" : "handled records or an event")
        }
        if object.keys.contains("isBase64Encoded"), object["body"]?.string == nil {
            return .wrong("the reply has no body")
        }
        guard (100...599).contains(status.int ?? 0) else { return .wrong("the status is none") }
        guard object.keys.allSatisfy(members.contains) else { return .wrong("the reply has an unknown member") }
        // WebSocket APIs want no more when there is nothing to say.
        if object.count == 1 { return .answered("answered a connection") }
        guard (object["headers"] != nil) != (object["multiValueHeaders"] != nil) || object["statusDescription"] == nil
        else { return .wrong("a load balancer gets two kinds of headers") }
        let single = object["headers"]?.object?.map(\.value) ?? []
        let multiple = object["multiValueHeaders"]?.object?.flatMap { $0.value.array ?? [.null] } ?? []
        for line in single + multiple + (object["cookies"]?.array ?? []) {
            guard let text = line.string, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                return .wrong("a header can end its line")
            }
        }
        return .answered("answered with \((status.int ?? 0) / 100)xx")
    }

    /// The head is JSON, then come eight zeros, then the body.
    static func outcome(streamed reply: [UInt8]) -> FuzzTarget.Outcome {
        guard let end = reply.firstIndex(of: 0), reply[end...].prefix(8) == ArraySlice(repeating: 0, count: 8) else {
            return .wrong("the streamed reply has no end of its head")
        }
        switch outcome(of: Array(reply[..<end])) {
        case .answered(let kind): return .answered("streamed, \(kind)")
        case let other: return other
        }
    }
}
