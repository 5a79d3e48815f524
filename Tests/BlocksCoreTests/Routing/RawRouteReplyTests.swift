// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import Synchronization
import TestSupport
import Testing

/// How a raw route answers: spec/http-and-rpc.md §9.
///
/// What errors become is in `ErrorBoundaryTests`.
struct RawRouteReplyTests {
    static func reply(
        to method: HTTPRequest.Method = .get, _ handler: @escaping @Sendable (BlocksContext) async throws -> Void
    ) async throws -> BlocksReply {
        let harness = try AppHarness { app in app.route(RawRoute(method, "/r") { try await handler($0) }) }
        return await harness.send(BlocksRequest(method: method, path: "/r"))
    }

    @Test func `a text is sent as it is, a value as JSON, and nothing as nothing`() async throws {
        #expect(try await Self.reply { $0.response.send("a \"b\"") }.text == "a \"b\"")
        #expect(try await Self.reply { try $0.response.send(json: ["a": 1]) }.text == #"{"a":1}"#)
        #expect(try await Self.reply { try $0.response.send(json: "a") }.text == #""a""#)
        let empty = try await Self.reply { $0.response.status = 204 }
        #expect(empty.status == 204)
        #expect(empty.body.isEmpty)
    }

    @Test func `a route's answer has the headers of every answer and what its handler set`() async throws {
        let reply = try await Self.reply { context in
            try context.response.setHeader("X-Own", "1")
            try context.response.setHeader("cache-control", "max-age=60")
            try context.response.setHeader("Referrer-Policy", "no-referrer")
        }
        #expect(
            reply.headers.map { "\($0.name): \($0.value)" } == [
                "Content-Type: application/json", "Vary: Origin", "Strict-Transport-Security: max-age=31536000",
                "X-Content-Type-Options: nosniff", "Pragma: no-cache", "Expires: 0", "X-Own: 1",
                "cache-control: max-age=60", "Referrer-Policy: no-referrer",
            ])
    }

    @Test(arguments: [
        ("Accept", "Origin, Accept"), ("accept-encoding, ORIGIN", "accept-encoding, ORIGIN"), ("*", "*"),
        ("X-Origin", "Origin, X-Origin"), ("", "Origin, "),
    ])
    func `an answer varies by origin whatever its handler adds`(set: String, sent: String) async throws {
        #expect(try await Self.reply { try $0.response.setHeader("vary", set) }.header("Vary") == sent)
    }

    @Test func `HEAD is answered by a route of its own, with headers and no body`() async throws {
        let reply = try await Self.reply(to: .head) { context in
            try context.response.setHeader("X-Own", "1")
            context.response.send("not sent")
        }
        #expect(reply.status == 200)
        #expect(reply.header("X-Own") == "1")
        #expect(reply.body.isEmpty)
    }

    private final class Recording: ReplyStream {
        private let pieces = Mutex<[[UInt8]]>([])
        var hasBegun: Bool { pieces.withLock { !$0.isEmpty } }
        func write(_ bytes: [UInt8], head: () -> BlocksReply) async throws { pieces.withLock { $0.append(bytes) } }
        func breakOff() {}
    }

    @Test(arguments: [(HTTPRequest.Method.get, true), (.head, false)])
    func `no piece of a body is streamed in answer to HEAD`(method: HTTPRequest.Method, isStreamed: Bool) async throws {
        let harness = try AppHarness { app in
            app.route(RawRoute(streaming: method, "/r") { _, body in try await body.write("piece") })
        }
        let stream = Recording()
        let context = BlocksContext(
            request: BlocksRequest(method: method, path: "/r"), requestID: "1",
            deadline: Deadline(expires: WallClock.fixed.now(), clock: .fixed), logger: harness.log.logger)
        let reply = await harness.application.respond(to: context, through: stream)
        #expect(stream.hasBegun == isStreamed)
        #expect(reply.body.isEmpty)
    }

    @Test(arguments: [("/r", 404), ("/aws-blocks/api", 405), ("/fails", 418)])
    func `no answer to HEAD has a body`(path: String, status: Int) async throws {
        let harness = try AppHarness { app in
            app.route(RawRoute(.get, "/r") { $0.response.send("text") })
            app.route(RawRoute(.head, "/fails") { _ in throw ApiError("Short and stout", status: 418) })
        }
        let reply = await harness.send(BlocksRequest(method: .head, path: path))
        #expect(reply.status == status)
        #expect(reply.body.isEmpty)
        #expect(harness.application.oversizedReply(to: BlocksRequest(method: .head, path: path)).body.isEmpty)
    }

    @Test func `an OPTIONS route is never asked`() async throws {
        let reply = try await Self.reply(to: .options) { $0.response.status = 500 }
        #expect(reply.status == 200)
        #expect(reply.header("Access-Control-Max-Age") == "7200")
    }

    @Test func `what a path holds is not printed`() async throws {
        let harness = try AppHarness { app in
            app.route(
                RawRoute(.get, "/reset/{token}") { context in
                    var text = "\(context.parameters) \(String(reflecting: context.parameters))"
                    dump(context.parameters, to: &text)
                    context.response.send(text)
                })
        }
        let reply = await harness.send(BlocksRequest(method: .get, path: "/reset/hunter2"))
        #expect(reply.text.hasPrefix("PathParameters([redacted])"))
        #expect(!reply.text.contains("hunter2"))
    }
}
