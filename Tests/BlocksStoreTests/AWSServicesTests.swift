// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksStore
import Logging
import TestSupport
import Testing

@Suite struct AWSServicesTests {
    private func platform(_ environment: [String: String], _ transport: RecordingTransport = RecordingTransport())
        -> Platform
    {
        var platform = Platform(
            clock: WallClock { Timestamp(seconds: 1_800_000_000) }, environment: environment,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, isLocal: false)
        AWSServices.provide(into: &platform, transport: transport, sleep: { _ in })
        return platform
    }

    private static let complete = [
        "BLOCKS_STACK_NAME": "my-stack", "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AK",
        "AWS_SECRET_ACCESS_KEY": "sk",
    ]

    @Test(arguments: ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
    func `a declared store or setting without configuration fails at start, by name`(_ missing: String) throws {
        var environment = Self.complete
        environment[missing] = nil
        let platform = platform(environment)
        let tables = try platform.service(KVDriverProvider.self)
        let table = #expect(throws: ConfigurationError.self) { try tables.make(KVTable(name: "t", timeToLive: false)) }
        #expect(table?.setting == missing)
        let settings = try platform.service(SettingDriverProvider.self)
        let setting = #expect(throws: ConfigurationError.self) { try settings.make() }
        #expect(setting?.setting == missing)
    }

    @Test func `a declared user pool without configuration fails at start, by name`() throws {
        let pools = try platform(Self.complete).service(CognitoServiceProvider.self)
        let error = #expect(throws: ConfigurationError.self) { try pools.make(UserPoolConfiguration(fullID: "s-auth")) }
        #expect(error?.setting == "BLOCKS_AUTH_COGNITO_S_AUTH_USER_POOL_ID")
    }

    @Test func `stores and settings are named after the stack and the way to them`() async throws {
        let transport = RecordingTransport(
            .json("{}"), .json(#"{"Parameter":{"Value":"shh"}}"#), .json(#"{"Parameter":{"Value":"7"}}"#),
            .json(#"{"Parameter":{"Value":"8"}}"#))
        var store: KVStore<String>?
        var secret: SecretSetting?
        var setting: AppSetting<Int>?
        var named: AppSetting<Int>?
        _ = try BlocksApplication(platform: platform(Self.complete, transport)) { app in
            let scope = app.scope("my-app")
            store = try KVStore(scope, "prefs", of: String.self)
            secret = try SecretSetting(scope, "key")
            setting = try AppSetting(scope, "limit", of: Int.self)
            named = try AppSetting(scope, "other", of: Int.self, name: "/shared/limit")
        }
        try #expect(await store?.get("k") == nil)
        try #expect(await secret?.get().withExposed { $0 } == "shh")
        try #expect(await setting?.get() == 7)
        try #expect(await named?.get() == 8)
        #expect(
            transport.bodies == [
                #"{"TableName":"my-stack-my-app-prefs","Key":{"pk":{"S":"k"}},"ConsistentRead":true}"#,
                #"{"Name":"/my-stack-my-app-key","WithDecryption":true}"#,
                #"{"Name":"/my-stack-my-app-limit","WithDecryption":false}"#,
                #"{"Name":"/shared/limit","WithDecryption":false}"#,
            ])
    }

    @Test func `two stores of one name are a mistake`() {
        #expect(throws: ConfigurationError.self) {
            _ = try BlocksApplication(platform: platform(Self.complete)) { app in
                let scope = app.scope("my-app")
                _ = try KVStore(scope, "prefs", of: String.self)
                _ = try AppSetting(scope, "prefs", of: String.self)
            }
        }
    }
}
