// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Sessions over the local user pool whose refresh tokens are good for one refresh each.
struct RotationEndToEndTests {
    @Test(arguments: [nil, RefreshTokenRotation(), .init(retryGracePeriodSeconds: 60)])
    func `a session outlives its access tokens, whoever keeps the refresh token`(
        rotation: RefreshTokenRotation?
    ) async throws {
        let browser = try LocalBrowser(.init(refreshTokenRotation: rotation))
        try await browser.register("alice", email: "alice@example.com")
        #expect(try await browser.signIn("alice").state == .signedIn)
        // A token that was used up already would end the session at the second turn.
        for _ in 0..<3 {
            browser.clock.advance(seconds: 3700)
            let user = try await browser.request { try await browser.auth.requireAuth($0) }
            #expect(user.username == "alice")
        }
    }
}
