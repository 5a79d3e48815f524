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

/// An auth block over a new user pool of moto's, whose app client tells unknown names, as those without `PreventUserExistenceErrors` do.
struct MotoBlock {
    let auth: AuthCognito<Pool>
    let log = CapturedLog()

    init(_ moto: Moto, options: AuthCognitoOptions<Pool> = .init(admin: .init())) async throws {
        let pool = try await Self.make("CreateUserPool", #"{"PoolName":"p"}"#, moto)
        let poolID = try #require(pool["UserPool"]?["Id"]?.string)
        let client = try await Self.make(
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
            made = try AuthCognito(app.scope("app"), "auth", options: options)
        }
        auth = try #require(made)
    }

    /// Calls an operation that only templates use; moto checks no signature.
    private static func make(_ operation: String, _ body: String, _ moto: Moto) async throws -> JSONValue {
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

    /// A request of a browser without cookies.
    func context() -> BlocksContext {
        BlocksContext(
            request: BlocksRequest(
                method: .post, path: RPC.path, headerList: [.init(name: "host", value: "app.example.com")]),
            requestID: "r", deadline: Deadline(expires: WallClock.system.now().adding(seconds: 30), clock: .system),
            logger: log.logger)
    }
}
