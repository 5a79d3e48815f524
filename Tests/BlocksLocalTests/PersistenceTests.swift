// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Foundation
import Logging
import Testing

@testable import BlocksLocal

@Suite struct PersistenceTests {
    private let bed = LocalBed()

    @Test func `a restart keeps users, codes, groups, sign-ins and the key`() async throws {
        let configuration = UserPoolConfiguration(fullID: "app-auth", groups: [.init(name: "admins")])
        let (tokens, keys, session) = try await {
            let (pool, platform) = try bed.pool(configuration)
            try await pool.register("alice", ["email": "alice@example.com"], platform.outbox)
            try await pool.adminAddUserToGroup(username: "alice", groupName: "admins")
            let bob = try await pool.signUp("bob")
            let issuer = pool.pool.issuers[0]
            return (try await pool.signIn("alice"), try await pool.jwks(issuer: issuer), bob.session)
        }()
        let (pool, platform) = try bed.pool(configuration)
        #expect(try await pool.jwks(issuer: pool.pool.issuers[0]) == keys)
        let refreshed = try await pool.claims(pool.refresh(#require(tokens.refreshToken)).idToken)
        #expect(refreshed["cognito:groups"] == ["admins"])
        _ = try await pool.signIn("alice@example.com")
        #expect(platform.outbox.last()?.username == "bob")
        let confirmed = try await pool.confirm("bob", platform.outbox.code(for: "bob"), session: session)
        #expect(confirmed.session != nil)
        try await pool.globalSignOut(accessToken: #require(tokens.accessToken))
    }

    @Test func `no file of the pool's state lets its reader sign in`() async throws {
        let (pool, platform) = try bed.pool()
        let signedUp = try await pool.signUp("alice")
        let code = try platform.outbox.code(for: "alice")
        let confirmed = try await pool.confirm("alice", code, session: signedUp.session)
        let tokens = try await pool.signIn("alice")
        _ = try await pool.forgotPassword(.init(username: "alice"))
        let state = try bed.text("app-auth/state.json")
        let secrets = [
            "Passw0rd!", code, try platform.outbox.code(for: "alice"), signedUp.session?.exposed,
            confirmed.session?.exposed, tokens.refreshToken?.exposed, tokens.accessToken?.exposed,
            tokens.idToken?.exposed,
        ]
        for secret in secrets { #expect(try !state.contains(#require(secret))) }
        #expect(state.contains("alice"))
        // Nor does the log, but for the code that a developer has to see.
        for line in bed.log.all {
            for secret in secrets where secret?.count != 6 { #expect(try !line.contains(#require(secret))) }
        }
        #expect(bed.log.all.contains("info: signUp code for alice: \(code) [:]"))
    }

    @Test(arguments: [
        "", "{", "[]", "null", "\u{0}\u{0}\u{0}", #"{"users":[]}"#, #"{"users":{"alice":{}}}"#, #"{"users":{}} "x""#,
        #"{"users":{"alice":{"password":"Passw0rd!","userSub":"1","confirmed":true,"disabled":false,"attributes":{}}}}"#,
    ])
    func `a corrupt state is moved aside with a warning, and nothing else is touched`(content: String) async throws {
        let keys = try await {
            let (pool, platform) = try bed.pool()
            try await pool.register("alice", [:], platform.outbox)
            return try await pool.jwks(issuer: pool.pool.issuers[0])
        }()
        try Data(content.utf8).write(to: URL(fileURLWithPath: bed.folder + "/app-auth/state.json"))
        let (pool, platform) = try bed.pool()
        let aside =
            "app-auth/state.json.corrupt-\(bed.clock.now().iso8601.replacing(":", with: "-").replacing(".", with: "-"))"
        #expect(try bed.text(aside) == content)
        #expect(bed.log.all.contains { $0.hasPrefix("warning:") && $0.contains("state.json") && $0.contains(aside) })
        await #expect(throws: AWSError(name: "NotAuthorizedException")) { _ = try await pool.signIn("alice") }
        try await pool.register("alice", [:], platform.outbox)
        #expect(try await pool.jwks(issuer: pool.pool.issuers[0]) == keys)
    }

    @Test func `missing members of the state are empty`() async throws {
        _ = try bed.pool()
        try Data("{}".utf8).write(to: URL(fileURLWithPath: bed.folder + "/app-auth/state.json"))
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", groups: [.init(name: "admins")]))
        try await pool.register("alice", [:], platform.outbox)
        try await pool.adminAddUserToGroup(username: "alice", groupName: "admins")
        #expect(!(try bed.names("app-auth").contains { $0.contains("corrupt") }))
    }

    @Test(arguments: ["", "nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
    func `a corrupt key is moved aside and the users stay`(content: String) async throws {
        try await {
            let (pool, platform) = try bed.pool()
            try await pool.register("alice", [:], platform.outbox)
        }()
        try Data(content.utf8).write(to: URL(fileURLWithPath: bed.folder + "/app-auth/signing-key.pem"))
        let (pool, _) = try bed.pool()
        _ = try await pool.claims(pool.signIn("alice").idToken)
        #expect(try bed.names("app-auth").contains { $0.hasPrefix("signing-key.pem.corrupt-") })
        #expect(try bed.mode("app-auth/signing-key.pem") == 0o600)
    }

    @Test func `a change that can't be written did not happen`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        let blocker = bed.folder + "/app-auth/state.json.tmp"
        try FileManager.default.createDirectory(atPath: blocker, withIntermediateDirectories: false)
        for attempt in 1...2 {
            await #expect(throws: AWSError(name: "InternalErrorException"), "\(attempt)") {
                try await pool.signUp("bob")
            }
        }
        await #expect(throws: AWSError(name: "InternalErrorException")) { _ = try await pool.signIn("alice") }
        #expect(platform.outbox.newest(for: "bob") == nil)
        try FileManager.default.removeItem(atPath: blocker)
        try await pool.signUp("bob")
        _ = try await pool.signIn("alice")
    }

    @Test func `a code that can't be delivered leaves no user behind`() async throws {
        let (pool, platform) = try bed.pool()
        let blocker = bed.folder + "/app-auth/last-code.json.tmp"
        try FileManager.default.createDirectory(atPath: blocker, withIntermediateDirectories: false)
        await #expect(throws: AWSError(name: "CodeDeliveryFailureException")) { try await pool.signUp("alice") }
        try FileManager.default.removeItem(atPath: blocker)
        try await pool.register("alice", [:], platform.outbox)
    }
}

@Suite struct OutboxTests {
    private let bed = LocalBed()

    @Test func `each user's newest code is found, and the last one's file is as documented`() async throws {
        let (pool, platform) = try bed.pool()
        #expect(platform.outbox.last() == nil && platform.outbox.newest(for: "alice") == nil)
        try await pool.signUp("alice")
        try await pool.signUp("bob")
        let (alice, bob) = (try platform.outbox.code(for: "alice"), try platform.outbox.code(for: "bob"))
        #expect(
            platform.outbox.last() == IssuedCode(username: "bob", code: bob, purpose: .signUp))
        #expect(
            try bed.text("app-auth/last-code.json")
                == "{\n  \"username\": \"bob\",\n  \"code\": \"\(bob)\",\n  \"purpose\": \"signUp\"\n}")
        _ = try await pool.forgotPassword(.init(username: "alice"))
        #expect(platform.outbox.newest(for: "alice")?.purpose == .resetPassword)
        let lines = try bed.text("app-auth/codes.jsonl").split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0] == "{\"username\":\"alice\",\"code\":\"\(alice)\",\"purpose\":\"signUp\"}")
    }

    @Test func `a log that was cut or grew long is read and shortened`() async throws {
        _ = try bed.pool()
        let line = { (number: Int) in
            "{\"username\":\"user-\(number)\",\"code\":\"\(100_000 + number)\",\"purpose\":\"signUp\"}\n"
        }
        let log = (1...500).map(line).joined() + "{\"username\":\"cut"
        try Data(log.utf8).write(to: URL(fileURLWithPath: bed.folder + "/app-auth/codes.jsonl"))
        let (_, platform) = try bed.pool()
        #expect(platform.outbox.last()?.username == "user-500")
        #expect(platform.outbox.newest(for: "user-7")?.code == "100007")
        #expect(try bed.text("app-auth/codes.jsonl").split(separator: "\n").count == 200)
    }

    @Test func `the callback is told of codes that count`() async throws {
        let sent = LogLines()
        let bed = LocalBed()
        let logger = sent.logger
        let local = try LocalPlatform(
            dataDirectory: bed.folder, logger: bed.log.logger, onCode: { logger.info("\($0.purpose) \($0.username)") },
            passwordIterations: 2)
        let pool = try local.platform.service(CognitoServiceProvider.self).make(.init(fullID: "app-auth"))
        _ = try await pool.signUp(.init(username: "alice", password: password))
        _ = try await pool.forgotPassword(.init(username: "nobody"))
        #expect(sent.all == ["info: signUp alice [:]"])
    }
}
