// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

/// `PreTokenGeneration` in the local pool.
@Suite struct TokenChangeTests {
    private let triggers = TriggerBed()

    private func pool(
        _ change: @escaping @Sendable (inout PreTokenGeneration.Response) -> Void
    ) async throws -> (LocalUserPool, LocalPlatform) {
        let configuration = UserPoolConfiguration(
            fullID: "app-auth", groups: [.init(name: "admins"), .init(name: "b")])
        let (pool, platform) = try triggers.pool(configuration) { app, asked in
            app.onTrigger(.preTokenGeneration) { event in
                asked.note("\(event.source) \(event.request.groupConfiguration.groups) \(event.request.scopes ?? [])")
                var response = event.response
                change(&response)
                return response
            }
        }
        try await pool.create("ann", attributes: [.init(name: "email", value: "ann@example.com")])
        try await pool.adminAddUserToGroup(username: "ann", groupName: "admins")
        return (pool, platform)
    }

    @Test func `claims are added, overridden and left out`() async throws {
        let (pool, _) = try await pool { response in
            response.idToken.claims = ["tenant": "blue", "email": "other@example.com", "list": [1, 2], "both": 1]
            response.idToken.suppressed = ["email_verified", "both"]
            response.accessToken.claims = ["tenant": ["a": true]]
            response.scopesToAdd = ["photos/read", "two words", ""]
            response.scopesToSuppress = ["aws.cognito.signin.user.admin"]
        }
        let tokens = try await pool.signIn("ann")
        let (id, access) = (try await pool.claims(tokens.idToken), try await pool.claims(tokens.accessToken))
        #expect(id["tenant"] == "blue" && id["email"] == "other@example.com" && id["list"] == [1, 2])
        #expect(id["email_verified"] == nil && id["both"] == nil)
        #expect(access["tenant"] == ["a": true] && access["scope"] == "photos/read")
        #expect(triggers.asked.all == [#"TokenGeneration_Authentication ["admins"] ["aws.cognito.signin.user.admin"]"#])
        // What the pool goes by is unchanged.
        #expect(try await pool.getUser(accessToken: #require(tokens.accessToken)).username == "ann")
    }

    @Test(arguments: [
        "sub", "iss", "aud", "exp", "iat", "jti", "origin_jti", "event_id", "token_use", "auth_time", "client_id",
        "username", "cognito:username", "cognito:groups", "cognito:roles", "cognito:new", "dev:x", "identities",
        "nonce", "scope", "version",
    ])
    func `a claim of the protocol keeps its value`(_ name: String) async throws {
        let (pool, _) = try await pool { response in
            response.idToken.claims = [name: "evil", "seen": true]
            response.accessToken.claims = [name: "evil", "seen": true]
            if name != "cognito:groups" {
                response.idToken.suppressed = [name]
                response.accessToken.suppressed = [name]
            }
        }
        let tokens = try await pool.signIn("ann")
        let always: Set = [
            "sub", "iss", "exp", "iat", "jti", "origin_jti", "event_id", "token_use", "auth_time", "cognito:groups",
        ]
        for claims in [try await pool.claims(tokens.idToken), try await pool.claims(tokens.accessToken)] {
            #expect(claims["seen"] == true)
            #expect(claims[name] != "evil")
            if always.contains(name) { #expect(claims[name] != nil) }
        }
    }

    @Test func `groups and roles are replaced in both tokens`() async throws {
        let (pool, _) = try await pool { response in
            response.groups = .init(groups: ["guests"], roles: ["arn:r"], preferredRole: "arn:r")
        }
        let tokens = try await pool.signIn("ann")
        let (id, access) = (try await pool.claims(tokens.idToken), try await pool.claims(tokens.accessToken))
        #expect(id["cognito:groups"] == ["guests"] && access["cognito:groups"] == ["guests"])
        #expect(id["cognito:roles"] == ["arn:r"] && id["cognito:preferred_role"] == "arn:r")
        #expect(access["cognito:roles"] == nil)
        #expect(try await pool.adminListGroupsForUser(username: "ann") == ["admins"])
    }

    @Test func `empty groups leave the claim out`() async throws {
        let (pool, _) = try await pool { $0.groups = .init(groups: []) }
        let tokens = try await pool.signIn("ann")
        #expect(try await pool.claims(tokens.idToken)["cognito:groups"] == nil)
        #expect(try await pool.claims(tokens.accessToken)["cognito:groups"] == nil)
    }

    @Test func `without changes the tokens are as ever`() async throws {
        let (pool, _) = try await pool { _ in }
        let claims = try await pool.claims(pool.signIn("ann").idToken)
        #expect(claims["cognito:groups"] == ["admins"] && claims["email"] == "ann@example.com")
    }

    @Test func `a refresh asks again`() async throws {
        let (pool, _) = try await pool { $0.idToken.claims["tenant"] = "blue" }
        let tokens = try await pool.signIn("ann")
        let fresh = try await pool.refresh(#require(tokens.refreshToken))
        #expect(try await pool.claims(fresh.idToken)["tenant"] == "blue")
        #expect(
            triggers.asked.all.map { $0.prefix(while: { $0 != " " }) } == [
                "TokenGeneration_Authentication", "TokenGeneration_RefreshTokens",
            ])
    }

    @Test func `a refused refresh leaves the sign-in as it was`() async throws {
        let isOpen = Asked()
        let (pool, _) = try triggers.pool { app, _ in
            app.onTrigger(.preTokenGeneration) { event in
                if !isOpen.all.isEmpty { throw ApiError("Busy", status: 503) }
                return event.response
            }
        }
        try await pool.create("ann")
        let tokens = try await pool.signIn("ann")
        isOpen.note("closed")
        await #expect(
            performing: { try await pool.refresh(#require(tokens.refreshToken)) },
            throws: AWSError.lambdaRefusal("PreTokenGeneration failed with error Busy."))
        #expect(try await pool.getUser(accessToken: #require(tokens.accessToken)).username == "ann")
    }

    @Test func `a remembered device is an occasion of its own, and no new one`() async throws {
        let bed = triggers.bed
        let (pool, platform) = try await bed.trackingPool()
        let asked = triggers.asked
        platform.use(
            try BlocksApplication(platform: platform.platform) { app in
                app.onTrigger(.preTokenGeneration) { event in
                    asked.note(event.source)
                    return event.response
                }
                app.onTrigger(.postAuthentication) { asked.note("new device: \($0.request.newDeviceUsed)") }
            }.triggers)
        let (device, _) = try await pool.signInAndConfirm()
        let challenge = try await pool.start("alice", on: device.key).challenge()
        _ = try await pool.prove(device, challenge, at: bed.clock.now()).tokens()
        #expect(
            asked.all == [
                "new device: true", "TokenGeneration_Authentication", "new device: false",
                "TokenGeneration_AuthenticateDevice",
            ])
    }

    @Test func `a password of one's own is an occasion of its own`() async throws {
        let (pool, _) = try triggers.pool { app, asked in
            app.onTrigger(.preTokenGeneration) { event in
                asked.note(event.source)
                return event.response
            }
        }
        try await pool.adminCreateUser(.init(username: "ann", temporaryPassword: password, attributes: []))
        let challenge = try await pool.challenged("ann")
        _ = try await pool.answer(challenge, ["NEW_PASSWORD": otherPassword.exposed]).tokens()
        #expect(triggers.asked.all == ["TokenGeneration_NewPasswordChallenge"])
    }
}
