// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import BlocksStore
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Fetching the pool's keys beside the start, which no request waits for.
struct PreloadTests {
    private let cognito = ScriptedCognito(pool: TestTokenIssuer.pool, keys: TestTokenIssuer.shared.keys)
    private let clock = MovableClock()

    /// An application with one block, and the block.
    private func application(preloadKeys: Bool) throws -> (BlocksApplication, AuthCognito<Pool>) {
        var platform = Platform(
            clock: clock.clock, environment: [:], logger: CapturedLog().logger, isLocal: false)
        let (cognito, records) = (cognito, InMemoryKVDriver())
        platform.provide(CognitoServiceProvider { _ in cognito })
        platform.provide(KVDriverProvider { _ in records })
        platform.provide(SettingDriverProvider(InMemorySettingDriver()))
        platform.provide(SecureRandom.system)
        var made: AuthCognito<Pool>?
        let application = try BlocksApplication(platform: platform) { app in
            made = try AuthCognito<Pool>(app.scope("app"), "auth", options: .init(preloadKeys: preloadKeys))
        }
        return (application, try #require(made))
    }

    private func signIn(_ auth: AuthCognito<Pool>) async throws -> String {
        let tokens = TestTokenIssuer.shared.tokens(now: clock.clock.now())
        cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let context = BlocksContext(
            request: BlocksRequest(method: .post, path: RPC.path), requestID: "r",
            deadline: Deadline(expires: clock.clock.now().adding(seconds: 30), clock: clock.clock),
            logger: CapturedLog().logger)
        guard case .signedIn(let user) = try await auth.signIn("alice", "pw", context: context) else { return "" }
        return user.username
    }

    private var fetches: Int { cognito.calls.count { $0.operation == "JWKS" } }

    @Test func `nothing is fetched at the start unless the option says so`() throws {
        #expect(try application(preloadKeys: false).0.preparations.isEmpty)
        #expect(try application(preloadKeys: true).0.preparations.count == 1)
        #expect(fetches == 0, "making the application fetches nothing either")
    }

    @Test(.timeLimit(.minutes(1)))
    func `preload never delays the first request, which fetches for itself while the preload hangs`() async throws {
        let (application, auth) = try application(preloadKeys: true)
        let preload = try #require(application.preparations.first)
        let (keys, held) = (TestTokenIssuer.shared.keys, AsyncStream<Void>.makeStream())
        let (began, isHeld) = AsyncStream<Void>.makeStream()
        cognito.on("JWKS") { () async throws -> JWKSet in
            isHeld.yield()
            for await _ in held.stream {}
            return JWKSet(keys: [])
        }
        let hanging = Task { await preload() }
        for await _ in began { break }
        cognito.on("JWKS") { keys }
        #expect(try await signIn(auth) == "alice")
        #expect(fetches == 2)
        // What it brings at last, keys of hours ago, does not replace what is there.
        held.continuation.finish()
        await hanging.value
        #expect(try await signIn(auth) == "alice")
        #expect(fetches == 2)
    }

    @Test func `what was preloaded spares the first request the fetch`() async throws {
        let (application, auth) = try application(preloadKeys: true)
        for body in application.preparations { await body() }
        #expect(try await signIn(auth) == "alice")
        #expect(fetches == 1)
    }

    @Test(arguments: ["AccessDeniedException", "TimeoutError"])
    func `a preload that fails is none, and the first request fetches`(name: String) async throws {
        let (application, auth) = try application(preloadKeys: true)
        cognito.fail("JWKS", AWSError(name: name, status: 403))
        for body in application.preparations { await body() }
        let keys = TestTokenIssuer.shared.keys
        cognito.on("JWKS") { keys }
        #expect(try await signIn(auth) == "alice")
    }
}
