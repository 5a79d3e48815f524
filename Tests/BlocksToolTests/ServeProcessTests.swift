// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation
import Testing

@testable import BlocksTool

/// The built `blocks serve` as a process, driven over HTTP.
@Suite(
    .enabled(
        if: ServedProcess.executable != nil, "there is no built blocks beside the tests: swift build --product blocks"))
struct ServeProcessTests {
    @Test(.timeLimit(.minutes(2)))
    func `a user signs up, confirms, signs in, calls and signs out over HTTP`() async throws {
        let server = try await ServedProcess()
        var client = ServedClient(port: server.port)
        defer { server.stop() }

        #expect(try await client.get("/health").text == "ok")
        let refused = try await client.call("api.getProfile")
        #expect(refused["error"]?["code"] == 401)

        var state = try await client.state(
            "signUp", ["username": "alice", "password": "Passw0rd!", "email": "a@example.com"])
        #expect(state?["state"] == "confirmingSignUp")
        let code = try #require(try server.newestCode())
        state = try await client.state("confirmSignUp", ["username": "alice", "code": .string(code)])
        #expect(state?["actions"]?[0]?["name"] == "autoSignIn")
        let signedIn = try await client.post("authApi.setAuthState", [["action": "autoSignIn", "username": "alice"]])
        #expect(signedIn.json?["result"]?["state"] == "signedIn")
        #expect(signedIn.cookies.count == 2, "the bridge is cleared and the session set, in two header lines")

        #expect(try await client.call("api.getProfile")["result"]?["username"] == "alice")
        #expect(try await client.call("api.greet", ["Zoë"])["result"]?["message"] == "Hello, Zoë!")
        state = try await client.state("signOut", [:])
        #expect(state?["state"] == "signedOut")
        #expect(try await client.call("api.getProfile")["error"]?["code"] == 401)
    }

    @Test(.timeLimit(.minutes(2)))
    func `pages of this machine may read answers and pages of other sites are refused`() async throws {
        let server = try await ServedProcess()
        defer { server.stop() }
        var client = ServedClient(port: server.port)
        for origin in ["http://localhost:5173", "http://127.0.0.1:\(server.port)", "http://localhost"] {
            let reply = try await client.get("/health", headers: ["origin: \(origin)"])
            #expect(reply.status == 200)
            #expect(reply.header("access-control-allow-origin") == origin)
        }
        for origin in [
            "https://evil.example", "http://localhost.evil.example", "http://evil.example:\(server.port)", "null",
        ] {
            let reply = try await client.get("/health", headers: ["origin: \(origin)"])
            #expect(reply.status == 403)
            #expect(reply.header("access-control-allow-origin") == nil)
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `clients learn where the API is, and a developer where the state is`() async throws {
        let server = try await ServedProcess()
        defer { server.stop() }
        var client = ServedClient(port: server.port)
        let configuration = try await client.get("/.blocks-sandbox/config.json")
        #expect(
            configuration.json
                == ["apiUrl": .string("http://localhost:\(server.port)/aws-blocks/api"), "environment": "local"])
        #expect(configuration.header("cache-control") == "no-store")
        #expect(try await client.get("/aws-blocks/resources").text.contains(".bb-data/{id}/"))
        #expect(try await client.get("/aws-blocks/settings").text.contains(".bb-data/settings.json"))
    }

    @Test(.timeLimit(.minutes(5)))
    func `large and odd bodies get an answer`() async throws {
        let server = try await ServedProcess()
        defer { server.stop() }
        var client = ServedClient(port: server.port)
        let long =
            Array(#"{"jsonrpc":"2.0","method":"api.adminOnly","params":[""#.utf8)
            + [UInt8](repeating: 0x61, count: 7 << 20) + Array(#""],"id":1}"#.utf8)
        #expect(try await client.post(long).json?["error"]?["code"] == 401)
        let over = try await client.post([UInt8](repeating: 0x20, count: GatewayHandler.bodyLimit + 1))
        #expect(over.status == 413)
        #expect(over.json == ["message": "Request Entity Too Large"])
        #expect(try await client.post([0xFF, 0xFE]).json?["error"]?["code"] == -32700)
        #expect(try await client.post([]).json?["error"]?["code"] == -32600)
        #expect(try await client.get("/health").status == 200)
    }

    @Test(.timeLimit(.minutes(2)))
    func `a second server on the port says so, and a stopped one keeps its users`() async throws {
        let folder = try ScratchFolder()
        let first = try await ServedProcess(data: folder)
        defer { first.stop() }
        let second = try ServedProcess.run(["serve", "--port", String(first.port), "--data", "\(folder.path)/other"])
        #expect(second.status == 1)
        #expect(second.errors.contains("Port \(first.port) is in use"))
        var client = ServedClient(port: first.port)
        _ = try await client.state("signUp", ["username": "bob", "password": "Passw0rd!", "email": "b@example.com"])
        #expect(first.stop() == 0)

        let restarted = try await ServedProcess(data: folder)
        defer { restarted.stop() }
        client = ServedClient(port: restarted.port)
        let state = try await client.state(
            "signUp", ["username": "bob", "password": "Passw0rd!", "email": "b@example.com"])
        #expect(state?["errorName"] == "UsernameExistsException")
    }
}
