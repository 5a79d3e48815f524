// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import HTTPTypes
import TestSupport
import Testing

/// Routes that every application has: spec/http-and-rpc.md §9, known weakness H19.
struct BuiltInRouteTests {
    static let configuration = "/.blocks-sandbox/config.json"

    private func get(
        _ path: String, isLocal: Bool, environment: [String: String] = [:], host: String = "localhost:3000",
        method: HTTPRequest.Method = .get, build: (AppBuilder) -> Void = { _ in }
    ) async throws -> BlocksReply {
        let harness = try AppHarness(environment: environment, isLocal: isLocal, build: build)
        return await harness.send(
            BlocksRequest(
                method: method, path: path,
                headerList: [.init(name: "host", value: host), .init(name: "x-forwarded-proto", value: "http")]))
    }

    @Test func `clients learn where the API is, and are told not to keep it`() async throws {
        let deployed = try await get(Self.configuration, isLocal: false)
        #expect(deployed.text == #"{"apiUrl":"/aws-blocks/api"}"#)
        #expect(deployed.header("Cache-Control") == "no-store")
        #expect(deployed.header("Content-Type") == "application/json")
        let local = try await get(Self.configuration, isLocal: true)
        #expect(local.text == #"{"apiUrl":"http://localhost:3000/aws-blocks/api","environment":"local"}"#)
        #expect(local.header("Cache-Control") == "no-store")
    }

    @Test(arguments: ["127.0.0.1:8080", "[::1]:80", "localhost"])
    func `a page gets the address that it came from, or its cookies would not go along`(host: String) async throws {
        let reply = try await get(Self.configuration, isLocal: true, host: host)
        #expect(reply.text == #"{"apiUrl":"http://\#(host)/aws-blocks/api","environment":"local"}"#)
    }

    @Test(arguments: [("resources", "BB_RESOURCES_GROUP_URL"), ("settings", "BB_SETTINGS_GROUP_URL")])
    func `a developer is sent to where the state lives`(name: String, variable: String) async throws {
        let url = "https://console.example/\(name)?x=1"
        let sent = try await get("/aws-blocks/\(name)", isLocal: true, environment: [variable: url])
        #expect(sent.status == 302)
        #expect(sent.header("Location") == url)
        #expect(sent.body.isEmpty)
        for environment in [[:], [variable: ""]] {
            let page = try await get("/aws-blocks/\(name)", isLocal: true, environment: environment)
            #expect(page.status == 200)
            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
            #expect(page.header("Location") == nil)
            #expect(page.text.contains(name == "settings" ? ".bb-data/settings.json" : ".bb-data/{id}/"))
        }
    }

    @Test(arguments: ["resources", "settings"])
    func `nobody learns from a deployed application where its state lives`(name: String) async throws {
        let environment = ["BB_RESOURCES_GROUP_URL": "https://a.test", "BB_SETTINGS_GROUP_URL": "https://a.test"]
        let reply = try await get("/aws-blocks/\(name)", isLocal: false, environment: environment)
        #expect(reply.status == 404)
        #expect(reply.header("Location") == nil)
    }

    @Test(arguments: [Self.configuration, "/aws-blocks/resources", "/aws-blocks/settings"])
    func `the application's own route stands in for a built-in one`(path: String) async throws {
        let reply = try await get(path, isLocal: true) { app in
            app.route(RawRoute(.get, path + "/") { $0.response.send("own") })
        }
        #expect(reply.text == "own")
        let caught = try await get(path, isLocal: true) { app in
            app.route(RawRoute(.get, "/*") { $0.response.send("own") })
        }
        #expect(caught.text == "own")
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .delete])
    func `they only answer GET`(method: HTTPRequest.Method) async throws {
        #expect(try await get(Self.configuration, isLocal: true, method: method).status == 404)
    }
}
