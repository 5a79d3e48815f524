// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksAWS

/// The suite of every ``CognitoService``, over ``CognitoClient`` and moto.
@Suite(.needsMoto) struct CognitoMotoTests {
    @Test(arguments: CognitoServiceCase.cases(for: .moto))
    func `Cognito as moto plays it does what every pool must do`(test: CognitoServiceCase) async throws {
        try await withMotoPool { pool, moto in
            let client = try CognitoClient(pool.identity, configuration: moto.configuration)
            try await test.body(CognitoServiceBed(client, clock: .system) { _ in nil })
        }
    }

    @Test func `how much of the suite is asked`() {
        print(CognitoServiceCase.coverage(of: .moto))
        #expect(CognitoServiceCase.cases(for: .moto).count >= 30)
    }

    /// moto compares the hash in these two calls.
    @Test func `the proof of a client's secret is the one that others compute`() async throws {
        try await withMotoPool(secret: true) { pool, moto in
            for (secret, works) in [(pool.secret, true), (Secret("another"), false)] {
                let client = try CognitoClient(
                    pool.identity, clientSecret: ClientSecret(try #require(secret)), configuration: moto.configuration)
                let bed = try CognitoServiceBed(client, clock: .system) { _ in nil }
                if works { try await bed.create("alice") }
                let tokens = try await bed.signIn("alice")
                let input = RefreshTokensInput(refreshToken: try #require(tokens.refreshToken), username: "alice")
                if works {
                    _ = try await client.refreshTokens(input)
                } else {
                    await bed.refused("NotAuthorizedException") { _ = try await client.refreshTokens(input) }
                }
            }
        }
    }
}
