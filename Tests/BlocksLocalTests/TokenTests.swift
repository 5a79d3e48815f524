// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksLocal

@Suite struct TokenTests {
    private let bed = LocalBed()

    @Test func `tokens carry Cognito's claims`() async throws {
        let (pool, platform) = try bed.pool(
            .init(
                fullID: "app-auth", groups: [.init(name: "admins"), .init(name: "readers")],
                attributes: [.init(name: "dept")]))
        try await pool.register(
            "alice", ["email": "alice@example.com", "custom:dept": "ops", "name": "Zoë"], platform.outbox)
        try await pool.adminAddUserToGroup(username: "alice", groupName: "readers")
        try await pool.adminAddUserToGroup(username: "alice", groupName: "admins")
        let tokens = try await pool.signIn("alice")
        let (id, access) = (try await pool.claims(tokens.idToken), try await pool.claims(tokens.accessToken))
        let now = Int(bed.clock.now().seconds)

        #expect(tokens.expiresIn == 3600)
        for claims in [id, access] {
            #expect(claims["iss"]?.string == "https://user-pool.invalid/local_app-auth")
            #expect(claims["iat"]?.int == now && claims["auth_time"]?.int == now && claims["exp"]?.int == now + 3600)
            #expect(claims["cognito:groups"] == ["admins", "readers"])
            #expect(claims["sub"]?.string?.count == 36 && claims["jti"]?.string?.count == 36)
        }
        for name in ["sub", "origin_jti", "event_id"] { #expect(id[name] == access[name]) }
        #expect(id["jti"] != access["jti"])
        #expect(id["token_use"] == "id" && access["token_use"] == "access")
        #expect(id["aud"] == "local-client-app-auth" && access["client_id"] == "local-client-app-auth")
        #expect(id["client_id"] == nil && access["aud"] == nil)
        #expect(id["cognito:username"] == "alice" && access["username"] == "alice")
        #expect(id["email"] == "alice@example.com" && id["email_verified"] == true)
        #expect(id["custom:dept"] == "ops" && id["name"] == "Zoë")
        #expect(access["email"] == nil && access["custom:dept"] == nil)
    }

    @Test func `a user without groups has no such claim`() async throws {
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", groups: [.init(name: "admins")]))
        try await pool.register("alice", [:], platform.outbox)
        #expect(try await pool.claims(pool.signIn("alice").idToken)["cognito:groups"] == nil)
    }

    @Test(arguments: [
        "sub", "iss", "aud", "exp", "iat", "jti", "origin_jti", "event_id", "token_use", "auth_time",
        "cognito:username",
    ])
    func `no attribute becomes a claim of another meaning, even if it got into the state`(name: String) throws {
        let identity = UserPoolIdentity(
            userPoolID: "p", clientID: "c", region: "local", issuers: ["https://i.invalid/p"])
        let issuer = LocalTokenIssuer(pool: identity, key: try RSAPrivateKey.generate(), random: .system)
        let tokens = try issuer.tokens(
            for: .init(
                username: "alice", userSub: "s", attributes: [name: "evil"], groups: [], originID: "o", authenticated: 1
            ),
            at: Timestamp(seconds: 2))
        let payload = try UnverifiedJWT(tokens.idToken?.exposed ?? "").payloadBytes
        #expect(try JSONValue(parsing: payload)[name]?.string != "evil")
    }

    @Test func `the key is published for the pool's own issuer only`() async throws {
        let (pool, _) = try bed.pool()
        #expect(try await pool.jwks(issuer: "https://user-pool.invalid/local_app-auth").keys.count == 1)
        for issuer in ["", "https://user-pool.invalid/local_other", "https://cognito-idp.us-east-1.amazonaws.com/x"] {
            await #expect(throws: AWSError(name: "ResourceNotFoundException")) { try await pool.jwks(issuer: issuer) }
        }
    }
}
