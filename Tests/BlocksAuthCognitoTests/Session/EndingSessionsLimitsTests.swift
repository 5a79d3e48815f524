// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksStore
import Synchronization
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// What ends a user's sessions takes a stated time, and says so when it could not.
struct EndingSessionsLimitsTests {
    private let clock = MovableClock()

    private func fixture() throws -> AuthFixture<Pool> { try AuthFixture<Pool>(clock: clock, random: .system) }

    /// Has the session of `cookie` renewed before each of the next deletions, as somebody would who fears for it.
    private func flee(_ fixture: AuthFixture<Pool>, _ cookie: String) {
        fixture.store.before(.delete) { [fixture] in
            let context = fixture.context(cookie)
            await fixture.auth.sessions.renewID(context)
            self.flee(fixture, context.cookieToSendBack ?? cookie)
        }
    }

    @Test func `a session that keeps getting new ids is no success`() async throws {
        let fixture = try fixture()
        let (mine, other) = (try await fixture.signIn(), try await fixture.signIn())
        flee(fixture, other)
        let error = await #expect(throws: ApiError.self) {
            try await fixture.auth.endAllSessions(fixture.context(mine), exceptCurrent: true)
        }
        #expect(error?.status == 503 && error?.retriable == true)
        try await fixture.auth.updatePassword(fixture.context(mine), "old", "new")
        #expect(fixture.log.text.contains("The user's other sessions were not ended"))
    }

    @Test func `tokens of sessions that were ended are revoked even if the list can't be written`() async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        _ = try await fixture.signIn(refreshToken: "refresh-2")
        fixture.store.fail(.put)
        fixture.store.before(.delete) { [fixture] in
            fixture.store.before(.delete) { [fixture] in fixture.store.fail(.delete) }
        }
        let context = fixture.context(mine)
        await #expect(throws: ApiError.self) {
            try await fixture.auth.endAllSessions(context, exceptCurrent: false)
        }
        #expect(fixture.cognito.operations.count { $0 == "RevokeToken" } == 2)
        #expect(context.setCookies.last?.hasSuffix("Max-Age=0") == true)
    }

    @Test func `refresh tokens that can't be revoked are one line in the log`() async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        for _ in 0..<3 { try await fixture.signIn() }
        fixture.cognito.fail("RevokeToken", AWSError(name: "TimeoutError", kind: .transport))
        try await fixture.auth.endAllSessions(fixture.context(mine), exceptCurrent: true)
        #expect(fixture.log.text.split(separator: "\n").count { $0.contains("not revoked at Cognito") } == 1)
    }

    @Test func `a reset whose list can't be written clears the browser's own cookie all the same`() async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        fixture.store.fail(.put)
        fixture.store.before(.delete) { [fixture] in fixture.store.fail(.delete) }
        let context = fixture.context(mine)
        try await fixture.auth.confirmResetPassword("alice", "123456", "N3w!", context: context)
        #expect(context.setCookies.last?.hasSuffix("Max-Age=0") == true)
        #expect(fixture.cognito.operations.last == "RevokeToken")
    }

    @Test func `a lease that another process holds delays a new password by three seconds at most`() async throws {
        let clock = clock
        let bed = try TwoProcesses(rotates: false, clock: clock, pause: { _ in clock.advance(seconds: 1) })
        let (mine, other) = (try await bed.session(), try await bed.session())
        let sessions = bed.processes[0].sessions
        let id = try #require(try await sessions.verifiedIDs(bed.context(mine)).first)
        let key = "refresh-" + Base64URL.encode(SHA256.hash(Array(id.utf8)))
        let began = clock.clock.now()
        let lease = KVItem(key: key, value: "\"another\"", expires: began.seconds + 10)
        try await bed.table.items.put(lease, if: nil, now: 0)
        let context = bed.context(mine)
        try await bed.processes[0].updatePassword(context, "old", "new")
        #expect(clock.clock.now().milliseconds(since: began) <= 3000)
        #expect(context.setCookies.isEmpty)
        #expect(await bed.status(of: bed.processes[1], other) == 401)
        #expect(await bed.status(of: bed.processes[1], mine) == 200)
    }

    @Test func `a store that hangs is given up after three seconds each for the others and the own`() async throws {
        let fixture = try fixture()
        let mine = try await fixture.signIn()
        try await fixture.signIn()
        let clock = clock
        let waits = Mutex(0)
        let answer: ScriptedCognito.Answer<Void> = { [fixture] in
            fixture.store.fail(.get)
            fixture.store.hang { [clock] in
                waits.withLock { $0 += 1 }
                clock.advance(seconds: (Deadline.current?.remainingMilliseconds ?? 60_000) / 1000)
            }
        }
        fixture.cognito.on("ChangePassword", answer)
        let began = clock.clock.now()
        try await fixture.auth.updatePassword(fixture.context(mine), "old", "new")
        #expect(waits.withLock { $0 } == 2, "no second attempts")
        #expect(clock.clock.now().seconds - began.seconds <= 6)
    }
}
