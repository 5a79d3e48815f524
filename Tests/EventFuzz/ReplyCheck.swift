// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Whether a reply is one that its caller can use.
enum ReplyCheck {
    private static let members: Set<String> = [
        "statusCode", "statusDescription", "headers", "multiValueHeaders", "cookies", "body", "isBase64Encoded",
    ]

    static func outcome(of reply: [UInt8]) -> FuzzTarget.Outcome {
        guard let value = try? JSONValue(parsing: reply), let object = value.object else {
            return .wrong("the reply is no JSON object")
        }
        guard let status = object["statusCode"] else {
            if object["triggerSource"] != nil { return .answered("answered a trigger") }
            return .answered(object["read"] != nil ? "answered an invocation" : "handled records or an event")
        }
        guard (100...599).contains(status.int ?? 0) else { return .wrong("the status is none") }
        guard object.keys.allSatisfy(members.contains) else { return .wrong("the reply has an unknown member") }
        // WebSocket APIs want no more when there is nothing to say.
        if object.count == 1 { return .answered("answered a connection") }
        guard object["body"]?.string != nil else { return .wrong("the reply has no body") }
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
}
