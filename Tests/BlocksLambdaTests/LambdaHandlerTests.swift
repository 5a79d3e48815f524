// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import BlocksLambda

@Suite struct LambdaHandlerTests {
    @Test func `a call is answered in the shape of its event`() async throws {
        let fixture = try HandlerFixture()
        let body = #"{\"jsonrpc\":\"2.0\",\"result\":{\"message\":\"Hello, Ada!\"},\"id\":7}"#
        let second = try await fixture.reply(to: HandlerFixture.call("greet", #"["Ada"]"#))
        #expect(second.contains(#""body":"\#(body)""#))
        let first = try await fixture.reply(to: HandlerFixture.callV1("greet", #"["Ada"]"#))
        #expect(first.contains(#""body":"\#(body)""#))
    }

    @Test func `several cookies survive in both shapes`() async throws {
        let fixture = try HandlerFixture()
        let second = try await fixture.reply(to: HandlerFixture.call("cookies", "[]"))
        #expect(second.contains(#""cookies":["a=1"#) && second.contains(#""b=2"#) && !second.contains("multiValue"))
        let first = try await fixture.reply(to: HandlerFixture.callV1("cookies", "[]"))
        #expect(first.contains(#""multiValueHeaders":{"Set-Cookie":["a=1"#) && !first.contains(#""cookies""#))
    }

    @Test func `a load balancer's health check is an ordinary request`() async throws {
        let fixture = try HandlerFixture()
        let event = #"""
            {"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"GET","path":"/health","queryStringParameters":{},
            "headers":{"user-agent":"ELB-HealthChecker/2.0"},"body":"","isBase64Encoded":false}
            """#
        let reply = try await fixture.reply(to: Array(event.utf8))
        #expect(reply.contains(#""statusDescription":"200 OK""#) && reply.contains(#""body":"well""#))
        let head = try await fixture.reply(to: Array(event.replacing("GET", with: "HEAD").utf8))
        #expect(head.contains(#""body":"""#))
    }

    @Test func `a reply that a load balancer would refuse becomes a 413`() async throws {
        let fixture = try HandlerFixture()
        let event = #"{"requestContext":{"elb":{}},"httpMethod":"GET","path":"/letters","headers":{}}"#
        let reply = try await fixture.reply(to: Array(event.utf8))
        #expect(reply.contains(#""statusDescription":"413 Content Too Large""#) && reply.contains("RESPONSE_TOO_LARGE"))
    }

    @Test(
        arguments: [
            (nil, 28_000), (100_000, 28_000), (29_000, 28_000), (10_000, 9_000), (1_001, 1), (1_000, 0), (0, 0),
            (-5, 0),
            (Int64.max, 28_000), (Int64.min, 0),
        ] as [(Int64?, Int64)])
    func `the guard leaves a second for the answer and never waits longer than the front door`(
        _ remaining: Int64?, _ expected: Int64
    ) {
        let now = Timestamp(milliseconds: 0)
        #expect(DeadlineLimit(remaining.map(Timestamp.init(milliseconds:)), now: now).milliseconds == expected)
    }

    @Test func `a handler that never answers gets 504, and is gone when the invocation ends`() async throws {
        let fixture = try HandlerFixture()
        let ended = Mutex(false)
        fixture.whenCancelled { ended.withLock { $0 = true } }
        let replies = Mutex<[String]>([])
        let event = HandlerFixture.call("forever", "[]")
        let invocation = Invocation(requestID: "r", deadline: fixture.deadline(milliseconds: 1_010), event: event)
        try await fixture.handler.handle(event, invocation: invocation) { reply in
            replies.withLock { $0.append(String(decoding: reply, as: UTF8.self)) }
            // The work still holds on: the reply does not wait for it, but the end of the invocation does.
            #expect(ended.withLock { $0 } == false)
            fixture.release()
        }
        #expect(ended.withLock { $0 })
        let all = replies.withLock { $0 }
        #expect(all.count == 1)
        #expect(all[0].contains(#""statusCode":504"#) && all[0].contains("HandlerTimeoutError"))
        #expect(all[0].contains(#""Cache-Control":"no-store, "#))
    }

    @Test(arguments: [("slowCookies", "[]", 504), ("manyLetters", "[]", 413)])
    func `an answer in place of the application's own keeps the cookies that were set`(
        method: String, params: String, status: Int
    ) async throws {
        let fixture = try HandlerFixture()
        let event = HandlerFixture.call(method, params)
        let invocation = Invocation(requestID: "r", deadline: fixture.deadline(milliseconds: 1_010), event: event)
        let replies = Mutex<[String]>([])
        try await fixture.handler.handle(event, invocation: invocation) { reply in
            replies.withLock { $0.append(String(decoding: reply, as: UTF8.self)) }
            fixture.release()
        }
        let reply = try #require(replies.withLock { $0 }.first)
        #expect(reply.contains(#""statusCode":\#(status)"#))
        #expect(reply.contains("a=1; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60"))
    }

    @Test func `a handler that answers after a wait is not cut off`() async throws {
        let fixture = try HandlerFixture()
        let reply = try await fixture.reply(to: HandlerFixture.call("later", "[]"))
        #expect(reply.contains(#"\"result\":\"done\""#))
    }

    @Test func `a reply that Lambda would discard becomes a 413`() async throws {
        let fixture = try HandlerFixture()
        let limit = RuntimeAPI.maximumReply
        let overhead = try await fixture.reply(to: HandlerFixture.call("letters", "[0]")).utf8.count
        let fitting = try await fixture.reply(to: HandlerFixture.call("letters", "[\(limit - overhead)]"))
        #expect(fitting.utf8.count == limit)
        let oversized = try await fixture.reply(to: HandlerFixture.call("letters", "[\(limit - overhead + 1)]"))
        #expect(oversized.contains(#""statusCode":413"#) && oversized.contains("PayloadTooLarge"))
        let route = try await fixture.reply(to: HandlerFixture.get("/letters"))
        #expect(route.contains(#""statusCode":413"#) && route.contains("RESPONSE_TOO_LARGE"))
    }

    @Test(arguments: ["{", "{}", #"{"Records":[{"eventSource":"aws:s3"}]}"#])
    func `an event that is refused throws and is not answered`(_ event: String) async throws {
        let fixture = try HandlerFixture()
        await #expect(throws: LambdaError.self) { try await fixture.reply(to: Array(event.utf8)) }
    }
}

/// A handler over a small application, on a loop of its own.
final class HandlerFixture: Sendable {
    let handler: LambdaHandler
    let loop: CurlLoop
    private let gate = Gate()

    /// Waits are the loop's unless `sleep` replaces them.
    init(clock: WallClock = .system, sleep: (@Sendable (Duration) async throws -> Void)? = nil) throws {
        let loop = try CurlLoop.onOwnThread()
        let gate = self.gate
        self.loop = loop
        let platform = Platform(clock: clock, environment: [:], logger: CapturedLog().logger, isLocal: false)
        let application = try BlocksApplication(platform: platform) { app in
            let scope = app.scope("app")
            app.export(
                "api",
                ApiNamespace(scope, "api") {
                    Method("greet", "name") { (_, name: String) in ["message": "Hello, \(name)!"] }
                    Method("cookies") { context in Self.setCookies(context) }
                    Method("slowCookies") { context in
                        Self.setCookies(context)
                        await gate.waitIgnoringCancellation(on: loop)
                    }
                    Method("manyLetters") { context in
                        Self.setCookies(context)
                        return String(repeating: "x", count: RuntimeAPI.maximumReply)
                    }
                    Method("forever") { _ in await gate.waitIgnoringCancellation(on: loop) }
                    Method("later") { _ in
                        try await loop.sleep(for: .milliseconds(1))
                        return "done"
                    }
                    Method("letters", "count") { (_, count: Int) in String(repeating: "x", count: count) }
                })
            app.route(RawRoute(.get, "/health") { context in context.response.send("well") })
            app.route(
                RawRoute(.get, "/letters") { context in
                    context.response.send(String(repeating: "x", count: RuntimeAPI.maximumReply))
                })
        }
        handler = LambdaHandler(
            application: application, platform: platform, executor: loop,
            sleep: sleep ?? { try await loop.sleep(for: $0) })
    }

    deinit { loop.stop() }

    private static func setCookies(_ context: BlocksContext) {
        for (name, value) in [("a", "1"), ("b", "2")] {
            guard let cookie = SetCookie(name: name, value: value, security: .lax, maxAge: 60) else { return }
            context.response.setCookie(cookie)
        }
    }

    func reply(to event: [UInt8]) async throws -> String {
        String(decoding: try await handler.reply(to: event, requestID: "r", deadline: nil), as: UTF8.self)
    }

    func deadline(milliseconds: Int64) -> Timestamp { WallClock.system.now().adding(milliseconds: milliseconds) }

    /// Calls `body` when the method `forever` has been cancelled and let go.
    func whenCancelled(_ body: @escaping @Sendable () -> Void) { gate.ended.withLock { $0 = body } }

    /// Lets the method `forever` end, if it has been cancelled.
    func release() { gate.isOpen.withLock { $0 = true } }

    static func call(_ method: String, _ params: String) -> [UInt8] {
        let body = #"{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"api.\#(method)\",\"params\":\#(escaped(params))}"#
        return Array(
            #"""
            {"rawPath":"/aws-blocks/api","headers":{"content-type":"application/json"},"body":"\#(body)",
            "requestContext":{"stage":"$default","http":{"method":"POST"}}}
            """#.utf8)
    }

    static func callV1(_ method: String, _ params: String) -> [UInt8] {
        let body = #"{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"api.\#(method)\",\"params\":\#(escaped(params))}"#
        return Array(
            #"""
            {"httpMethod":"POST","path":"/aws-blocks/api","headers":{"Content-Type":"application/json"},"body":"\#(body)",
            "requestContext":{"stage":"prod"}}
            """#.utf8)
    }

    private static func escaped(_ json: String) -> String { json.replacing("\"", with: "\\\"") }

    static func get(_ path: String) -> [UInt8] {
        Array(#"{"rawPath":"\#(path)","requestContext":{"stage":"$default","http":{"method":"GET"}}}"#.utf8)
    }
}

/// Holds the method `forever` until it has been cancelled and the test lets it go.
private final class Gate: Sendable {
    let isOpen = Mutex(false)
    let ended = Mutex<(@Sendable () -> Void)?>(nil)

    func waitIgnoringCancellation(on loop: CurlLoop) async {
        while !(Task.isCancelled && isOpen.withLock { $0 }) { await Task.yield() }
        ended.withLock { $0 }?()
    }
}
