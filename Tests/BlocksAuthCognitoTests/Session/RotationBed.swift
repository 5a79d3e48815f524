// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksLocal
import BlocksStore
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// Two processes over one table and one local user pool that rotates refresh tokens, and a signed-in browser.
final class RotationBed: Sendable {
    let clock = MovableClock(WallClock.system.now())
    let records = InMemoryKVDriver()
    let processes: [AuthCognito<OpenPool>]
    private let store: FaultyKVDriver
    private let local: LocalPlatform
    private let pool: LocalUserPool
    private let log = CapturedLog()
    private let folder = FileManager.default.temporaryDirectory.path + "/blocks-rotation-" + UUID().uuidString
    private let keys: KeyRing
    private let key: String
    private let cookies: String

    init(grace: Int) async throws {
        local = try LocalPlatform(dataDirectory: folder, clock: clock.clock, logger: log.logger, passwordIterations: 2)
        let store = FaultyKVDriver(records)
        var platform = local.platform
        platform.provide(KVDriverProvider { _ in store })
        platform.provide(SettingDriverProvider(FaultySettingDriver(AuthFixture<Pool>.secretText)))
        processes = try (0..<2).map { _ in
            var made: AuthCognito<OpenPool>?
            _ = try BlocksApplication(platform: platform) { app in
                let options = AuthCognitoOptions<OpenPool>(
                    sessionFormat: Tested.format, refreshTokenRotation: .init(retryGracePeriodSeconds: grace))
                made = try AuthCognito(app.scope("app"), "auth", options: options)
            }
            return try #require(made)
        }
        self.store = store
        pool = try #require(local.administration(for: "app-auth"))
        keys = try KeyRing(AuthFixture<Pool>.secretText)
        let password = "Passw0rd!"
        _ = try await processes[0].signUp("alice", password)
        _ = try await processes[0].confirmSignUp("alice", try #require(local.outbox.newest(for: "alice")?.code))
        cookies = try await Self.signIn(processes[0], clock, log)
        key = try #require(records.stored.keys.first { !$0.hasPrefix("user:") && !$0.hasPrefix("name-") })
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The row of the browser's session.
    var row: KVItem? { records.stored[key] }

    /// Writes the row as it was at an earlier time.
    func putBack(_ row: KVItem?) async throws { try await records.put(try #require(row), if: nil, now: 0) }

    /// Runs `body` before the next write: what another process does meanwhile.
    func meanwhile(_ body: @escaping @Sendable () async -> Void) { store.before(.put, body) }

    /// Lets the access token run out.
    func expire() async throws { clock.advance(seconds: 3601) }

    /// The refresh token that the row holds.
    func refreshToken() throws -> String {
        let value = try JSONValue(parsing: Array(try #require(row).value.utf8))
        guard let text = value.string else { return try #require(value["refreshToken"]?.string) }
        let plaintext = try #require(keys.open(String(text.dropFirst(3)), for: .sessionRecord, at: key))
        return try #require(JSONValue(parsing: plaintext)["refreshToken"]?.string)
    }

    /// Exchanges a refresh token at the pool, without a session.
    @discardableResult
    func exchange(_ token: String) async throws -> AuthOutput {
        try await pool.refreshTokens(.init(refreshToken: Secret(token), username: "alice"))
    }

    /// What a request to one of the processes is answered: 200 for alice, else the error's status.
    func status(_ process: Int, _ cookies: String? = nil) async -> Int {
        do {
            return try await processes[process].requireAuth(context(cookies)).username == "alice" ? 200 : 500
        } catch { return (error as? ApiError)?.status ?? 500 }
    }

    /// A request of the browser.
    func context(_ cookies: String? = nil) -> BlocksContext { Self.context(cookies ?? self.cookies, clock, log) }

    /// Signs alice in on another browser, and returns its cookies.
    func signIn() async throws -> String { try await Self.signIn(processes[0], clock, log) }

    private static func signIn(
        _ auth: AuthCognito<OpenPool>, _ clock: MovableClock, _ log: CapturedLog
    ) async throws -> String {
        let context = context(nil, clock, log)
        _ = try await auth.signIn("alice", "Passw0rd!", context: context)
        return try #require(context.cookieToSendBack)
    }

    private static func context(_ cookies: String?, _ clock: MovableClock, _ log: CapturedLog) -> BlocksContext {
        BlocksContext(
            request: BlocksRequest(
                method: .post, path: RPC.path, headerList: [.init(name: "host", value: "app.example.com")],
                cookieHeader: cookies),
            requestID: "r", deadline: Deadline(expires: clock.clock.now().adding(seconds: 30), clock: clock.clock),
            logger: log.logger)
    }
}

extension RotationBed {
    /// The ways to ask who is signed in.
    enum Caller: CaseIterable {
        case requireAuth, checkAuth, getCurrentUser, fetchAuthSession, authState, attributes

        /// Whether the answer is that nobody is.
        func isSignedOut(_ auth: AuthCognito<OpenPool>, _ context: BlocksContext) async throws -> Bool {
            switch self {
            case .requireAuth: await isRefused { _ = try await auth.requireAuth(context) }
            case .checkAuth: try await !auth.checkAuth(context)
            case .getCurrentUser: try await auth.getCurrentUser(context) == nil
            case .fetchAuthSession: try await auth.fetchAuthSession(context).tokens == nil
            case .authState: try await auth.authState(context).state == .signedOut
            case .attributes: await isRefused { _ = try await auth.fetchUserAttributes(context) }
            }
        }

        private func isRefused(_ body: () async throws -> Void) async -> Bool {
            do {
                try await body()
                return false
            } catch { return error as? ApiError == .notAuthenticated }
        }
    }
}
