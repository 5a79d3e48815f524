// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksLocal
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Input that no client of ours sends, to every method: a documented error each time, and a pool that still works afterwards.
struct BadInputTests {
    /// JSON texts that are no text, or a text that nobody expects.
    static let hostile: [(what: String, json: String)] = [
        ("null", "null"), ("a number", "7"), ("a huge number", "1e400"), ("a truth value", "true"), ("an array", "[]"),
        ("a filled array", #"["a","b"]"#), ("an object", "{}"), ("a filled object", #"{"$gt":"","code":7,"a":[null]}"#),
        ("an empty text", #""""#), ("a blank text", #"" \t""#), ("NUL", #""\u0000""#), ("NUL within", #""a\u0000b""#),
        ("a lone surrogate", #""\ud800""#), ("surrogates in the wrong order", #""\udc00\ud800""#),
        ("a byte order mark", #""\ufeff""#), ("a bidirectional override", #""\u202ealice""#),
        ("combining marks", "\"" + String(repeating: "\u{0301}", count: 600) + "\""),
        ("astral characters", "\"" + String(repeating: "\u{1F600}", count: 600) + "\""),
        ("a long text", "\"" + String(repeating: "x", count: 20_000) + "\""),
        ("a path", #""../../../etc/passwd""#), ("a query", #""' OR 1=1 --""#), ("a prototype", #""__proto__""#),
        ("line breaks", #""a\r\nSet-Cookie: x=1""#),
        (
            "deep nesting",
            String(repeating: "[", count: 400)
                + String(repeating: "]", count: 400)
        ),
    ]

    /// Well-formed arguments of each parameter, by its name.
    private static let fine = [
        "username": #""alice""#, "user": #""alice""#, "password": #""Passw0rd!""#, "code": #""123456""#,
        "newPassword": #""N3wPassw0rd!""#, "oldPassword": #""Passw0rd!""#, "session": #""a.b""#, "response": #""1""#,
        "role": #""admins""#, "group": #""admins""#, "name": #""name""#, "value": #""v""#,
        "attributes": #"{"name":"v"}"#,
        "preference": #"{"totp":"ENABLED"}"#, "input": #"{"action":"signOut"}"#, "credential": #""{}""#,
        "deviceKey": #""k""#, "credentialId": #""aWQ""#,
    ]

    @Test(arguments: [false, true], [false, true])
    func `hostile values in every place of every method`(isSignedIn: Bool, hasEverything: Bool) async throws {
        let bed = try StormBed(hasEverything ? StormBed.everything : nil)
        var client = try await bed.signedIn("alice")
        var sessions = 0
        client.cookies = [:]
        for (method, parameters) in bed.methods {
            for position in parameters.indices {
                for (what, json) in Self.hostile {
                    // Some calls sign out, and some give alice a hostile password.
                    if isSignedIn, client.cookies.isEmpty {
                        sessions += 1
                        client = try await bed.signedIn("user-\(sessions)")
                        #expect(!client.cookies.isEmpty)
                    }
                    var values = parameters.map { Self.fine[$0] ?? "null" }
                    values[position] = json
                    let params = "[" + values.joined(separator: ",") + "]"
                    bed.check(
                        try await client.call(method, params), "\(method) with \(what) as \(parameters[position])")
                }
            }
        }
        #expect(bed.replies > 1000 && sessions <= 100)
        try await bed.stillWorks()
    }

    @Test func `the wrong number and shape of arguments`() async throws {
        let bed = try StormBed()
        let client = StormBed.Client(bed)
        let optional: Set<String> = ["options", "init", "filter", "input"]
        for (method, parameters) in bed.methods {
            for params in ["7", "null", "true", #""alice""#] {
                let answer = try await client.call(method, params)
                #expect(answer.outcome == "-32602 InvalidParams", "\(method) \(params)")
            }
            for (position, parameter) in parameters.enumerated() where !optional.contains(parameter) {
                let values = parameters.prefix(position).map { Self.fine[$0] ?? "null" }
                let missing = try await client.call(method, "[" + values.joined(separator: ",") + "]")
                #expect(missing.outcome == "-32602 InvalidParams", "\(method) without \(parameter)")
                #expect(missing.message == "Invalid params: '\(parameter)' is missing")
                let named = Dictionary(uniqueKeysWithValues: zip(parameters.prefix(position), values))
                let object = "{" + named.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
                #expect(try await client.call(method, object).outcome == "-32602 InvalidParams", "\(method) \(object)")
                // `response` is a text or an object; maps are objects.
                for wrong in ["7", "[]", "true", "null"] where parameter != "preference" || wrong != "null" {
                    let wrongType = try await client.call(
                        method, "[" + (values + [wrong]).joined(separator: ",") + "]")
                    #expect(wrongType.outcome == "-32602 InvalidParams", "\(method) with \(wrong) as \(parameter)")
                }
            }
            let tooMany = "[" + (parameters.map { Self.fine[$0] ?? "null" } + ["1", "2"]).joined(separator: ",") + "]"
            bed.check(try await client.call(method, tooMany), "\(method) with too many arguments")
        }
    }

    @Test func `bodies that are no call`() async throws {
        let bed = try StormBed()
        let client = StormBed.Client(bed)
        for (body, outcome) in [
            ("", "-32600 InvalidRequest"), ("{", "-32700 -"), ("nul", "-32700 -"), ("\u{0}", "-32700 -"),
            ("[]", "-32600 InvalidRequest"), ("7", "-32600 InvalidRequest"), ("null", "-32600 InvalidRequest"),
            (#"{"jsonrpc":"1.0","method":"api.signIn"}"#, "-32600 InvalidRequest"),
            (#"{"jsonrpc":"2.0","method":7}"#, "-32600 InvalidRequest"),
            (#"{"jsonrpc":"2.0","method":"signIn"}"#, "-32600 InvalidRequest"),
            (#"{"jsonrpc":"2.0","method":"api."}"#, "-32601 -"),
            (#"{"jsonrpc":"2.0","method":"api.toString"}"#, "-32601 -"),
            (#"{"jsonrpc":"2.0","method":"api.signIn.x"}"#, "-32601 -"),
            (#"{"jsonrpc":"2.0","method":"no.x"}"#, "-32601 -"),
        ] {
            let answer = try StormBed.Answer(await client.send(Array(body.utf8)))
            #expect(answer.status == 200 && answer.outcome == outcome, "\(body)")
        }
        let reply = await client.send([0xFF, 0xFE, 0x22])
        #expect(try StormBed.Answer(reply).code == -32700)
        try await bed.stillWorks()
    }

    @Test func `ten megabytes are refused unread, and a little less is judged like anything else`() async throws {
        let bed = try StormBed()
        let client = StormBed.Client(bed)
        let padding = [UInt8](repeating: UInt8(ascii: "x"), count: RPC.maximumBodyBytes)
        for (method, _) in bed.methods {
            let answer = try StormBed.Answer(
                await client.send(Array(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":[""#.utf8) + padding))
            #expect(answer.outcome == "413 PayloadTooLarge", "\(method)")
        }
        for (method, before, after, outcome) in [
            ("api.signUp", #"[""#, #"","Passw0rd!"]"#, "400 InvalidParameterException retriable"),
            ("api.signIn", #"["alice",""#, #""]"#, "401 NotAuthorizedException"),
            ("api.confirmSignIn", #"[""#, #"","1"]"#, "400 ExpiredCodeException"),
        ] {
            let head = #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(before)"#
            let body =
                Array(head.utf8) + padding.dropLast(head.utf8.count + after.utf8.count + 1) + Array((after + "}").utf8)
            #expect(body.count == RPC.maximumBodyBytes)
            let answer = try StormBed.Answer(await client.send(body))
            #expect(answer.outcome == outcome, "\(method)")
            #expect(answer.text.utf8.count < 1000)
        }
        try await bed.stillWorks()
    }
}
