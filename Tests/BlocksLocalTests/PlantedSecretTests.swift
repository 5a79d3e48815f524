// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Foundation
import TestSupport
import Testing

@testable import BlocksLocal

/// What the local pool remembers, in every text that can be made of it.
struct PlantedSecretTests {
    private static let mark = "planted-in-local-0001"

    @Test func `no textual form of a code, a proof or the secret of an app shows it`() throws {
        let mark = Self.mark
        let answers = ["PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"].map {
            ($0, Secret(Base64.encode(Array(mark.utf8))))
        }
        let app = try JSONDecoder().decode(AuthenticatorApp.self, from: Data(#"{"secret":"\#(mark)"}"#.utf8))
        var code = IssuedCode(username: "alice", code: mark, purpose: .mfa)
        code.message = mark
        for value in [code, app, try ProofAnswer(Dictionary(uniqueKeysWithValues: answers))] as [Any] {
            expectNoTrace(of: mark, in: value)
        }
    }

    @Test func `no textual form of a pool's whole state shows a password, a code or a token`() async throws {
        let bed = LocalBed()
        let (pool, platform) = try bed.pool(.init(fullID: "app-auth", mfa: .optional, mfaTypes: [.totp]))
        try await pool.register("alice", [:], platform.outbox)
        let tokens = try await pool.signIn("alice")
        let refreshToken = try #require(tokens.refreshToken).exposed
        let secret = try await pool.enrolApp(try #require(tokens.accessToken), at: bed.clock.now())
        for mark in [refreshToken, secret] {
            expectNoTrace(of: mark, in: pool)
            expectNoTrace(of: mark, in: tokens)
            expectNoTrace(of: mark, in: platform)
        }
        let file = try #require(
            FileManager.default.enumerator(atPath: bed.folder)?.compactMap { $0 as? String }
                .first { $0.hasSuffix("state.json") })
        let data = try #require(FileManager.default.contents(atPath: bed.folder + "/" + file))
        let state = try JSONDecoder().decode(PoolState.self, from: data)
        #expect(state.users["alice"] != nil)
        for mark in [refreshToken, secret, password.exposed] { expectNoTrace(of: mark, in: state) }
    }
}
