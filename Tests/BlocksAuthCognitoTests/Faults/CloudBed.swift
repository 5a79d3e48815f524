// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import BlocksHTTP
import BlocksStore
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Processes of a deployed application over AWS's real clients and a cloud in memory.
struct CloudBed: Sendable {
    let clock: MovableClock
    let cloud: Cloud
    let transport: CloudTransport
    let log = CapturedLog()

    init(clock: MovableClock = MovableClock()) {
        self.clock = clock
        cloud = Cloud(clock.clock)
        transport = CloudTransport(cloud)
    }

    /// A process that has just started; `environment` replaces endpoints, and `transport` the way there.
    func process(
        options: AuthCognitoOptions<Pool> = .init(), environment: [String: String] = [:],
        transport other: (any HTTPTransport)? = nil
    ) throws -> AuthCognito<Pool> {
        let variables = [
            "BLOCKS_STACK_NAME": "s", "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AK",
            "AWS_SECRET_ACCESS_KEY": "sk", "BLOCKS_AUTH_COGNITO_S_APP_AUTH_USER_POOL_ID": "eu-west-1_TestPool1",
            "BLOCKS_AUTH_COGNITO_S_APP_AUTH_CLIENT_ID": TestTokenIssuer.pool.clientID,
        ]
        var platform = Platform(
            clock: clock.clock, environment: variables.merging(environment) { $1 }, logger: log.logger, isLocal: false)
        platform.provide(SecureRandom.system)
        AWSServices.provide(into: &platform, transport: other ?? transport) { _ in await Task.yield() }
        var made: AuthCognito<Pool>?
        _ = try BlocksApplication(platform: platform) { app in
            made = try AuthCognito(app.scope("app"), "auth", options: options)
        }
        return try #require(made)
    }

    /// Signs alice in and returns her browser's cookies.
    func session(options: AuthCognitoOptions<Pool> = .init()) async throws -> String {
        let context = context(nil)
        _ = try await process(options: options).signIn("alice", "pw", context: context)
        return try #require(context.cookieToSendBack)
    }

    /// The same, an hour later.
    func expiredSession() async throws -> String {
        let cookies = try await session()
        clock.advance(seconds: 3601)
        return cookies
    }

    /// What a request for the signed-in user fails with, and the cookies it sets.
    func request(_ process: AuthCognito<Pool>, _ cookies: String) async -> (error: ApiError?, setCookies: [String]) {
        let context = context(cookies)
        do {
            _ = try await process.requireAuth(context)
            return (nil, context.setCookies)
        } catch { return (error as? ApiError ?? ApiError("\(error)"), context.setCookies) }
    }

    private func context(_ cookies: String?) -> BlocksContext {
        BlocksContext(
            request: BlocksRequest(
                method: .post, path: "/aws-blocks/api",
                headerList: [.init(name: "host", value: "app.example.com")], cookieHeader: cookies),
            requestID: "request-1",
            deadline: Deadline(expires: clock.clock.now().adding(seconds: 30), clock: clock.clock), logger: log.logger)
    }
}
