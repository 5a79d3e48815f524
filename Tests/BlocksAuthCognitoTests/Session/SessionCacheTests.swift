// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// Decision 0029: sessions in the memory of a process, how old they may be, and what ends them all the same.
@Suite(.eachSessionFormat) struct SessionCacheTests {
    typealias Method = @Sendable (AuthFixture<Pool>, BlocksContext) async throws -> Void

    /// What ends the session of the cookie in the process that it is asked of.
    static let endings: [(String, Method)] = [
        ("signOut", { try await $0.auth.signOut($1) }), ("global", { try await $0.auth.signOut($1, global: true) }),
        ("deleteUser", { try await $0.auth.deleteUser($1) }),
        ("updatePassword", { try await $0.auth.updatePassword($1, "old", "new") }),
        ("updateMFAPreference", { try await $0.auth.updateMFAPreference($1, [.totp: .enabled]) }),
        ("signIn", { _ = try await $0.auth.signIn("alice", "pw", context: $1) }),
    ]
    static let sealedEndings: [(String, Method)] = [
        ("endAllSessions", { try await $0.auth.endAllSessions($1, exceptCurrent: false) }),
        (
            "endSession",
            {
                let id = try #require(try await $0.auth.listSessions($1).first?.id)
                _ = try await $0.auth.endSession($1, id)
            }
        ),
        ("endSessions", { fixture, _ in _ = try await fixture.auth.admin.endSessions(of: "alice") }),
        ("disableUser", { fixture, _ in try await fixture.auth.admin.disableUser("alice") }),
        ("confirmResetPassword", { try await $0.auth.confirmResetPassword("alice", "1", "N3w!", context: $1) }),
    ]

    private let clock = MovableClock()

    private func fixture(_ seconds: Int64, idle: Int64? = nil, absolute: Int64? = nil) throws -> AuthFixture<Pool> {
        let fixture = try AuthFixture<Pool>(
            options: .init(
                idleTimeout: idle, absoluteLifetime: absolute, sessionCacheSeconds: seconds, admin: .init()),
            clock: clock, random: .system)
        fixture.cognito.on("AdminGetUser") {
            UserDescription(username: "alice", attributes: [.init(name: "sub", value: "sub-alice")])
        }
        return fixture
    }

    private func isSignedIn(_ fixture: AuthFixture<Pool>, _ cookie: String) async throws -> Bool {
        try await fixture.auth.checkAuth(fixture.context(cookie))
    }

