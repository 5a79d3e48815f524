// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import Logging
import Synchronization
import TestSupport
import Testing

@testable import BlocksLambda

/// Connections of WebSocket APIs.
@Suite struct WebSocketTests {
    private static func event(
        _ type: String, route: String, headers: String = "{}", body: String = "", context: String = ""
    ) -> String.UTF8View {
        #"""
        {"headers":\#(headers),\#(body)"isBase64Encoded":false,"requestContext":{"eventType":"\#(type)",
        "routeKey":"\#(route)","connectionId":"c-1","domainName":"ws.example.com","stage":"prod",\#(context)
        "connectedAt":1700000000123,"identity":{"sourceIp":"192.0.2.7"}}}
        """#.utf8
    }

    private static func message(_ text: String, route: String = "$default") -> String.UTF8View {
        event("MESSAGE", route: route, body: #""body":"\#(text)","#)
    }

    /// Connects those who have the right cookie, answers messages, and notes what it sees.
    private static func fixture(_ seen: Seen, environment: [String: String] = [:]) throws -> SourceFixture {
        try SourceFixture(environment: environment) { app, loop in
            app.onWebSocket(.connect) { event, context in
                seen.note(
                    "connect \(event.connectionID) \(context.request.clientIP ?? "-") \(context.request.rawQuery)")
                guard context.request.cookies(named: "session") == ["good"] else {
                    throw ApiError("Sign in first", status: 401, name: "NotAuthorizedException")
                }
                if let asked = context.request.header("sec-websocket-protocol") {
                    try context.response.setHeader("Sec-WebSocket-Protocol", asked)
                }
            }
            app.onWebSocket(.message) { event, _ in
                switch event.text {
                case "quiet": return nil
                case "fail": throw Detail()
                case "refuse": throw ApiError("Not so", status: 409)
                case "forever":
                    try await loop.sleep(for: .seconds(3_600))
                    return "late"
                default: return "echo \(event.text ?? "-")"
                }
            }
            app.onWebSocket(.message(route: "add")) { event, _ in
                let numbers: [Int] = try event.decode()
                return String(numbers.reduce(0, &+))
            }
            app.onWebSocket(.disconnect) { event, _ in
                seen.note("disconnect \(event.connectionID) \(event.disconnectStatus ?? 0)")
            }
        }
    }

    @Test func `who is signed in may connect`() async throws {
        let seen = Seen()
        let fixture = try Self.fixture(seen)
        let reply = try await fixture.reply(
            to: Self.event("CONNECT", route: "$connect", headers: #"{"Cookie":"a=b; session=good"}"#))
        #expect(reply == #"{"statusCode":200}"#)
        #expect(seen.all == ["connect c-1 192.0.2.7 "])
    }

    @Test func `a sub-protocol that the handler chose is told`() async throws {
        let fixture = try Self.fixture(Seen())
        let headers = #"{"cookie":"session=good","Sec-WebSocket-Protocol":"chat"}"#
        let reply = try JSONValue(
            parsing: Array(
                try await fixture.reply(to: Self.event("CONNECT", route: "$connect", headers: headers)).utf8))
        #expect(reply["statusCode"] == 200 && reply["headers"]?["Sec-WebSocket-Protocol"] == "chat")
    }

    @Test(arguments: ["{}", #"{"Cookie":"session=bad"}"#, #"{"Cookie":""}"#])
    func `whoever is not signed in is refused with the handler's status`(_ headers: String) async throws {
        let fixture = try Self.fixture(Seen())
        let reply = try JSONValue(
            parsing: Array(
                try await fixture.reply(to: Self.event("CONNECT", route: "$connect", headers: headers)).utf8))
        #expect(reply["statusCode"] == 401)
        let body = try JSONValue(parsing: Array((reply["body"]?.string ?? "").utf8))
        #expect(body["error"] == "Sign in first" && body["name"] == "NotAuthorizedException")
    }

    @Test(arguments: [
        (#"{"Cookie":"session=good","Origin":"https://evil.example"}"#, "", 403),
        (#"{"Cookie":"session=good","Origin":"https://evil.example"}"#, "https://app.example.com", 403),
        (#"{"Cookie":"session=good","Origin":"https://app.example.com"}"#, "https://app.example.com", 200),
        (#"{"Cookie":"session=good","Sec-Fetch-Site":"cross-site"}"#, "", 403),
        (#"{"Cookie":"session=good","Sec-Fetch-Site":"same-origin"}"#, "", 200),
        (#"{"Cookie":"session=good","Origin":"https://ws.example.com","Host":"ws.example.com"}"#, "", 200),
        (#"{"Origin":"https://evil.example"}"#, "https://app.example.com", 403),
        // Without cookies there is nothing to abuse: the handler decides.
        (#"{"Origin":"https://evil.example"}"#, "", 401),
    ])
    func `a page of another site can't connect with a visitor's cookies`(
        _ headers: String, _ origins: String, _ status: Int
    ) async throws {
        let seen = Seen()
        let fixture = try Self.fixture(seen, environment: ["CORS_ALLOWED_ORIGINS": origins])
        let reply = try await fixture.reply(to: Self.event("CONNECT", route: "$connect", headers: headers))
        #expect(reply.hasPrefix(#"{"statusCode":\#(status)"#))
        #expect(seen.all.isEmpty == (status == 403))
    }

    @Test func `messages are answered, or not`() async throws {
        let fixture = try Self.fixture(Seen())
        let echo = try JSONValue(parsing: Array(try await fixture.reply(to: Self.message("hi")).utf8))
        #expect(echo["statusCode"] == 200 && echo["body"] == "echo hi" && echo["isBase64Encoded"] == false)
        #expect(try await fixture.reply(to: Self.message("quiet")) == #"{"statusCode":200}"#)
        // A route without a handler of its own is the default's.
        let other = try JSONValue(parsing: Array(try await fixture.reply(to: Self.message("hi", route: "x")).utf8))
        #expect(other["body"] == "echo hi")
        let sum = try JSONValue(parsing: Array(try await fixture.reply(to: Self.message("[1,2]", route: "add")).utf8))
        #expect(sum["body"] == "3")
    }

    @Test(arguments: ["$connect", "$disconnect", "$x", "$"])
    func `a message is a message, whatever the key of its route`(_ key: String) async throws {
        let seen = Seen()
        let fixture = try Self.fixture(seen)
        let reply = try JSONValue(parsing: Array(try await fixture.reply(to: Self.message("hi", route: key)).utf8))
        #expect(reply["statusCode"] == 200 && reply["body"] == "echo hi")
        #expect(seen.all.isEmpty)
    }

    @Test func `each refused origin is logged once, whatever it asked for`() async throws {
        let fixture = try Self.fixture(Seen(), environment: ["CORS_ALLOWED_ORIGINS": "https://app.example.com"])
        func connect(_ origin: String) async throws {
            let event = Self.event("CONNECT", route: "$connect", headers: #"{"Origin":"\#(origin)"}"#)
            #expect(try await fixture.reply(to: event).hasPrefix(#"{"statusCode":403"#))
        }
        for _ in 0..<3 { try await connect("https://evil.example") }
        let request = #"""
            {"rawPath":"/","headers":{"origin":"https://evil.example"},"requestContext":{"http":{"method":"GET"}}}
            """#
        #expect(try await fixture.reply(to: request.utf8).contains("403"))
        try await connect("https://other.example")
        let lines = fixture.log.text.split(separator: "\n").filter { $0.contains("CORS_ALLOWED_ORIGINS") }
        #expect(lines.count == 2)
        #expect(lines.first?.contains("https://evil.example") == true)
        #expect(lines.last?.contains("https://other.example") == true)
    }

    @Test func `a message in Base64 arrives as bytes`() async throws {
        let seen = Mutex<[UInt8]>([])
        let fixture = try SourceFixture { app, _ in
            app.onWebSocket(.message) { event, context in
                seen.withLock { $0 = event.body }
                return context.request.body == event.body ? nil : "differs"
            }
        }
        let event =
            #"{"body":"/wA=","isBase64Encoded":true,"requestContext":{"eventType":"MESSAGE","connectionId":"c"}}"#
        #expect(try await fixture.reply(to: event.utf8) == #"{"statusCode":200}"#)
        #expect(seen.withLock { $0 } == [0xFF, 0x00])
    }

    @Test(arguments: [("refuse", 409, "Not so"), ("fail", 500, "Internal error"), ("[", 500, "Internal error")])
    func `an error becomes a status`(_ text: String, _ status: Int, _ message: String) async throws {
        let fixture = try Self.fixture(Seen())
        let route = text == "[" ? "add" : "$default"
        let reply = try JSONValue(parsing: Array(try await fixture.reply(to: Self.message(text, route: route)).utf8))
        #expect(reply["statusCode"]?.int == status)
        #expect(reply["body"]?.string?.contains(message) == true)
        #expect(reply["body"]?.string?.contains("hush") == false)
        #expect(fixture.log.text.contains("hush") == (text == "fail"))
    }

    @Test func `a handler that overruns is cancelled and the connection told so`() async throws {
        let fixture = try Self.fixture(Seen())
        let reply = try await fixture.reply(to: Self.message("forever"), within: 50)
        #expect(reply.hasPrefix(#"{"statusCode":504"#))
    }

    @Test func `the end of a connection is told`() async throws {
        let seen = Seen()
        let fixture = try Self.fixture(seen)
        let event = Self.event("DISCONNECT", route: "$disconnect", context: #""disconnectStatusCode":1005,"#)
        #expect(try await fixture.reply(to: event) == #"{"statusCode":200}"#)
        #expect(seen.all == ["disconnect c-1 1005"])
    }

    @Test func `what nobody handles is named, but for the end of a connection`() async throws {
        let fixture = try SourceFixture { _, _ in }
        let connect = await fixture.error(of: Self.event("CONNECT", route: "$connect"))
        #expect(connect?.code == .unsupportedEvent && connect?.message.contains("connections of WebSocket") == true)
        let message = await fixture.error(of: Self.message("hush"))
        #expect(message?.code == .unsupportedEvent && message?.message.contains("messages of WebSocket") == true)
        #expect(!fixture.log.text.contains("hush"))
        #expect(try await fixture.reply(to: Self.event("DISCONNECT", route: "$disconnect")) == #"{"statusCode":200}"#)
    }

    @Test(arguments: [
        #"{"requestContext":{"eventType":"CONNECT"}}"#,
        #"{"requestContext":{"eventType":"CONNECT","connectionId":7}}"#,
        #"{"requestContext":{"eventType":"CONNECT","connectionId":""}}"#,
        #"{"requestContext":{"eventType":"MESSAGE","connectionId":"c","routeKey":[]}}"#,
        #"{"requestContext":{"eventType":"MESSAGE","connectionId":"c"},"body":7}"#,
        #"{"requestContext":{"eventType":"MESSAGE","connectionId":"c"},"body":"?","isBase64Encoded":true}"#,
        #"{"requestContext":{"eventType":"CONNECT","connectionId":"c","identity":7}}"#,
        #"{"requestContext":{"eventType":"CONNECT","connectionId":"c"},"headers":{"a":7}}"#,
    ])
    func `a malformed event is refused`(_ event: String) async throws {
        #expect(await (try Self.fixture(Seen())).error(of: event.utf8)?.code == .malformedEvent)
    }

    @Test(
        .needsVectors("lambda-events"),
        arguments: [
            ("apigw-websocket-request", "$connect", "TWegAcC4EowCHnA=", "192.168.196.186", "name=me"),
            ("apigw-websocket-request-without-method", "$connect", "asdfasdf=", "10.0.0.13", ""),
            ("apigw-websocket-request-disconnect-route", "$disconnect", "AAAA1234=", "192.0.2.1", ""),
        ])
    func `published events reach their handlers`(
        _ name: String, _ route: String, _ id: String, _ address: String, _ query: String
    ) async throws {
        let seen = Seen()
        let note: @Sendable (WebSocketEvent, BlocksContext) -> Void = { event, context in
            let request = context.request
            seen.note("\(event.routeKey) \(event.connectionID) \(request.clientIP ?? "") \(request.rawQuery)")
            seen.note("\(event.stage ?? "") \(event.domainName ?? "") \(request.header("host") ?? "")")
        }
        let fixture = try SourceFixture { app, _ in
            app.onWebSocket(.connect) { note($0, $1) }
            app.onWebSocket(.disconnect) { note($0, $1) }
        }
        let bytes = try Vectors.data("lambda-events/example-\(name).json")
        #expect(try await fixture.reply(to: bytes) == #"{"statusCode":200}"#)
        #expect(seen.all.first == "\(route) \(id) \(address) \(query)")
        let place = try #require(seen.all.last).split(separator: " ")
        #expect(place.count == 3 && place[1] == place[2])
    }

    @Test(.needsVectors("lambda-events"))
    func `an authorizer's request is no connection`() async throws {
        let bytes = try Vectors.data("lambda-events/example-apigw-v2-custom-authorizer-websocket-request.json")
        #expect(await (try Self.fixture(Seen())).error(of: bytes)?.code == .unsupportedEvent)
    }
}
