// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksHTTP
import BlocksStore
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// Handles over Cognito as moto plays it, whose sessions are spent by the answer like Cognito's own.
@Suite(.needsMoto) struct HandleReplayTests {
    private let log = CapturedLog()

    /// Calls an operation that only templates use; moto checks no signature.
    private func make(_ operation: String, _ body: String, _ moto: Moto) async throws -> JSONValue {
        var request = OutboundRequest(method: .post, url: (Moto.url ?? "") + "/", body: Array(body.utf8))
        request.headers = [
            ("X-Amz-Target", "AWSCognitoIdentityProviderService." + operation),
            ("Content-Type", "application/x-amz-json-1.1"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0"
            ),
        ]
        let response = try await moto.transport.send(request)
        return try JSONValue(parsing: response.body)
    }

    private func block(_ moto: Moto) async throws -> AuthCognito<Pool> {
        let pool = try await make("CreateUserPool", #"{"PoolName":"p"}"#, moto)
        let poolID = try #require(pool["UserPool"]?["Id"]?.string)
        let client = try await make(
            "CreateUserPoolClient", #"{"UserPoolId":"\#(poolID)","ClientName":"c"}"#, moto)
        var environment = moto.environment
        environment["BLOCKS_AUTH_COGNITO_APP_AUTH_USER_POOL_ID"] = poolID
        environment["BLOCKS_AUTH_COGNITO_APP_AUTH_CLIENT_ID"] = client["UserPoolClient"]?["ClientId"]?.string
        var platform = Platform(environment: environment, logger: log.logger, isLocal: false)
        AWSServices.provide(into: &platform, transport: moto.transport) { _ in }
        let records = InMemoryKVDriver()
        platform.provide(KVDriverProvider { _ in records })
        platform.provide(SettingDriverProvider(InMemorySettingDriver()))
        platform.provide(SecureRandom.system)
        var made: AuthCognito<Pool>?
        _ = try BlocksApplication(platform: platform) { app in
            made = try AuthCognito(app.scope("app"), "auth", options: .init(admin: .init()))
        }
        return try #require(made)
    }

    private func context() -> BlocksContext {
        BlocksContext(
            request: BlocksRequest(
                method: .post, path: RPC.path, headerList: [.init(name: "host", value: "app.example.com")]),
            requestID: "r", deadline: Deadline(expires: WallClock.system.now().adding(seconds: 30), clock: .system),
            logger: log.logger)
    }

    @Test func `a handle that was answered is worth nothing, to whoever has it`() async throws {
        let moto = try Moto()
        defer { moto.stop() }
        let auth = try await block(moto)
        _ = try await auth.admin.createUser(
            "alice", .init(temporaryPassword: Secret("Temp0rary!"), suppressInvite: true))
        let result = try await auth.signIn("alice", "Temp0rary!", context: context())
        guard case .continueSignIn(let step) = result else {
            Issue.record("not challenged")
            return
        }
        let first = context()
        guard
            case .signedIn = try await auth.confirmSignIn(
                step.session, ChallengeResponse("N3wPassw0rd!"), context: first)
        else {
            Issue.record("not signed in")
            return
        }
        #expect(first.setCookies.count == 1)
        let second = context()
        let error = await #expect(throws: ApiError.self) {
            try await auth.confirmSignIn(step.session, ChallengeResponse("An0therPassw0rd!"), context: second)
        }
        #expect([401, 404].contains(error?.status) && error?.retriable == false, "\(String(describing: error))")
        #expect(second.setCookies.isEmpty)
        // Nor has the second answer set a password.
        await #expect(throws: ApiError.self) {
            try await auth.signIn("alice", "An0therPassw0rd!", context: context())
        }
        guard case .signedIn = try await auth.signIn("alice", "N3wPassw0rd!", context: context()) else {
            Issue.record("the first answer's password is not the user's")
            return
        }
    }
}
