// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import TestSupport
import Testing

/// Known weaknesses H7 and N1: what an exported name gives access to.
struct NamespaceTests {
    private static func harness() throws -> AppHarness {
        try AppHarness { app in
            let scope = app.scope("my-app")
            app.export("notes", ApiNamespace(scope, "notes") { Method("list", "count") { (_, count: Int) in count } })
            app.export("people", ApiNamespace(scope, "people") { Method("list", "name") { (_, name: String) in name } })
            app.route(RawRoute(.get, "/health") { $0.response.send("ok") })
        }
    }

    private func reply(_ method: String, _ params: String = "[]") async throws -> String {
        try await Self.harness().rpc(#"{"jsonrpc":"2.0","method":"\#(method)","params":\#(params),"id":1}"#).text
    }

    @Test(arguments: [
        "constructor", "toString", "valueOf", "hasOwnProperty", "isPrototypeOf", "__proto__", "__defineGetter__",
        "prototype", "then", "toJSON", "fullID", "methods", "mistakes", "list ", " list", "List", "list.list", "*", "",
    ])
    func `nothing but declared methods can be called`(name: String) async throws {
        let reply = try await reply("notes." + name)
        #expect(reply.hasPrefix(#"{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found: '\#(name)'"#))
    }

    @Test(arguments: ["health", "my-app", "my-app-notes", "notes ", "Notes", "list", "__proto__", "rpc", "api"])
    func `nothing but exported namespaces can be called`(name: String) async throws {
        let reply = try await reply(name + ".list", "[1]")
        #expect(reply.contains(#""message":"Method not found: API '\#(name)' not found"}"#))
    }

    @Test func `methods of one name in two namespaces are two methods, each with its own parameters`() async throws {
        #expect(try await reply("notes.list", "[7]") == #"{"jsonrpc":"2.0","result":7,"id":1}"#)
        #expect(try await reply("people.list", #"["Al"]"#) == #"{"jsonrpc":"2.0","result":"Al","id":1}"#)
        #expect(try await reply("people.list", "[7]").contains("'name' has the wrong type"))
        #expect(try await reply("notes.list", #"{"name":7,"count":8}"#).contains(#""result":8"#))
    }
}
