// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

/// The envelope checks of spec/http-and-rpc.md §4, in their order.
struct RPCEnvelopeTests {
    static let invalid =
        #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid Request: expected JSON-RPC 2.0 — "#
        + #"{\"jsonrpc\":\"2.0\",\"method\":\"namespace.method\",\"params\":[...],\"id\":1}","#
        + #""data":{"name":"InvalidRequest"}},"id":ID}"#

    static func invalid(id: String) -> String {
        invalid.replacing("ID}", with: id + "}")
    }

    static let refusals: [(body: String, answer: String)] = [
        ("{not json", #"{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null}"#),
        ("{\"id\":1} trailing", #"{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null}"#),
        ("", invalid(id: "null")),
        ("{}", invalid(id: "null")),
        ("null", invalid(id: "null")),
        ("[]", invalid(id: "null")),
        ("\"text\"", invalid(id: "null")),
        ("17", invalid(id: "null")),
        (#"{"method":"api.echo","id":1}"#, invalid(id: "1")),
        (#"{"jsonrpc":"1.0","method":"api.echo","id":2}"#, invalid(id: "2")),
        (#"{"jsonrpc":2.0,"method":"api.echo","id":2}"#, invalid(id: "2")),
        (#"{"jsonrpc":"2.0","id":"three"}"#, invalid(id: #""three""#)),
        (#"{"jsonrpc":"2.0","method":7,"id":[4,"x"]}"#, invalid(id: #"[4,"x"]"#)),
        (
            #"{"jsonrpc":"2.0","method":"echo","id":5}"#,
            #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid Request: method must be \"namespace.method\"","data":{"name":"InvalidRequest"}},"id":5}"#
        ),
        (
            #"{"jsonrpc":"2.0","method":"api.echo","params":null,"id":6}"#,
            #"{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params: expected an array or object","data":{"name":"InvalidParams"}},"id":6}"#
        ),
        (
            #"{"jsonrpc":"2.0","method":"api.echo","params":"x","id":7}"#,
            #"{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params: expected an array or object","data":{"name":"InvalidParams"}},"id":7}"#
        ),
        (
            #"{"jsonrpc":"2.0","method":"nope.echo","id":8}"#,
            #"{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found: API 'nope' not found"},"id":8}"#
        ),
        (
            #"{"jsonrpc":"2.0","method":"api.","id":9}"#,
            #"{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found: '' on API 'api'"},"id":9}"#
        ),
        (
            #"{"jsonrpc":"2.0","method":".echo","id":10}"#,
            #"{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found: API '' not found"},"id":10}"#
        ),
        (
            #"{"jsonrpc":"2.0","method":"api.echo.more","id":11}"#,
            #"{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found: 'echo.more' on API 'api'"},"id":11}"#
        ),
        (
            #"{"jsonrpc":"2.0","method":"api.constructor","id":12}"#,
            #"{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found: 'constructor' on API 'api'"},"id":12}"#
        ),
    ]

    static func harness() throws -> AppHarness {
        try AppHarness { app in
            let scope = app.scope("my-app")
            app.export(
                "api",
                ApiNamespace(scope, "api") {
                    Method("echo", "text", "more") { (_, text: String, more: Int?) in
                        "\(text)\(more.map { " \($0)" } ?? "")"
                    }
                    Method("nothing") { _ in }
                    Method("absent") { _ -> String? in nil }
                })
        }
    }

    @Test(arguments: refusals) func `a request that fails a check gets exactly its error`(
        _ refusal: (body: String, answer: String)
    ) async throws {
        let reply = try await Self.harness().rpc(refusal.body)
        #expect(reply.text == refusal.answer)
        #expect(reply.status == 200)
        #expect(reply.header("Content-Type") == "application/json")
    }

    @Test func `a body over ten mebibytes is refused before it is parsed`() async throws {
        let body = String(repeating: " ", count: RPC.maximumBodyBytes) + "{"
        let reply = try await Self.harness().rpc(body)
        #expect(
            reply.text
                == #"{"jsonrpc":"2.0","error":{"code":413,"message":"Request body exceeds the 10485760 byte (10 MiB) limit","data":{"name":"PayloadTooLarge"}},"id":null}"#
        )
    }

    @Test(arguments: [
        (#"["a"]"#, #""a""#), (#"["a",2]"#, #""a 2""#), (#"["a",2,"surplus"]"#, #""a 2""#), (#"["a",null]"#, #""a""#),
        (#"{"text":"a"}"#, #""a""#), (#"{"more":2,"text":"a"}"#, #""a 2""#), (#"{"x":"a","y":3}"#, #""a 3""#),
    ]) func `arguments bind by position or by declared name, and by order where no name is known`(
        params: String, result: String
    ) async throws {
        let reply = try await Self.harness().rpc(#"{"jsonrpc":"2.0","method":"api.echo","params":\#(params),"id":1}"#)
        #expect(reply.text == #"{"jsonrpc":"2.0","result":\#(result),"id":1}"#)
    }

    @Test(arguments: [
        ("[]", "'text' is missing"), ("{}", "'text' is missing"), ("[null]", "'text' has the wrong type"),
        ("[7]", "'text' has the wrong type"), (#"["a","b"]"#, "'more' has the wrong type"),
        (#"["a",1.5]"#, "'more' has the wrong type"), (#"["a",9223372036854775808]"#, "'more' has the wrong type"),
        (#"{"more":1}"#, "'text' is missing"),
    ]) func `a missing or mistyped argument is named, and its value never echoed`(
        params: String, problem: String
    ) async throws {
        let reply = try await Self.harness().rpc(#"{"jsonrpc":"2.0","method":"api.echo","params":\#(params),"id":1}"#)
        #expect(
            reply.text
                == #"{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params: \#(problem)","data":{"name":"InvalidParams"}},"id":1}"#
        )
    }

    @Test(arguments: ["nothing", "absent"]) func `a method without a value answers null`(method: String) async throws {
        let reply = try await Self.harness().rpc(#"{"jsonrpc":"2.0","method":"api.\#(method)"}"#)
        #expect(reply.text == #"{"jsonrpc":"2.0","result":null,"id":null}"#)
    }
}
