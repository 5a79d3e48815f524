// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

struct OptionsTests {
    private enum BadFactor: UserPoolSchema {
        enum Factor: String, UserPoolFactor { case pigeon }
    }

    private enum BadNames: UserPoolSchema {
        enum Group: String, UserPoolGroup { case blank = "two words" }
        enum CustomAttribute: String, UserPoolAttribute { case email, longer = "a-name-of-more-than-20-characters" }
    }

    private enum GroupsOnly: UserPoolSchema { typealias AdminActions = GroupActions }

    @Test func `options cannot open what the schema does not grant`() {
        let open = AuthCognitoOptions<GroupsOnly>(admin: .init(actions: [.groups, .lifecycle]))
        #expect(
            message(open)
                == "AuthCognito: admin.actions opens lifecycle, which GroupsOnly.AdminActions does not grant; change one of them."
        )
        #expect(message(AuthCognitoOptions<GroupsOnly>(admin: .init())) == nil)
    }

    private func message<Schema>(_ options: AuthCognitoOptions<Schema>) -> String? {
        do {
            try options.validate()
            return nil
        } catch { return error.message }
    }

    @Test func `the defaults are the reference's`() throws {
        let options = AuthCognitoOptions<OpenPool>()
        #expect(message(options) == nil)
        let pool = options.poolConfiguration(fullID: "f")
        #expect(pool == UserPoolConfiguration(fullID: "f"))
        #expect(pool.mfa == .off && pool.mfaTypes == [.sms, .totp])
        #expect(options.sessionTtlSeconds == 34_560_000)
    }

    @Test(
        arguments: [
            (
                .init(signIns: .init(0, inSeconds: 900)), 0,
                "attemptLimits.signIns allows 0 attempts; choose 1 to 1000000."
            ),
            (.init(codes: .init(-1, inSeconds: 900)), 0, "attemptLimits.codes allows -1 attempts"),
            (
                .init(messages: .init(5, inSeconds: 59)), 0,
                "attemptLimits.messages is for 59 seconds; choose 60 to 86400."
            ),
            (.init(address: .init(1_000_001, inSeconds: 86_401)), 0, "attemptLimits.address allows 1000001 attempts"),
            (.init(), -1, "trustedProxies is -1; choose 0 to 10."), (nil, 11, "trustedProxies is 11"),
        ] as [(AttemptLimits?, Int, String)])
    func `limits that limit nothing, or everybody, are told at start`(
        limits: AttemptLimits?, proxies: Int, expected: String
    ) {
        let options = AuthCognitoOptions<Pool>(attemptLimits: limits, trustedProxies: proxies)
        #expect(message(options)?.contains(expected) == true)
        #expect(message(AuthCognitoOptions<Pool>(attemptLimits: nil, trustedProxies: 10)) == nil)
    }

    @Test(arguments: ["ADMIN_NO_SRP_AUTH", "REFRESH_TOKEN_AUTH", "user_auth", ""])
    func `a flow that this block can't go through is refused`(flow: String) {
        #expect(
            message(AuthCognitoOptions<Pool>(authFlowType: .init(rawValue: flow)))
                == "AuthCognito: authFlowType '\(flow)' is not supported; use one of "
                + "USER_PASSWORD_AUTH, USER_SRP_AUTH, USER_AUTH, CUSTOM_AUTH, ADMIN_USER_PASSWORD_AUTH.")
    }

    @Test(arguments: [
        AuthCognitoOptions<Pool>(authFlowType: .userSRPAuth), .init(authFlowType: .userAuth),
        .init(authFlowType: .customAuth, customAuthStartsWithSRP: true),
        .init(authFlowType: .adminUserPasswordAuth),
    ])
    func `devices are tracked where the password may be proved`(options: AuthCognitoOptions<Pool>) {
        var options = options
        options.deviceTracking = .init()
        #expect(message(options) == nil)
    }

    @Test(arguments: ["USER_PASSWORD_AUTH", "USER_SRP_AUTH", "USER_AUTH", "CUSTOM_AUTH", "ADMIN_USER_PASSWORD_AUTH"])
    func `every other flow is accepted and reaches the pool`(flow: String) {
        let options = AuthCognitoOptions<Pool>(authFlowType: .init(rawValue: flow))
        #expect(message(options) == nil)
        #expect(options.poolConfiguration(fullID: "f").authFlow.rawValue == flow)
    }

    @Test(arguments: [
        (AuthCognitoOptions<OpenPool>(preferredChallenge: .emailOTP), "needs authFlowType USER_AUTH"),
        (.init(enablePasskeys: true), "enablePasskeys needs authFlowType USER_AUTH"),
        (
            .init(authFlowType: .userSRPAuth, preferredChallenge: .passwordSRP),
            "preferredChallenge PASSWORD_SRP needs authFlowType USER_AUTH"
        ),
        (
            .init(authFlowType: .userSRPAuth, customAuthStartsWithSRP: true),
            "customAuthStartsWithSRP needs authFlowType CUSTOM_AUTH"
        ),
        (.init(deviceTracking: .init()), "deviceTracking needs authFlowType USER_SRP_AUTH, or CUSTOM_AUTH with"),
        (.init(authFlowType: .customAuth, deviceTracking: .init()), "deviceTracking needs authFlowType USER_SRP_AUTH"),
        (.init(passwordPolicy: .init(minLength: 5)), "passwordPolicy.minLength is 5"),
        (.init(passwordPolicy: .init(minLength: 100)), "passwordPolicy.minLength is 100"),
        (.init(mfa: .required, mfaTypes: []), "mfaTypes is empty"),
        (.init(mfaTypes: [.totp, .totp]), "mfaTypes names a factor twice"),
        (.init(signInWith: [.email, .email]), "signInWith names something twice"),
        (.init(groups: [.init("admins"), .init("admins")]), "group 'admins' is listed twice"),
        (.init(groups: [.init("")]), "1 to 128 characters"), (.init(groups: [.init("a b")]), "without blanks"),
        (.init(groups: [.init("a", precedence: -1)]), "negative"),
        (.init(userAttributes: [.init("email")]), "standard attribute"),
        (.init(userAttributes: [.init("custom:x")]), "without 'custom:'"),
        (.init(userAttributes: [.init("")]), "1 to 20"),
        (.init(userAttributes: [.init("a"), .init("a")]), "listed twice"),
        (.init(userAttributes: (0..<51).map { .init(named: "a\($0)") }), "Cognito allows 50"),
        (.init(admin: .init(actions: [])), "admin.actions is empty"),
        (.init(refreshTokenRotation: .init(retryGracePeriodSeconds: -1)), "retryGracePeriodSeconds is -1"),
        (.init(refreshTokenRotation: .init(retryGracePeriodSeconds: 61)), "choose 0 to 60"),
        (
            .init(webAuthnRelyingParty: .init(id: "https://a.example", origins: ["https://a.example"])),
            "host name without"
        ),
        (.init(webAuthnRelyingParty: .init(id: "a.example", origins: [])), "origins is empty"),
        (.init(webAuthnRelyingParty: .init(id: "a.example", origins: ["https://b.example"])), "end in '.a.example'"),
        (
            .init(webAuthnRelyingParty: .init(id: "a.example", origins: ["https://evila.example"])),
            "end in '.a.example'"
        ),
        (.init(webAuthnRelyingParty: .init(id: "a.example", origins: ["http://a.example"])), "must be https"),
        (.init(webAuthnRelyingParty: .init(id: "a.example", origins: ["https://a.example/x"])), "without a path"),
    ])
    func `a mistake says what to change`(options: AuthCognitoOptions<OpenPool>, part: String) throws {
        #expect(try #require(message(options)).contains(part))
    }

    @Test func `rotation reaches the pool, and is off unless it is asked for`() {
        let options = AuthCognitoOptions<OpenPool>(refreshTokenRotation: .init(retryGracePeriodSeconds: 60))
        #expect(message(options) == nil)
        #expect(options.poolConfiguration(fullID: "f").refreshTokenRotation == .init(retryGracePeriod: 60))
        #expect(AuthCognitoOptions<OpenPool>().poolConfiguration(fullID: "f").refreshTokenRotation == nil)
    }

    @Test func `all mistakes are told at once`() throws {
        let text = try #require(
            message(AuthCognitoOptions<OpenPool>(passwordPolicy: .init(minLength: 1), signInWith: [.email, .email])))
        #expect(text.contains("minLength"))
        #expect(text.contains("signInWith"))
    }

    @Test(arguments: [
        AuthCognitoOptions<OpenPool>(mfa: .required), .init(signInWith: [.email, .phone]),
        .init(userAttributes: [.init(named: "email", required: true), .init(named: "team")]),
        .init(authFlowType: .userAuth, preferredChallenge: .smsOTP),
        .init(authFlowType: .userAuth, preferredChallenge: .passwordSRP),
        .init(authFlowType: .customAuth, customAuthStartsWithSRP: true), .init(sessionTtlSeconds: 0),
        .init(authFlowType: .userAuth, enablePasskeys: true),
        .init(webAuthnRelyingParty: .init(id: "localhost", origins: ["http://localhost:3000"])),
        .init(
            webAuthnRelyingParty: .init(
                id: "example.com", origins: ["https://www.example.com", "https://example.com:8443"])),
    ])
    func `what fits together is accepted`(options: AuthCognitoOptions<OpenPool>) {
        #expect(message(options) == nil)
    }

    @Test func `a schema's own names are checked too`() throws {
        #expect(try #require(message(AuthCognitoOptions<BadFactor>())).contains("The factor 'pigeon' doesn't exist"))
        let names = try #require(message(AuthCognitoOptions<BadNames>()))
        #expect(names.contains("two words"))
        #expect(names.contains("'email' is a standard attribute"))
        #expect(names.contains("a-name-of-more-than-20-characters"))
    }

    @Test func `the schema's groups and attributes all reach the pool, with their details`() {
        let options = AuthCognitoOptions<Pool>(
            mfa: .optional, mfaTypes: [.totp],
            userAttributes: [
                .init(.employeeId, type: .number, required: true, mutable: false), .init(standard: .nickname),
            ],
            groups: [.init(.readers, description: "Read only", precedence: 10)])
        let pool = options.poolConfiguration(fullID: "f")
        #expect(
            pool.groups == [.init(name: "admins"), .init(name: "readers", description: "Read only", precedence: 10)])
        #expect(
            pool.attributes == [
                .init(name: "employeeId", type: .number, required: true, mutable: false), .init(name: "department"),
                .init(name: "nickname", required: true),
            ])
        #expect(pool.mfa == .optional)
        #expect(pool.mfaTypes == [.totp])
    }

    @Test(arguments: [nil, "", " ", ",", " , ,"], ["CORS_ALLOWED_ORIGINS", "CORS_HOSTING_ORIGINS"])
    func `cross-site cookies need a list of origins on AWS`(list: String?, variable: String) throws {
        let environment = list.map { [variable: $0] } ?? [:]
        let error = #expect(throws: ConfigurationError.self) {
            try AuthFixture<Pool>(options: .init(crossDomain: true), environment: environment)
        }
        #expect(error?.setting == "CORS_ALLOWED_ORIGINS")
    }

    @Test(arguments: ["CORS_ALLOWED_ORIGINS", "CORS_HOSTING_ORIGINS"])
    func `one origin is a list`(variable: String) throws {
        let options = AuthCognitoOptions<Pool>(crossDomain: true)
        let fixture = try AuthFixture<Pool>(options: options, environment: [variable: ", https://a.test"])
        #expect(fixture.auth.options.crossDomain)
    }

    @Test func `passkeys of a deployed pool need a site, those of the developer's are for this machine`() throws {
        let options = AuthCognitoOptions<Pool>(authFlowType: .userAuth, enablePasskeys: true)
        let error = #expect(throws: ConfigurationError.self) { try AuthFixture<Pool>(options: options) }
        #expect(error?.message.contains("enablePasskeys needs webAuthnRelyingParty") == true)
        #expect(options.poolConfiguration(fullID: "f").passkeys == .init(relyingPartyID: "localhost"))
        var named = options
        named.webAuthnRelyingParty = .init(id: "example.com", origins: ["https://example.com"])
        #expect(try AuthFixture<Pool>(options: named).auth.options.enablePasskeys)
    }
}
