// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAWS

@Suite(.needsMoto) struct MotoTests {
    @Test func `the DynamoDB driver passes the drivers' suite`() async throws {
        try await withMoto { moto in
            let table = "conformance-" + Moto.unique()
            try await createTable(table, moto)
            let client = try DynamoDBClient(moto.configuration)
            try await KVDriverConformance.check(DynamoDBDriver(client, table: table))
        }
    }

    @Test func `a hundred parallel additions from two processes make a hundred`() async throws {
        try await withMoto { moto in
            let table = "counters-" + Moto.unique()
            try await createTable(table, moto)
            let clock = WallClock.fixed
            let processes = try (0..<2).map { _ in
                KVCounters(
                    beside: KVStore<JSONValue>(
                        fullID: table,
                        driver: DynamoDBDriver(try DynamoDBClient(moto.configuration), table: table), clock: clock))
            }
            let end = clock.now().adding(seconds: 60)
            let counts = try await withThrowingTaskGroup(of: Int64.self) { group in
                for number in 0..<100 {
                    group.addTask { try await processes[number % 2].add("k", end: end) }
                }
                return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
            }
            #expect(counts == Set(1...100))
            try #expect(await processes[0].add("k", 0, end: end) == 100)
        }
    }

    @Test func `a table that is not there is DynamoDB's own error`() async throws {
        try await withMoto { moto in
            let driver = DynamoDBDriver(try DynamoDBClient(moto.configuration), table: "missing-" + Moto.unique())
            let error = await #expect(throws: KVStoreError.self) { try await driver.get("k") }
            #expect(error?.code == .other)
            #expect(error?.name == "ResourceNotFoundException")
        }
    }

    @Test func `the SSM driver passes the drivers' suite`() async throws {
        try await withMoto { moto in
            let driver = SSMSettingDriver(try SSMClient(moto.configuration))
            try await SettingDriverConformance.check(driver, prefix: Moto.unique())
        }
    }

    @Test func `a secret is made once and encrypted`() async throws {
        try await withMoto { moto in
            let client = try SSMClient(moto.configuration)
            let setting = SecretSetting(name: "/" + Moto.unique(), driver: SSMSettingDriver(client))
            let first = try await setting.getOrCreate(random: .system).withExposed { $0 }
            #expect(first.utf8.count == 43)
            let second = try await setting.getOrCreate(random: .system).withExposed { $0 }
            #expect(second == first)
            let undecrypted = try await client.getParameter(setting.name, decrypt: false).withExposed { $0 }
            #expect(undecrypted != first)
        }
    }

    @Test func `a user signs up, confirms, signs in, refreshes and signs out`() async throws {
        try await withMoto { moto in
            let pool = try await createPool(moto)
            let cognito = try CognitoClient(pool, configuration: moto.configuration)
            let signedUp = try await cognito.signUp(
                SignUpInput(
                    username: "alice", password: Secret("Passw0rd!"),
                    attributes: [UserAttribute(name: "email", value: "alice@example.com")]))
            #expect(!signedUp.userSub.isEmpty)
            let again = await #expect(throws: AWSError.self) {
                try await cognito.signUp(SignUpInput(username: "alice", password: Secret("Passw0rd!")))
            }
            #expect(again?.name == "UsernameExistsException")
            _ = try await cognito.confirmSignUp(
                ConfirmSignUpInput(username: "alice", confirmationCode: Secret("123456")))

            let wrong = await #expect(throws: AWSError.self) {
                try await signIn(cognito, password: "wrong")
            }
            #expect(wrong == AWSError(name: "NotAuthorizedException", kind: .service))
            let tokens = try await signIn(cognito, password: "Passw0rd!")
            let refreshToken = try #require(tokens.refreshToken)

            for _ in 0..<2 {
                guard
                    case .tokens(let fresh) = try await cognito.refreshTokens(
                        RefreshTokensInput(refreshToken: refreshToken))
                else { throw Unexpected() }
                #expect(fresh.idToken != nil)
                #expect(fresh.accessToken != nil)
            }

            let idToken = try #require(tokens.idToken).withExposed { $0 }
            let header = try #require(idToken.split(separator: ".").first.flatMap { Base64URL.decode(String($0)) })
            let kid = try #require(JSONDocument(header).root["kid"]?.string)
            let keys = try await cognito.jwks(issuer: pool.issuers[0])
            #expect(keys.key(id: kid) != nil)

            _ = try await cognito.forgotPassword(ForgotPasswordInput(username: "alice"))
            try await cognito.globalSignOut(accessToken: try #require(tokens.accessToken))
        }
    }

    private struct Unexpected: Error {}

    private func withMoto(_ body: (Moto) async throws -> Void) async throws {
        let moto = try Moto()
        defer { moto.stop() }
        try await body(moto)
    }

    private func signIn(_ cognito: CognitoClient, password: String) async throws -> AuthTokens {
        let output = try await cognito.initiateAuth(
            InitiateAuthInput(
                flow: .userPasswordAuth, parameters: ["USERNAME": Secret("alice"), "PASSWORD": Secret(password)]))
        guard case .tokens(let tokens) = output else { throw Unexpected() }
        return tokens
    }

    /// Templates make tables in production, so the clients can't; the service's own client can.
    private func createTable(_ name: String, _ moto: Moto) async throws {
        let client = try AWSClient(signing: .dynamoDB, configuration: moto.configuration)
        _ = try await client.call(.once("CreateTable")) { input in
            input.member("TableName", name)
            input.member("BillingMode", "PAY_PER_REQUEST")
            input.key("AttributeDefinitions")
            input.raw(#"[{"AttributeName":"pk","AttributeType":"S"}]"#.utf8)
            input.key("KeySchema")
            input.raw(#"[{"AttributeName":"pk","KeyType":"HASH"}]"#.utf8)
        }
    }

    private func createPool(_ moto: Moto) async throws -> UserPoolIdentity {
        let client = try AWSClient(signing: .cognito, configuration: moto.configuration)
        let pool = try await client.call(.once("CreateUserPool")) { $0.member("PoolName", "p") }
        let poolID = try #require(pool["UserPool"]?["Id"]?.string)
        let app = try await client.call(.once("CreateUserPoolClient")) { input in
            input.member("UserPoolId", poolID)
            input.member("ClientName", "c")
            input.key("ExplicitAuthFlows")
            input.raw(#"["ALLOW_USER_PASSWORD_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]"#.utf8)
        }
        return UserPoolIdentity(
            userPoolID: poolID, clientID: try #require(app["UserPoolClient"]?["ClientId"]?.string))
    }
}
