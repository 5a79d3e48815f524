// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// Handles over Cognito as moto plays it, whose sessions are spent by the answer like Cognito's own.
@Suite(.needsMoto) struct HandleReplayTests {
    @Test func `a handle that was answered is worth nothing, to whoever has it`() async throws {
        let moto = try Moto()
        defer { moto.stop() }
        let block = try await MotoBlock(moto)
        let auth = block.auth
        _ = try await auth.admin.createUser(
            "alice", .init(temporaryPassword: Secret("Temp0rary!"), suppressInvite: true))
        let result = try await auth.signIn("alice", "Temp0rary!", context: block.context())
        guard case .continueSignIn(let step) = result else {
            Issue.record("not challenged")
            return
        }
        let first = block.context()
        guard
            case .signedIn = try await auth.confirmSignIn(
                step.session, ChallengeResponse("N3wPassw0rd!"), context: first)
        else {
            Issue.record("not signed in")
            return
        }
        #expect(first.setCookies.count == 1)
        let second = block.context()
        let error = await #expect(throws: ApiError.self) {
            try await auth.confirmSignIn(step.session, ChallengeResponse("An0therPassw0rd!"), context: second)
        }
        #expect([401, 404].contains(error?.status) && error?.retriable == false, "\(String(describing: error))")
        #expect(second.setCookies.isEmpty)
        // Nor has the second answer set a password.
        await #expect(throws: ApiError.self) {
            try await auth.signIn("alice", "An0therPassw0rd!", context: block.context())
        }
        guard case .signedIn = try await auth.signIn("alice", "N3wPassw0rd!", context: block.context()) else {
            Issue.record("the first answer's password is not the user's")
            return
        }
    }
}
