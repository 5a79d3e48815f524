// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksStore
import Synchronization
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// A hundred requests with an ended access token, to two processes that share one table.
struct RefreshStormTests {
    /// One of the hundred storms.
    struct Round: Sendable, CustomTestStringConvertible {
        let number: Int
        let step: RefreshStep
        let rotates: Bool

        var testDescription: String { "\(number): fault \(step), \(rotates ? "rotating" : "lasting") refresh tokens" }
    }

    /// Every step ten times, with either kind of refresh token, in an order that a seed decides.
    static let rounds: [Round] = {
        var random = SeededRandom(seed: 5)
        let kinds = RefreshStep.allCases.flatMap { step in (0..<10).map { (step, $0 % 2 == 0) } }
        return kinds.shuffled(using: &random).enumerated().map {
            Round(number: $0.offset, step: $0.element.0, rotates: $0.element.1)
        }
    }()

    @Test func `the rounds are a hundred`() {
        #expect(Self.rounds.count == 100)
    }

    @Test(arguments: rounds)
    func `a storm over two processes makes one refresh, and no fault loses the session`(round: Round) async throws {
        let clock = MovableClock()
        // A lease that was taken without anyone's knowledge ends by itself; then time stands still for the next one.
        let left = Mutex(round.step == .afterLease ? RefreshLease.seconds : 0)
        let bed = try TwoProcesses(rotates: round.rotates, clock: clock) { _ in
            let advances = left.withLock { left in
                left -= 1
                return left >= 0
            }
            if advances { clock.advance(seconds: 1) }
            await Task.yield()
        }
        let cookies = try await bed.expiredSession()
        bed.fault.arm(round.step)
        let statuses = await bed.storm(100, cookies)
        #expect(bed.fault.isOver)
        #expect(Set(statuses.keys).isSubset(of: [200, 503]), "\(statuses)")
        if round.step.isHarmless { #expect(statuses == [200: 100]) }
        if round.step == .afterLease { bed.clock.advance(seconds: RefreshLease.seconds) }
        #expect(await bed.storm(10, cookies) == [200: 10])
        #expect(bed.exchanges == round.step.exchanges)
    }

    @Test func `the lease of a process that died holds a refresh up for ten seconds at most`() async throws {
        let clock = MovableClock()
        let waited = RecordedSleep()
        let bed = try TwoProcesses(rotates: false, clock: clock) { duration in
            waited.sleep(duration)
            clock.advance(seconds: 1)
        }
        let cookies = try await bed.expiredSession()
        await bed.leaveLeaseBehind(cookies)
        #expect(await bed.storm(1, cookies) == [200: 1])
        #expect(waited.durations.count == 10)
        #expect(bed.exchanges == 1)
    }

    @Test func `who waits gives up half a second before the deadline, and keeps the session`() async throws {
        let clock = MovableClock()
        let bed = try TwoProcesses(rotates: false, clock: clock) { _ in clock.advance(seconds: 1) }
        let cookies = try await bed.expiredSession()
        await bed.leaveLeaseBehind(cookies)
        let now = clock.clock.now()
        let statuses = await Deadline.$current.withValue(
            Deadline(expires: now.adding(seconds: 3), clock: clock.clock)
        ) { await bed.storm(2, cookies) }
        #expect(statuses == [503: 2])
        #expect(clock.clock.now() < now.adding(seconds: 5))
        #expect(bed.exchanges == 0)
        clock.advance(seconds: 10)
        #expect(await bed.storm(2, cookies) == [200: 2])
    }

    @Test func `a wait that is cancelled ends`() async throws {
        let bed = try TwoProcesses(rotates: false) { _ in throw CancellationError() }
        let cookies = try await bed.expiredSession()
        await bed.leaveLeaseBehind(cookies)
        #expect(await bed.storm(1, cookies) == [500: 1])
        #expect(bed.exchanges == 0)
        bed.clock.advance(seconds: 10)
        #expect(await bed.storm(1, cookies) == [200: 1])
    }

    @Test func `leases leave nothing behind, and name no session`() async throws {
        let bed = try TwoProcesses(rotates: true)
        let cookies = try await bed.expiredSession()
        let before = Set(bed.table.items.stored.keys)
        #expect(await bed.storm(10, cookies) == [200: 10])
        let seen = bed.table.leases
        #expect(Set(bed.table.items.stored.keys) == before)
        #expect(seen.count == 1)
        // The cookie's value, and each part of it, is the session's secret.
        let value = cookies.split(separator: "=", maxSplits: 1).last ?? ""
        for key in seen {
            for part in value.split(separator: ".") { #expect(!key.contains(part)) }
        }
    }
}
