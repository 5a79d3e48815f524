// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksStore
import Foundation
import HTTPTypes
import TestSupport

@testable import BlocksAuthCognito
@testable import BlocksCore
@testable import BlocksLocal
@testable import conformance_server

/// The conformance server's application, in this process, over a scripted Cognito; and one browser.
final class MethodBed {
    let cognito = ScriptedCognito(pool: TestTokenIssuer.pool, keys: TestTokenIssuer.shared.keys)
    let application: BlocksApplication
    let log = CapturedLog()
    private let tokens: AuthTokens
    private var cookies: [String: String] = [:]
    private(set) var session = ""

    /// An application whose Cognito signs everybody in as alice and does what it is told.
    init() throws {
        let clock = WallClock.fixed
        var platform = Platform(
            clock: clock, environment: ["BLOCKS_STACK_NAME": "my-stack"], logger: log.logger, isLocal: false)
        let records = InMemoryKVDriver()
        platform.provide(CognitoServiceProvider { [cognito] _ in cognito })
        platform.provide(KVDriverProvider { _ in records })
        platform.provide(SettingDriverProvider(FaultySettingDriver("unit-test-secret-0123456789abcdef")))
        platform.provide(SequenceRandom().source)
        application = try BlocksApplication(platform: platform) { app in
            let options = AuthCognitoOptions<OpenPool>(
                mfaTypes: StandardFactor.allCases, userAttributes: [.init(named: "department")],
                admin: .init())
            try ConformanceApp(options: options, clock: .init(), outbox: CodeOutbox()).build(app)
        }
        tokens = TestTokenIssuer.shared.tokens(now: clock.now())
        prepare()
    }

    /// The names of all methods that are exported.
    var exported: Set<String> {
        Set(application.namespaces.flatMap { name, namespace in namespace.methods.map { "\(name).\($0.name)" } })
    }

    private func prepare() {
        let tokens = tokens
        cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        cognito.on("RespondToAuthChallenge") { AuthOutput.tokens(tokens) }
        cognito.on("SignUp") {
            SignUpOutput(
                userConfirmed: false, userSub: "sub-alice",
                codeDelivery: CodeDelivery(destination: "a***@e***", deliveryMedium: "EMAIL", attributeName: "email"),
                session: Secret("S1"))
        }
        cognito.on("ConfirmSignUp") { ConfirmSignUpOutput(session: Secret("S2")) }
        for operation in ["ResendConfirmationCode", "GetUserAttributeVerificationCode"] {
            cognito.on(operation) { CodeDelivery?.none }
        }
        cognito.on("ForgotPassword") {
            CodeDelivery?.some(
                CodeDelivery(destination: "a***@e***", deliveryMedium: "EMAIL", attributeName: "email"))
        }
        cognito.on("GetUser") {
            GetUserOutput(
                username: "alice",
                attributes: [.init(name: "sub", value: "sub-alice"), .init(name: "custom:department", value: "ops")],
                mfaSettings: ["SOFTWARE_TOKEN_MFA", "SMS_MFA"], preferredMFASetting: "SMS_MFA")
        }
        cognito.on("AssociateSoftwareToken") { AssociateSoftwareTokenOutput(secretCode: Secret("JBSWY3DPEHPK3PXP")) }
        cognito.on("VerifySoftwareToken") { VerifySoftwareTokenOutput(succeeded: true) }
        let user = UserDescription(
            username: "alice",
            attributes: [.init(name: "sub", value: "sub-alice"), .init(name: "email", value: "a@x.io")])
        for operation in ["AdminCreateUser", "AdminGetUser"] { cognito.on(operation) { user } }
        cognito.on("AdminListGroupsForUser") { ["admins"] }
        cognito.on("ListUsersInGroup") { [user] }
        cognito.on("ListUsers") { ListUsersOutput(users: [user]) }
    }

    /// The `result` of a call, with everything that differs from run to run replaced, and the number of cookies set.
    func call(_ method: String, _ params: String) async throws -> (reply: String, cookies: Int) {
        let params = params.replacingOccurrences(of: "{session}", with: session)
        let body = #"{"jsonrpc":"2.0","method":"\#(method)","params":\#(params),"id":1}"#
        let context = context(body)
        let reply = await application.respond(to: context)
        let set = context.response.snapshot().cookies
        for cookie in set { cookies[cookie.name] = cookie.maxAge > 0 ? cookie.value : nil }
        if let found = try JSONValue(parsing: reply.body)["result"]?["nextStep"]?["session"]?.string { session = found }
        return (stable(reply.text), set.count)
    }

    /// The whole reply to a body.
    func reply(_ body: String) async -> BlocksReply { await application.respond(to: context(body)) }

    private func context(_ body: String) -> BlocksContext {
        let request = BlocksRequest(
            method: .post, path: RPC.path, headerList: [.init(name: "host", value: "app.example.com")],
            cookieHeader: cookies.isEmpty ? nil : cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "),
            body: Array(body.utf8))
        return BlocksContext(
            request: request, requestID: "request-1",
            deadline: Deadline(expires: WallClock.fixed.now().adding(seconds: 30), clock: .fixed), logger: log.logger)
    }

    private func stable(_ text: String) -> String {
        var text = text.replacingOccurrences(of: #"{"jsonrpc":"2.0","result":"#, with: "")
            .replacingOccurrences(of: #","id":1}"#, with: "")
        for (name, value) in [
            ("{session}", session), ("{id}", tokens.idToken?.exposed ?? ""),
            ("{access}", tokens.accessToken?.exposed ?? ""),
        ] where !value.isEmpty {
            text = text.replacingOccurrences(of: value, with: name)
        }
        return text
    }

    /// What Cognito was asked since `count` calls, keys left out.
    func calls(since count: Int) -> [ScriptedCognito.Call] {
        let access = tokens.accessToken?.exposed
        return cognito.calls.dropFirst(count).filter { $0.operation != "JWKS" }.map { call in
            .init(call.operation, call.fields.mapValues { $0 == access ? "{access}" : $0 })
        }
    }
}

extension MethodBed {
    /// Lets the next sign-in meet a challenge, given as `NAME` or `NAME {parameters}`; `DEVICE` is a sign-in on a new device.
    func pose(_ text: String) {
        if text == "DEVICE" {
            var tokens = tokens
            tokens.newDevice = NewDevice(deviceKey: "eu-west-1_k", deviceGroupKey: "-g")
            return cognito.on("InitiateAuth") { [tokens] in AuthOutput.tokens(tokens) }
        }
        let parts = text.split(separator: " ", maxSplits: 1)
        let parameters = parts.count == 2 ? try? JSONValue(parsing: Array(parts[1].utf8)) : nil
        let challenge = AuthChallenge(
            name: ChallengeName(rawValue: String(parts.first ?? "")), session: Secret("C1"),
            parameters: (parameters?.object ?? [:]).reduce(into: [:]) { $0[$1.key] = $1.value.string })
        cognito.on("InitiateAuth") { AuthOutput.challenge(challenge) }
    }
}