    @Test func `within its time a request reads nothing, then one does`() async throws {
        let fixture = try fixture(30)
        let cookie = try await fixture.signIn()
        let before = fixture.store.count(.get)
        for _ in 0..<30 {
            #expect(try await isSignedIn(fixture, cookie))
            clock.advance(seconds: 1)
        }
        #expect(fixture.store.count(.get) == before + 1)
        for _ in 0..<2 { #expect(try await isSignedIn(fixture, cookie)) }
        #expect(fixture.store.count(.get) == before + 2)
    }

    @Test func `without the option every request reads`() async throws {
        let fixture = try fixture(0)
        let cookie = try await fixture.signIn()
        let before = fixture.store.count(.get)
        for _ in 0..<5 { #expect(try await isSignedIn(fixture, cookie)) }
        #expect(fixture.store.count(.get) == before + 5)
    }

    @Test(arguments: endings)
    func `what ends a session in this process does at once`(name: String, end: Method) async throws {
        try await expectEnd(end)
    }

    private func expectEnd(_ end: Method) async throws {
        let fixture = try fixture(60)
        let cookie = try await fixture.signIn()
        #expect(try await isSignedIn(fixture, cookie))
        try await end(fixture, fixture.context(cookie))
        #expect(try await !isSignedIn(fixture, cookie))
    }

    @Test(arguments: sealedEndings)
    func `what ends a sealed session in this process does at once`(name: String, end: Method) async throws {
        guard Tested.format == .sealed else { return }
        try await expectEnd(end)
    }

    @Test func `new tokens are seen at once, and serve further requests`() async throws {
        let fixture = try fixture(60)
        let cookie = try await fixture.signIn()
        #expect(try await isSignedIn(fixture, cookie))
        fixture.allowRefresh(mark: "2")
        _ = try await fixture.auth.fetchAuthSession(fixture.context(cookie), forceRefresh: true)
        for _ in 0..<2 {
            #expect(try await fixture.auth.requireAuth(fixture.context(cookie)).attributes["name"] == "Mark 2")
        }
    }

    @Test func `an access token that ends is refreshed in time`() async throws {
        let fixture = try fixture(60)
        let cookie = try await fixture.signIn()
        clock.advance(seconds: 3539)
        #expect(try await isSignedIn(fixture, cookie))
        fixture.allowRefresh(mark: "2")
        clock.advance(seconds: 2)
        #expect(try await fixture.auth.requireAuth(fixture.context(cookie)).attributes["name"] == "Mark 2")
    }

    @Test(arguments: [(Int64?.some(800), Int64?.none), (nil, 800)])
    func `limits hold to the second`(idle: Int64?, absolute: Int64?) async throws {
        guard Tested.format == .sealed else { return }
        let fixture = try fixture(60, idle: idle, absolute: absolute)
        let cookie = try await fixture.signIn()
        fixture.store.fail(.put)
        clock.advance(seconds: 799)
        for _ in 0..<2 { #expect(try await isSignedIn(fixture, cookie)) }
        clock.advance(seconds: 1)
        #expect(try await !isSignedIn(fixture, cookie))
    }

    @Test func `use is noted as without it`() async throws {
        guard Tested.format == .sealed else { return }
        let fixture = try fixture(60, idle: 800)
        let cookie = try await fixture.signIn()
        let before = fixture.store.count(.put)
        for _ in 0..<40 {
            clock.advance(seconds: 50)
            #expect(try await isSignedIn(fixture, cookie))
        }
        #expect(fixture.store.count(.put) == before + 20)
    }

    @Test func `that there is no session is never kept`() async throws {
        let fixture = try fixture(60)
        let cookie = try await fixture.signIn()
        let item = try #require(fixture.rows.values.first)
        try await fixture.records.delete(item.key, if: nil, now: 0)
        #expect(try await !isSignedIn(fixture, cookie))
        try await fixture.records.put(item, if: nil, now: 0)
        #expect(try await isSignedIn(fixture, cookie))
    }

    @Test func `a store that is away is not noticed within its time, and is a 503 after it`() async throws {
        let fixture = try fixture(60)
        let cookie = try await fixture.signIn()
        #expect(try await isSignedIn(fixture, cookie))
        fixture.store.fail(.get)
        clock.advance(seconds: 59)
        #expect(try await isSignedIn(fixture, cookie))
        clock.advance(seconds: 1)
        let error = await #expect(throws: ApiError.self) { try await isSignedIn(fixture, cookie) }
        #expect(error?.status == 503)
    }

    @Test func `another process's end is seen after the stated time at most`() async throws {
        let bed = try TwoProcesses(rotates: false, options: .init(sessionCacheSeconds: 5, sessionFormat: Tested.format))
        let cookies = try await bed.session()
        #expect(await bed.status(of: bed.processes[1], cookies) == 200)
        bed.clock.advance(seconds: 1)
        try await bed.processes[0].signOut(bed.context(cookies))
        #expect(await bed.status(of: bed.processes[0], cookies) == 401)
        bed.clock.advance(seconds: 3)
        #expect(await bed.status(of: bed.processes[1], cookies) == 200)
        bed.clock.advance(seconds: 1)
        #expect(await bed.status(of: bed.processes[1], cookies) == 401)
    }

    @Test(arguments: [-1, 61, Int64.max, Int64.min])
    func `times that mean nothing are told at start`(seconds: Int64) {
        let error = #expect(throws: ConfigurationError.self) {
            try AuthFixture<Pool>(options: .init(sessionCacheSeconds: seconds))
        }
        #expect(error?.message.contains("sessionCacheSeconds is \(seconds)") == true)
    }
}

/// The cache by itself.
struct SessionCacheBoundTests {
    private let start = Timestamp(milliseconds: 1_000_000)
    private let never = Timestamp(milliseconds: .max)

    private func session(_ mark: Int) -> StoredSession {
        StoredSession(
            record: SessionRecord(idToken: "\(mark)", accessToken: "", refreshToken: ""), times: nil, value: .null)
    }

    @Test func `it holds a thousand sessions, and the oldest goes first`() throws {
        let cache = try #require(SessionCache(seconds: 60))
        for number in 0..<1500 {
            let now = start.adding(milliseconds: Int64(number))
            cache.keep(session(number), "row-\(number)", until: never, cache.ticket(at: now))
        }
        #expect(cache.count == SessionCache.limit)
        let now = start.adding(milliseconds: 1500)
        #expect(cache.session("row-499", at: now) == nil)
        #expect(cache.session("row-500", at: now)?.record.idToken == "500")
        // Those whose time is over make room first.
        let later = now.adding(seconds: 60)
        cache.keep(session(0), "row", until: never, cache.ticket(at: later))
        #expect(cache.count == 1)
    }

    @Test func `a read that was under way while its session ended is not kept`() throws {
        let cache = try #require(SessionCache(seconds: 60))
        let ticket = cache.ticket(at: start)
        cache.forget("row")
        cache.keep(session(1), "row", until: never, ticket)
        #expect(cache.session("row", at: start) == nil)
    }

    @Test(arguments: [-1, 60_000, 60_001]) func `outside of its time an entry is none`(milliseconds: Int64) throws {
        let cache = try #require(SessionCache(seconds: 60))
        cache.keep(session(1), "row", until: never, cache.ticket(at: start))
        #expect(cache.session("row", at: start) != nil)
        #expect(cache.session("row", at: start.adding(milliseconds: milliseconds)) == nil)
        #expect(cache.count == 0)
    }

    @Test(arguments: [Int64.min, 0, 1_000_000]) func `what is over already is not kept`(end: Int64) throws {
        let cache = try #require(SessionCache(seconds: 60))
        cache.keep(session(1), "row", until: Timestamp(milliseconds: end), cache.ticket(at: start))
        #expect(cache.count == 0)
    }

    @Test func `no time is no cache`() {
        #expect(SessionCache(seconds: 0) == nil)
        #expect(SessionCache(seconds: -1) == nil)
    }
}
