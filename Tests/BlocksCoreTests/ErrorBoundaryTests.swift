// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import TestSupport
import Testing

/// What of an error reaches a client, and what only the log.
struct ErrorBoundaryTests {
    struct TableIsMissing: Error, CustomStringConvertible {
        let table = "arn:aws:dynamodb:us-east-1:123456789012:table/secret-table"
        var description: String { "no table \(table)" }
    }

    static func harness() throws -> AppHarness {
        let cookie = try #require(SetCookie(name: "auth", value: "", security: .lax, maxAge: 0))
        return try AppHarness { app in
            let scope = app.scope("my-app")
            let fail: @Sendable (BlocksContext, String) throws -> Void = { context, kind in
                context.response.setCookie(cookie)
                context.response.status = 201
                try context.response.setHeader("X-Own", "set")
                switch kind {
                case "api":
                    throw ApiError("No such note", status: 404, name: "NoteNotFound", cause: TableIsMissing())
                case "retriable": throw ApiError("Try again", status: 503, retriable: true)
                case "internal": throw TableIsMissing()
                default: throw CancellationError()
                }
            }
            app.export("api", ApiNamespace(scope, "api") { Method("fail", "kind") { try fail($0, $1) } })
            app.route(RawRoute(.get, "/fail") { try fail($0, $0.request.rawQuery) })
        }
    }

    @Test(arguments: [
        ("api", #"{"code":404,"message":"No such note","data":{"name":"NoteNotFound"}}"#),
        ("retriable", #"{"code":503,"message":"Try again","data":{"name":"ApiError","retriable":true}}"#),
        ("internal", #"{"code":500,"message":"Internal error","data":{"correlationId":"request-1"}}"#),
        ("cancelled", #"{"code":504,"message":"Request timed out","data":{"name":"HandlerTimeoutError"}}"#),
    ]) func `only an ApiError chooses what an RPC client sees`(kind: String, error: String) async throws {
        let reply = try await Self.harness().rpc(#"{"jsonrpc":"2.0","method":"api.fail","params":["\#(kind)"],"id":1}"#)
        #expect(reply.text == #"{"jsonrpc":"2.0","error":\#(error),"id":1}"#)
        #expect(reply.status == 200)
    }

    @Test func `a failed call keeps its cookies and loses its status and headers`() async throws {
        let reply = try await Self.harness().rpc(#"{"jsonrpc":"2.0","method":"api.fail","params":["internal"],"id":1}"#)
        #expect(reply.cookies == ["auth=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"])
        #expect(reply.header("X-Own") == nil)
        #expect(reply.status == 200)
    }

    @Test(arguments: [
        ("api", 404, #"{"error":"No such note","name":"NoteNotFound"}"#),
        ("retriable", 503, #"{"error":"Try again","name":"ApiError"}"#),
        ("internal", 500, #"{"error":"Internal error","correlationId":"request-1"}"#),
    ]) func `a raw route that throws answers with the error's status and keeps what it had set`(
        kind: String, status: Int, body: String
    ) async throws {
        let reply = try await Self.harness().send(BlocksRequest(method: .get, path: "/fail", rawQuery: kind))
        #expect(reply.status == status)
        #expect(reply.text == body)
        #expect(reply.header("X-Own") == "set")
        #expect(reply.cookies.count == 1)
    }

    @Test func `the detail of an unexpected error goes to the log, under the id that the client was given`()
        async throws
    {
        let harness = try Self.harness()
        _ = await harness.rpc(#"{"jsonrpc":"2.0","method":"api.fail","params":["internal"],"id":1}"#)
        #expect(harness.log.text.contains("secret-table"))
        #expect(harness.log.text.contains(#""requestId":"request-1""#))
        #expect(harness.log.text.contains(#""operation":"api.fail""#))
    }

    @Test func `the cause of an ApiError is logged and not sent`() async throws {
        let harness = try Self.harness()
        let reply = await harness.rpc(#"{"jsonrpc":"2.0","method":"api.fail","params":["api"],"id":1}"#)
        #expect(!reply.text.contains("secret-table"))
        #expect(harness.log.text.contains("secret-table"))
    }
}
