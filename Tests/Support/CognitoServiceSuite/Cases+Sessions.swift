// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

extension CognitoServiceCase {
    static let sessions: [CognitoServiceCase] = [
        CognitoServiceCase("a refresh token gives new tokens of the same sign-in") { bed in
            try await bed.register("alice")
            let first = try await bed.signIn("alice")
            let second = try await bed.refresh(first.refreshToken)
            let (before, after) = (try bed.claims(first.accessToken), try bed.claims(second.accessToken))
            #expect(before["origin_jti"] == after["origin_jti"] && after["origin_jti"]?.string != nil)
            #expect(before["jti"] != after["jti"] && before["sub"] == after["sub"])
            #expect(try bed.claims(second.idToken)["token_use"]?.string == "id")
        },
        CognitoServiceCase("a refresh shows what has changed") { bed in
            try await bed.register("alice")
            let first = try await bed.signIn("alice")
            #expect(try bed.claims(first.idToken)["cognito:groups"] == nil)
            try await bed.administration.adminAddUserToGroup(username: "alice", groupName: "readers")
            let second = try await bed.refresh(first.refreshToken)
            #expect(try bed.claims(second.idToken)["cognito:groups"] == ["readers"])
            #expect(try bed.claims(second.accessToken)["cognito:groups"] == ["readers"])
        },
        CognitoServiceCase("what is no refresh token is refused") { bed in
            try await bed.register("alice")
            let tokens = try await bed.signIn("alice")
            for token in [Secret("made-up"), tokens.accessToken] {
                await bed.refused("NotAuthorizedException") { _ = try await bed.refresh(token) }
            }
        },
        CognitoServiceCase(
            "a revoked refresh token is dead, with the access tokens made from it, and others live",
            except: [.moto: "does not know RevokeToken"]
        ) { bed in
            try await bed.register("alice")
            let (one, two) = (try await bed.signIn("alice"), try await bed.signIn("alice"))
            try await bed.service.revokeToken(try #require(one.refreshToken))
            await bed.refused("NotAuthorizedException") { _ = try await bed.refresh(one.refreshToken) }
            await bed.refused("NotAuthorizedException") {
                _ = try await bed.service.getUser(accessToken: try #require(one.accessToken))
            }
            _ = try await bed.refresh(two.refreshToken)
            try await bed.service.revokeToken(try #require(one.refreshToken))
            try await bed.service.revokeToken(Secret("made-up"))
        },
        CognitoServiceCase("a global sign-out ends every sign-in of the user and no one else's") { bed in
            try await bed.register("alice")
            try await bed.register("bob")
            let (one, two, other) = (
                try await bed.signIn("alice"), try await bed.signIn("alice"), try await bed.signIn("bob")
            )
            try await bed.service.globalSignOut(accessToken: try #require(one.accessToken))
            for tokens in [one, two] {
                await bed.refused("NotAuthorizedException") { _ = try await bed.refresh(tokens.refreshToken) }
                await bed.refused("NotAuthorizedException") {
                    try await bed.service.globalSignOut(accessToken: try #require(tokens.accessToken))
                }
            }
            _ = try await bed.refresh(other.refreshToken)
            _ = try await bed.signIn("alice")
        },
        CognitoServiceCase("an administrator ends every sign-in of a user") { bed in
            try await bed.register("alice")
            let tokens = try await bed.signIn("alice")
            try await bed.administration.adminUserGlobalSignOut(username: "alice")
            await bed.refused("NotAuthorizedException") { _ = try await bed.refresh(tokens.refreshToken) }
            await bed.refused("NotAuthorizedException") {
                _ = try await bed.service.getUser(accessToken: try #require(tokens.accessToken))
            }
            await bed.refused("UserNotFoundException") {
                try await bed.administration.adminUserGlobalSignOut(username: "nobody")
            }
        },
        CognitoServiceCase(
            "a disabled user's refresh token is dead",
            except: [.moto: "refreshes for disabled users"]
        ) { bed in
            try await bed.register("alice")
            let tokens = try await bed.signIn("alice")
            try await bed.administration.adminDisableUser(username: "alice")
            await bed.refused("NotAuthorizedException") { _ = try await bed.refresh(tokens.refreshToken) }
        },
    ]
}

extension CognitoServiceBed {
    /// Exchanges a refresh token.
    func refresh(_ token: Secret<String>?) async throws -> AuthTokens {
        try await service.refreshTokens(.init(refreshToken: try #require(token))).tokensOrFail()
    }
}
