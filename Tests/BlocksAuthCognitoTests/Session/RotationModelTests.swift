// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Synchronization
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// The scenarios of SuperTokens' SessionRefreshRotationTest (supertokens-core 12.1), over the local user pool and two processes.
///
/// There a browser holds the refresh token that is rotated. Here the row of the session does, so who presents a token again is a
/// process whose write was lost, or a row that was put back from a backup.
@Suite(.eachSessionFormat) struct RotationModelTests {
    private static let reused = AWSError(name: "RefreshTokenReuseException")

    @Test func `1: a refresh replaces the stored token, and the old one is refused from then on`() async throws {
        let bed = try await RotationBed(grace: 0)
        let old = try bed.refreshToken()
        try await bed.expire()
        #expect(await bed.status(0) == 200)
        let new = try bed.refreshToken()
        #expect(new != old)
        await #expect(throws: Self.reused) { try await bed.exchange(old) }
        try await bed.expire()
        #expect(await bed.status(1) == 200)
        #expect(try bed.refreshToken() != new)
    }

    @Test(arguments: [Int64(0), 29])
    func `2: within the grace period the old token is rotated again, and the session goes on with the new one`(
        later: Int64
    ) async throws {
        let bed = try await RotationBed(grace: 30)
        try await bed.expire()
        let before = bed.row
        #expect(await bed.status(0) == 200)
        let first = try bed.refreshToken()
        // The process died before it wrote: the row is as it was, and the answer was never sent.
        try await bed.putBack(before)
        bed.clock.advance(seconds: later)
        #expect(await bed.status(1) == 200)
        #expect(try bed.refreshToken() != first)
        try await bed.expire()
        #expect(await bed.status(0) == 200)
    }

    @Test(arguments: [(0, Int64(0)), (30, 30)])
    func `3: after the grace period the old token ends the session, for good`(grace: Int, later: Int64) async throws {
        let bed = try await RotationBed(grace: grace)
        try await bed.expire()
        let before = bed.row
        #expect(await bed.status(0) == 200)
        try await bed.putBack(before)
        bed.clock.advance(seconds: later)
        #expect(await bed.status(1) == 401)
        #expect(bed.row == nil)
        for process in [0, 1] { #expect(await bed.status(process) == 401) }
    }

    @Test func `4: of two tokens from one only the first that was stored is ever used`() async throws {
        let bed = try await RotationBed(grace: 30)
        try await bed.expire()
        let winner = Mutex<String?>(nil)
        bed.meanwhile {
            #expect(await bed.status(1) == 200)
            let stored = try? bed.refreshToken()
            winner.withLock { $0 = stored }
        }
        #expect(await bed.status(0) == 200)
        #expect(try bed.refreshToken() == winner.withLock { $0 })
        try await bed.expire()
        #expect(await bed.status(0) == 200)
    }

    @Test func `5: whoever asks is told no more than that nobody is signed in, and the session is gone`() async throws {
        for caller in RotationBed.Caller.allCases {
            let bed = try await RotationBed(grace: 0)
            try await bed.expire()
            let before = bed.row
            #expect(await bed.status(0) == 200)
            try await bed.putBack(before)
            let context = bed.context()
            #expect(try await caller.isSignedOut(bed.processes[1], context))
            #expect(context.setCookies.map { $0.hasSuffix("Max-Age=0") } == [true])
            #expect(bed.row == nil)
        }
    }

    @Test func `6: a token of two rotations ago ends the session however short ago the last one was`() async throws {
        let bed = try await RotationBed(grace: 60)
        try await bed.expire()
        let first = bed.row
        #expect(await bed.status(0) == 200)
        try await bed.expire()
        #expect(await bed.status(1) == 200)
        try await bed.putBack(first)
        #expect(await bed.status(0) == 401)
        #expect(bed.row == nil)
    }

    @Test func `the user's other session is not touched`() async throws {
        let bed = try await RotationBed(grace: 0)
        let other = try await bed.signIn()
        try await bed.expire()
        let before = bed.row
        #expect(await bed.status(0) == 200)
        try await bed.putBack(before)
        #expect(await bed.status(0) == 401)
        #expect(await bed.status(1, other) == 200)
    }
}
