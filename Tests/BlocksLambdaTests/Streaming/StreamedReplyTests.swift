// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksLambda

@Suite struct StreamedReplyTests {
    private typealias Event = StreamFixture

    @Test func `a route that streams sends its head with the first piece, and each piece on its own`() async throws {
        let outcome = try await StreamFixture().answer(Event.functionURL("/feed/3"))
        #expect(outcome.whole == nil && outcome.failure == nil)
        #expect(outcome.pieces.count == 3)
        #expect(outcome.body == "data: 0\n\ndata: 1\n\ndata: 2\n\n")
        #expect(outcome.head?["statusCode"] == 201)
        #expect(outcome.head?["headers"]?["Content-Type"] == "text/event-stream")
        #expect(outcome.head?["cookies"]?.array?.count == 2)
        #expect(outcome.head?.object?.keys == ["statusCode", "headers", "cookies"])
    }

    @Test func `a REST API gets its cookies among the multi-value headers`() async throws {
        let outcome = try await StreamFixture().answer(Event.restAPI("/feed/1"))
        #expect(outcome.head?["multiValueHeaders"]?["Set-Cookie"]?.array?.count == 2)
        #expect(outcome.head?["cookies"] == nil)
        #expect(outcome.body == "data: 0\n\n")
    }

    @Test(arguments: [Event.httpAPI("/feed/2"), Event.loadBalancer("/feed/2")])
    func `a front door that can't stream gets the same body whole`(_ event: String) async throws {
        let outcome = try await StreamFixture().answer(event)
        #expect(outcome.pieces.isEmpty)
        let reply = try JSONValue(parsing: try #require(outcome.whole))
        #expect(reply["statusCode"] == 201)
        #expect(reply["body"] == "data: 0\n\ndata: 1\n\n")
    }

    @Test(arguments: [
        ("", Event.functionURL("/feed/2")), ("rest-api", Event.functionURL("/feed/2")),
        ("function-url", Event.restAPI("/feed/2")),
    ])
    func `a front door that isn't set up to stream gets it whole too`(_ doors: String, _ event: String) async throws {
        let outcome = try await StreamFixture(doors: doors).answer(event)
        #expect(outcome.pieces.isEmpty && outcome.whole != nil)
    }

    @Test func `every other reply to a streaming door is one piece`() async throws {
        let fixture = try StreamFixture()
        let missing = try await fixture.answer(Event.functionURL("/nothing"))
        #expect(missing.pieces.count == 1)
        #expect(missing.head?["statusCode"] == 404)
        #expect(missing.body == #"{"error":"Not Found"}"#)
        let refused = try await fixture.answer(Event.functionURL("/aws-blocks/api"))
        #expect(refused.pieces.count == 1)
        #expect(refused.head?["statusCode"] == 405)
    }

    @Test func `a writer waits until the piece before is taken`() async throws {
        let fixture = try StreamFixture()
        let outcome = try await fixture.answer(Event.functionURL("/feed/50")) { taken in
            // One more than was taken may lie ready.
            #expect(fixture.writes.returned <= taken + 1)
        }
        #expect(outcome.pieces.count == 50)
    }

    @Test func `pieces of many tasks arrive whole, each once`() async throws {
        let outcome = try await StreamFixture().answer(Event.functionURL("/crowd"))
        let parts = outcome.body.split(separator: ">").map { $0.dropFirst() }.compactMap { Int($0) }
        #expect(parts.sorted() == Array(0..<20))
    }

    @Test(arguments: [Event.functionURL("/feed/1", method: "HEAD"), Event.functionURL("/empty")])
    func `a reply that has no body ends with its head`(_ event: String) async throws {
        let outcome = try await StreamFixture().answer(event)
        #expect(outcome.pieces.count == 1)
        #expect(outcome.body.isEmpty)
        #expect(outcome.head != nil)
    }

    @Test func `a failure before the first piece is an ordinary error`() async throws {
        let fixture = try StreamFixture()
        let outcome = try await fixture.answer(Event.functionURL("/breaks/0"))
        #expect(outcome.failure == nil)
        #expect(outcome.head?["statusCode"] == 500)
        #expect(outcome.body.contains("Internal error") && !outcome.body.contains("planted"))
        #expect(fixture.log.text.contains("Planted"))
    }

    @Test(arguments: [1, 3])
    func `a failure after the first piece breaks the reply off, and its text stays here`(_ pieces: Int) async throws {
        let fixture = try StreamFixture()
        let outcome = try await fixture.answer(Event.functionURL("/breaks/\(pieces)"))
        #expect(outcome.body == String(repeating: "piece", count: pieces))
        #expect(outcome.failure == LambdaError(.handlerFailed, ""))
        #expect(outcome.failure?.message.contains("planted") == false)
        #expect(fixture.log.text.contains("Planted"))
    }

    @Test func `a handler that is silent until the deadline gets 504`() async throws {
        let deadline = WallClock.system.now().adding(milliseconds: 1_020)
        let outcome = try await StreamFixture().answer(Event.functionURL("/silent"), deadline: deadline)
        #expect(outcome.head?["statusCode"] == 504)
        #expect(outcome.body.contains("HANDLER_TIMEOUT"))
        #expect(outcome.failure == nil)
    }

    @Test func `a handler that is not done at the deadline has its reply broken off`() async throws {
        let deadline = WallClock.system.now().adding(milliseconds: 1_020)
        let outcome = try await StreamFixture().answer(Event.functionURL("/endless"), deadline: deadline)
        #expect(outcome.body == "first")
        #expect(outcome.failure == LambdaError(.handlerTimeout, ""))
    }

    @Test func `a sender that gives up ends the work`() async throws {
        let fixture = try StreamFixture()
        let error = await #expect(throws: LambdaError.self) {
            try await fixture.answer(Event.functionURL("/feed/1000000")) { taken in
                if taken == 2 { throw StreamFixture.Planted() }
            }
        }
        #expect(error?.code == .connection)
        #expect(fixture.writes.returned <= 3)
        #expect(fixture.writes.thrown is CancellationError)
    }

    @Test func `headers that API Gateway would not find the end of are a malformed reply`() async throws {
        let error = await #expect(throws: LambdaError.self) {
            try await StreamFixture().answer(Event.functionURL("/headers"))
        }
        #expect(error?.code == .malformedReply)
    }

    @Test func `a body of more than 6 MiB streams, and is refused where it would have to be collected`() async throws {
        let fixture = try StreamFixture()
        #expect(try await fixture.answer(Event.functionURL("/large")).body.utf8.count == 7 << 20)
        let collected = try await fixture.answer(Event.httpAPI("/large"))
        let reply = try JSONValue(parsing: try #require(collected.whole))
        #expect(reply["statusCode"] == 413)
        #expect(reply["body"]?.string?.contains("Response body is too large") == true)
    }
}
