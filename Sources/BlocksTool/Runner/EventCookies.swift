// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Puts the jar's cookies where the front door of an event puts a request's cookies.
enum EventCookies {
    /// `event` with the cookies of `jar`; unchanged when it carries cookies of its own, even an empty list.
    static func adding(_ jar: CookieJar, to event: JSONValue) -> JSONValue {
        guard !jar.pairs.isEmpty else { return event }
        var event = event
        if event["requestContext"]?["http"] != nil {
            if event["cookies"] == nil { event["cookies"] = .array(jar.pairs.map(JSONValue.string)) }
        } else if event["httpMethod"] != nil || event["requestContext"]?["eventType"] == "CONNECT" {
            guard !hasCookieHeader(event["headers"]), !hasCookieHeader(event["multiValueHeaders"]) else { return event }
            let line = JSONValue.string(jar.pairs.joined(separator: "; "))
            // A load balancer's target group has the one or the other member.
            if event["headers"]?.object != nil || event["multiValueHeaders"]?.object == nil {
                var headers = event["headers"] ?? .object([:])
                headers["Cookie"] = line
                event["headers"] = headers
            }
            if event["multiValueHeaders"]?.object != nil {
                var lists = event["multiValueHeaders"] ?? .object([:])
                lists["Cookie"] = .array([line])
                event["multiValueHeaders"] = lists
            }
        }
        return event
    }

    private static func hasCookieHeader(_ headers: JSONValue?) -> Bool {
        headers?.object?.keys.contains { $0.lowercased() == "cookie" } ?? false
    }
}
