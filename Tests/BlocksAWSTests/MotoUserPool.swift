// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAWS

/// A user pool that moto plays, with one app client.
struct MotoUserPool {
    let identity: UserPoolIdentity
    /// The app client's secret; `nil` for a client without.
    let secret: Secret<String>?

    /// Makes the pool that ``CognitoServiceBed/configuration`` declares; the calls are those of templates, which our clients lack.
    init(_ moto: Moto, secret: Bool) async throws {
        let client = try AWSClient(signing: .cognito, configuration: moto.configuration)
        let made = try await client.call(.once("CreateUserPool")) { input in
            input.member("PoolName", "p")
            input.key("Policies")
            input.raw(
                (#"{"PasswordPolicy":{"MinimumLength":8,"RequireUppercase":true,"RequireLowercase":true,"#
                    + #""RequireNumbers":true,"RequireSymbols":true}}"#).utf8)
            input.key("Schema")
            input.raw(#"[{"Name":"department","AttributeDataType":"String","Mutable":true}]"#.utf8)
        }
        let poolID = try #require(made["UserPool"]?["Id"]?.string)
        _ = try await client.call(.once("SetUserPoolMfaConfig")) { input in
            input.member("UserPoolId", poolID)
            input.member("MfaConfiguration", "OPTIONAL")
            input.key("SoftwareTokenMfaConfiguration")
            input.raw(#"{"Enabled":true}"#.utf8)
        }
        for group in CognitoServiceBed.configuration.groups {
            _ = try await client.call(.once("CreateGroup")) { input in
                input.member("UserPoolId", poolID)
                input.member("GroupName", group.name)
            }
        }
        let app = try await client.call(.once("CreateUserPoolClient")) { input in
            input.member("UserPoolId", poolID)
            input.member("ClientName", "c")
            input.key("GenerateSecret")
            input.bool(secret)
            input.key("ReadAttributes")
            input.raw(#"["email","name","custom:department"]"#.utf8)
        }
        identity = UserPoolIdentity(
            userPoolID: poolID, clientID: try #require(app["UserPoolClient"]?["ClientId"]?.string))
        self.secret = app["UserPoolClient"]?.secret("ClientSecret")
    }
}

/// Runs `body` on a fresh pool.
func withMotoPool(secret: Bool = false, _ body: (MotoUserPool, Moto) async throws -> Void) async throws {
    let moto = try Moto()
    defer { moto.stop() }
    try await body(try await MotoUserPool(moto, secret: secret), moto)
}
