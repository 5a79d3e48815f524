// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksStore
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// Two processes of one application: each with its own memory, both over one table, one user pool and one clock.
final class TwoProcesses: Sendable {
    let fault = OneFault()
    let clock: MovableClock
    let table: SharedTable
    let processes: [AuthCognito<Pool>]
    let pools: [ScriptedCognito]
    let setting = FaultySettingDriver(AuthFixture<Pool>.secretText)
    private let rotates: Bool
    private let exchanged = Mutex<[String]>([])
    private let log = CapturedLog()

    /// How often a refresh token was exchanged.
    var exchanges: Int { exchanged.withLock { $0.count } }

    init(
        rotates: Bool, clock: MovableClock = MovableClock(), options: AuthCognitoOptions<Pool> = .init(),
        pause: @escaping @Sendable (Duration) async throws -> Void = { _ in await Task.yield() }
    ) throws {
        let table = SharedTable(fault)
        let log = log
        let setting = setting
        let pools = (0..<2).map { _ in ScriptedCognito(pool: TestTokenIssuer.pool, keys: TestTokenIssuer.shared.keys) }
        processes = try pools.map { cognito in
            var platform = Platform(
                clock: clock.clock, environment: ["BLOCKS_STACK_NAME": "storm"], logger: log.logger, isLocal: false)
            platform.provide(CognitoServiceProvider { _ in cognito })
            platform.provide(KVDriverProvider { _ in table })
            platform.provide(SettingDriverProvider(setting))
            platform.provide(SecureRandom.system)
            platform.provide(Pause(pause))
            var made: AuthCognito<Pool>?
            _ = try BlocksApplication(platform: platform) { app in
                made = try AuthCognito(app.scope("app"), "auth", options: options)
            }
            return try #require(made)
        }
        (self.table, self.rotates, self.clock, self.pools) = (table, rotates, clock, pools)
        for cognito in pools {
            cognito.on("RefreshTokens") { try self.exchange(cognito.calls.last?.fields["RefreshToken"]) }
        }
        let tokens = TestTokenIssuer.shared.tokens(now: clock.clock.now(), refreshToken: "refresh-0", mark: "0")
        for cognito in pools { cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) } }
    }

    /// Signs alice in and lets her access token run out; returns her browser's cookies.
    func expiredSession() async throws -> String {
        let cookies = try await session()
        clock.advance(seconds: 3601)
        return cookies
    }

    /// Signs alice in at the first process; returns her browser's cookies.
    func session() async throws -> String {
        let context = context(nil)
        _ = try await processes[0].signIn("alice", "pw", context: context)
        return try #require(context.cookieToSendBack)
    }

    /// Takes the session's lease as a process does that dies before it gives it back.
    func leaveLeaseBehind(_ cookies: String) async {
        fault.arm(.afterLease)
        #expect(await storm(1, cookies) == [503: 1])
    }

    /// Sends `count` requests at once, half of them to each process; returns how often each status came back.
    func storm(_ count: Int, _ cookies: String) async -> [Int: Int] {
        await withTaskGroup { group in
            for number in 0..<count {
                group.addTask { await self.status(of: self.processes[number % 2], cookies) }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }

    /// 200 for a signed-in user, else the error's status; a 503 that may not be tried again counts as 500.
    func status(of auth: AuthCognito<Pool>, _ cookies: String) async -> Int {
        let context = context(cookies)
        do {
            _ = try await auth.requireAuth(context)
            return 200
        } catch {
            guard let error = error as? ApiError else { return 500 }
            guard error.status == 503 else { return error.status }
            return error.retriable && context.setCookies.isEmpty ? 503 : 500
        }
    }

    /// What the pool does with a refresh token: rotated ones are good for a second exchange, as within Cognito's grace period.
    private func exchange(_ token: String?) throws -> AuthOutput {
        if fault.strikes(.beforeCognito) { throw AWSError(name: "NetworkError", kind: .transport) }
        let count = exchanged.withLock { exchanged in
            exchanged.append(token ?? "")
            return exchanged.count
        }
        guard token == "refresh-0" else { throw AWSError(name: "RefreshTokenReuseException", status: 400) }
        if fault.strikes(.afterCognito) { throw AWSError(name: "TimeoutError", kind: .transport) }
        return AuthOutput.tokens(
            TestTokenIssuer.shared.tokens(
                now: clock.clock.now(), refreshToken: rotates ? "refresh-\(count)" : nil, mark: "\(count)"))
    }

    /// A request of a browser that sends `cookies`.
    func context(_ cookies: String?) -> BlocksContext {
        BlocksContext(
            request: BlocksRequest(
                method: .post, path: RPC.path, headerList: [.init(name: "host", value: "app.example.com")],
                cookieHeader: cookies),
            requestID: "request-1",
            deadline: Deadline(expires: clock.clock.now().adding(seconds: 30), clock: clock.clock), logger: log.logger)
    }
}
