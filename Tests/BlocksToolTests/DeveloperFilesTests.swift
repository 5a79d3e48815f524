// SPDX-License-Identifier: Apache-2.0

import App
import BlocksCore
import Logging
import Testing

@testable import BlocksTool

struct DeveloperFilesTests {
    private func get(_ path: String, method: String = "GET") throws -> GatewayReply? {
        let scratch = try ScratchFolder()
        let app = try LocalApp(
            DemoApp.self, dataDirectory: scratch.path, environment: [:],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return DeveloperFiles(namespaces: app.namespaces).reply(to: InboundRequest(method: method, path: path))
    }

    @Test func `the page lists the methods and runs only its own script`() throws {
        let reply = try #require(try get("/"))
        #expect(reply.text.contains(#""greet":["name"]"#))
        #expect(!reply.text.contains("{nonce}") && !reply.text.contains("{namespaces}"))
        let policy = try #require(reply.header("content-security-policy"))
        #expect(policy.hasPrefix("default-src 'none'"))
        #expect(!policy.contains("unsafe"))
        let nonce = try #require(policy.firstMatch(of: /script-src 'nonce-([a-z0-9]+)'/)?.1)
        #expect(reply.text.contains("<script nonce=\"\(nonce)\">"))
    }

    @Test func `each page has a nonce of its own`() throws {
        #expect(try get("/")?.header("content-security-policy") != get("/")?.header("content-security-policy"))
    }

    @Test func `the page never makes markup of data`() throws {
        let text = try #require(try get("/")).text
        for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "onclick="] {
            #expect(!text.contains(way), "\(way)")
        }
    }

    @Test(arguments: [
        ("/", "POST"), ("/index.html", "GET"), ("/aws-blocks/api", "GET"), ("/.blocks-sandbox/config.json", "GET"),
    ])
    func `anything else is the application's matter`(path: String, method: String) throws {
        #expect(try get(path, method: method) == nil)
    }
}
