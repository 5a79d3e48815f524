// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes

/// An application that looks at everything it gets and gives back what it can.
enum FuzzApplication {
    static func declare(_ app: AppBuilder) {
        app.export(
            "api", ApiNamespace(app.scope("app"), "api") { Method("echo", "text") { (_, text: String) in text } })
        for method in [HTTPRequest.Method.get, .post, .put, .delete, .patch, .head] {
            app.route(RawRoute(method, "/*", handler: { context in try Self.echo(context) }))
        }
        app.onTrigger(.preSignUp) { event in event.response }
        app.onTrigger(.customMessage) { event in event.response }
        app.onTrigger(.preTokenGeneration) { event in event.response }
        app.onRecords(from: .queue("orders"), partialFailures: .reported) { message in Self.read(message) }
        app.onRecords(from: .queue("orders.fifo")) { message in Self.read(message) }
        app.onRecords(from: .stream("clicks"), partialFailures: .reported) { record in Self.read(record) }
        app.onRecords(from: .table("notes"), partialFailures: .reported) { change in Self.read(change) }
        app.onRecords(from: .topic("alerts")) { notice in Self.read(notice) }
        app.onWebSocket(.connect) { event, context in
            Self.read(event)
            try Self.echo(context)
        }
        app.onWebSocket(.message) { event, _ in
            Self.read(event)
            return event.text
        }
        app.onWebSocket(.message(route: "say")) { event, _ in
            Self.read(event)
            _ = try event.decode(JSONValue.self)
            return nil
        }
        app.onWebSocket(.disconnect) { event, _ in Self.read(event) }
        app.onSchedule("nightly") { moment in Self.read(moment.event) }
        app.onEvent(source: "shop") { event in
            Self.read(event)
            _ = try event.decode(JSONValue.self)
        }
        app.onInvocation("blocks.job", "nightly") { (input: JSONValue) in ["read": input] }
    }

    /// Touches every member of the request and sends back what a reply can hold.
    private static func echo(_ context: BlocksContext) throws {
        let request = context.request
        let response = context.response
        _ = try? request.json()
        response.status = (request.url.queryItems.first { $0.name == "status" }?.value).flatMap { Int($0) } ?? 200
        for field in request.headers { _ = try? response.setHeader("X-\(field.name)", field.value) }
        for (index, line) in request.headerList.enumerated() { _ = try? response.setHeader("Y-\(index)", line.value) }
        for name in ["a", "auth_my-app-auth"] {
            for value in request.cookies(named: name) {
                if let cookie = SetCookie(name: name, value: value, security: .lax, maxAge: 1) {
                    response.setCookie(cookie)
                }
            }
        }
        _ = try? response.setHeader("X-Url", request.url.description)
        _ = try? response.setHeader("X-Ip", request.clientIP ?? "")
        response.send(bytes: request.body + (request.text ?? request.cookieHeader ?? "").utf8)
    }

    /// Makes text of everything a record holds.
    private static func read(_ record: some Sendable) {
        _ = String(reflecting: record).utf8.count
        for child in Mirror(reflecting: record).children { _ = String(describing: child.value).utf8.count }
    }
}
