// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import BlocksStore
import Foundation
import Testing

@testable import BlocksLocal

/// What a local pool never does: say of a user what they say of themselves, and keep what signs anybody in.
@Suite struct HardeningTests {
    private let bed = LocalBed()

    /// Claims that mean something to whoever checks a token.
    static let claims = [
        "cognito:groups", "cognito:roles", "cognito:preferred_role", "cognito:username", "sub", "iss", "aud", "exp",
        "iat",
        "nbf", "jti", "auth_time", "token_use", "client_id", "username", "scope", "origin_jti", "event_id", "version",
        "identities",
    ]

    @Test(arguments: claims) func `an attribute with the name of a claim is refused, by whatever way`(
        name: String
    ) async throws {
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", groups: [.init(name: "admins")]))
        let bad = [UserAttribute(name: name, value: "admins")]
        let refusal = AWSError(name: "InvalidParameterException")
        await #expect(throws: refusal) { try await pool.signUp("eve", password, [name: "admins"]) }
        await #expect(throws: refusal) {
            try await pool.adminCreateUser(.init(username: "eve", temporaryPassword: password, attributes: bad))
        }
        #expect(try await pool.listUsers(.init()).users.isEmpty)

        try await pool.register("alice", [:], platform.outbox)
        let token = try #require(try await pool.signIn("alice").accessToken)
        await #expect(throws: refusal) {
            _ = try await pool.updateUserAttributes(.init(accessToken: token, attributes: bad))
        }
        try await pool.adminCreateUser(.init(username: "bob", temporaryPassword: password))
        let challenge = try await pool.challenged("bob")
        await #expect(throws: refusal) {
            _ = try await pool.answer(
                challenge, ["NEW_PASSWORD": otherPassword.exposed, "userAttributes." + name: "admins"])
        }
    }

    @Test func `attributes that a file was given by hand do not become claims of another meaning either`() async throws
    {
        let before = try await signedInClaims()
        try addToState(Self.claims + ["custom:department", "name"])
        let after = try await signedInClaims()
        for name in Self.claims where !["exp", "iat", "auth_time", "jti", "origin_jti", "event_id"].contains(name) {
            #expect(after.id[name] == before.id[name] && after.access[name] == before.access[name], "\(name)")
        }
        for name in Self.claims {
            #expect(after.id[name] != "by hand" && after.access[name] != "by hand", "\(name)")
        }
        #expect(after.id["custom:department"] == "by hand" && after.id["name"] == "by hand")
        #expect(after.access["custom:department"] == nil && after.access["name"] == nil)
    }

    /// The claims of alice, who is made at the first call.
    private func signedInClaims() async throws -> (id: JSONValue, access: JSONValue) {
        let (pool, platform) = try bed.pool()
        if try await pool.listUsers(.init()).users.isEmpty { try await pool.register("alice", [:], platform.outbox) }
        let tokens = try await pool.signIn("alice")
        return (try await pool.claims(tokens.idToken), try await pool.claims(tokens.accessToken))
    }

    private func addToState(_ names: [String]) throws {
        let url = URL(fileURLWithPath: bed.folder + "/app-auth/state.json")
        let text = try String(contentsOf: url, encoding: .utf8)
        let members = names.map { "\"\($0)\":\"by hand\"" }.joined(separator: ",")
        #expect(text.contains(#""attributes":{}"#))
        try text.replacingOccurrences(of: #""attributes":{}"#, with: #""attributes":{\#(members)}"#)
            .write(to: url, atomically: true, encoding: .utf8)
    }

    @Test func `after a busy day nothing in the folder signs anybody in`() async throws {
        let secrets = try await busyDay()
        let outbox: Set = ["last-code.json", "codes.jsonl"]
        for file in try files() {
            let content = try Data(contentsOf: URL(fileURLWithPath: bed.folder + "/" + file))
            for (what, secret) in secrets.texts {
                #expect(content.range(of: Data(secret.utf8)) == nil, "\(what) in \(file)")
                let spelled = Data(Base64.encode(Array(secret.utf8)).utf8)
                #expect(content.range(of: spelled) == nil, "\(what) in base64 in \(file)")
            }
            let name = URL(fileURLWithPath: file).lastPathComponent
            if name == "codes.jsonl" {
                // The messages themselves, where somebody has to read them.
                for code in secrets.codes { #expect(content.range(of: Data("\"\(code)\"".utf8)) != nil) }
            }
            guard !outbox.contains(name) else { continue }
            for code in secrets.codes {
                #expect(content.range(of: Data("\"\(code)\"".utf8)) == nil, "a code in \(file)")
            }
        }
        for (what, secret) in secrets.texts {
            #expect(!bed.log.all.contains { $0.contains(secret) }, "\(what) in the log")
        }
    }

    /// Uses everything that has a secret, and leaves some of it under way.
    private func busyDay() async throws -> (texts: [(what: String, secret: String)], codes: [String]) {
        let configuration = UserPoolConfiguration(fullID: "app-auth", mfa: .optional, mfaTypes: [.totp, .email])
        let (pool, platform) = try bed.pool(configuration)
        var texts = [("a password", password.exposed), ("another password", otherPassword.exposed)]
        var codes: [String] = []
        for name in ["alice", "bob"] {
            let session = try await pool.signUp(name).session
            texts.append(("a session of sign-up", session?.exposed ?? "none"))
            codes.append(try platform.outbox.code(for: name))
            _ = try await pool.confirm(name, try platform.outbox.code(for: name), session: session)
        }
        let tokens = try await pool.signIn("alice")
        let access = try #require(tokens.accessToken)
        for (what, token) in [
            ("an ID token", tokens.idToken), ("an access token", tokens.accessToken),
            ("a refresh token", tokens.refreshToken),
        ] { texts.append((what, try #require(token).exposed)) }
        let secret = try await pool.enrolApp(access, at: bed.clock.now())
        let pending = try await pool.associateSoftwareToken(.accessToken(access)).secretCode?.exposed ?? "none"
        for secret in [secret, pending] {
            let bytes = try #require(Base32.decode(secret))
            texts += [
                ("an app's secret", secret), ("an app's secret in hex", Hex.encode(bytes)),
                ("an app's secret in base64", Base64.encode(bytes)),
                ("an app's secret in base64url", Base64URL.encode(bytes)),
            ]
        }
        let challenge = try await pool.challenged("alice")
        texts.append(("a session of a challenge", try #require(challenge.session).exposed))
        _ = try await pool.forgotPassword(.init(username: "bob"))
        codes.append(try platform.outbox.code(for: "bob"))
        try await pool.changePassword(
            .init(accessToken: access, previousPassword: password, proposedPassword: otherPassword))
        _ = try await platform.settingDriver().write("/app-x", value: "1", secret: true, overwrite: false)
        return (texts, codes)
    }

    @Test func `everything is its owner's only, whatever the mask`() async throws {
        let before = umask(0)
        defer { umask(before) }
        let platform = try bed.platform()
        let pool = try platform.platform.service(CognitoServiceProvider.self).make(.init(fullID: "app-auth"))
        _ = try await pool.signUp(.init(username: "alice", password: password))
        let code = Secret(try platform.outbox.code(for: "alice"))
        _ = try await pool.confirmSignUp(.init(username: "alice", confirmationCode: code))
        _ = try await pool.initiateAuth(
            .init(flow: .userPasswordAuth, parameters: ["USERNAME": Secret("alice"), "PASSWORD": password]))
        try await platform.store("app-items").put(KVItem(key: "k", value: "1"), if: nil, now: 0)
        _ = try await platform.settingDriver().write("/app-x", value: "1", secret: true, overwrite: false)
        #expect(try bed.mode("") == 0o700)
        let found = try files(andFolders: true)
        #expect(found.count >= 8, "\(found)")
        for path in found {
            var isFolder = ObjCBool(false)
            _ = FileManager.default.fileExists(atPath: bed.folder + "/" + path, isDirectory: &isFolder)
            #expect(try bed.mode(path) == (isFolder.boolValue ? 0o700 : 0o600), "\(path)")
        }
    }

    private func files(andFolders: Bool = false) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: bed.folder).filter { path in
            var isFolder = ObjCBool(false)
            _ = FileManager.default.fileExists(atPath: bed.folder + "/" + path, isDirectory: &isFolder)
            return andFolders || !isFolder.boolValue
        }
    }
}
