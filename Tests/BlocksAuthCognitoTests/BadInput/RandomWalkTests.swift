// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksLocal
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Thousands of well-formed calls in no order at all, by several clients, with codes and handles that may be right.
struct RandomWalkTests {
    /// What the clients have learnt so far.
    private struct Knowledge {
        /// Whom the next call is about.
        var user = "alice"
        var handles: [String] = ["a.b"]
        var secrets: [String] = []
        var keys: [String] = ["aWQ"]

        mutating func learn(_ answer: StormBed.Answer) {
            let step = answer.result?["nextStep"]
            if let handle = step?["session"]?.string { handles.append(handle) }
            for secret in [step?["sharedSecret"]?.string, answer.result?["sharedSecret"]?.string] {
                if let secret, !secret.isEmpty { secrets.append(secret) }
            }
            for field in answer.result?["actions"]?.array?.first?["fields"]?.array ?? [] {
                guard let value = field["defaultValue"]?.string else { continue }
                if field["name"]?.string == "session" { handles.append(value) }
                if field["name"]?.string == "sharedSecret" { secrets.append(value) }
            }
            for device in answer.result?.array ?? [] {
                if let key = device["deviceKey"]?.string { keys.append(key) }
            }
        }
    }

    private static let users = ["alice", "bob", "carol", "dave"]
    private static let passwords = Array(repeating: "Passw0rd!", count: 7) + ["N3wPassw0rd!", "weak"]
    private static let choices: [String: [String]] = [
        "group": [#""admins""#, #""nope""#], "role": [#""admins""#, #""nope""#],
        "name": [#""name""#, #""email""#, #""phone_number""#, #""department""#, #""custom:department""#],
        "value": [#""x""#, #""""#, #""new@x.io""#, #""+15005550123""#],
        "attributes": [
            "{}", #"{"name":"v"}"#, #"{"email":"new@x.io"}"#, #"{"phone_number":"+15005550123","department":"ops"}"#,
        ],
        "preference": [
            "{}", #"{"totp":"PREFERRED"}"#, #"{"email":"ENABLED","sms":"DISABLED"}"#, #"{"sms":"PREFERRED"}"#,
            #"{"totp":"DISABLED","email":"PREFERRED"}"#,
        ],
        "credential": [#""{}""#, #""{\"id\":\"aWQ\",\"type\":\"public-key\",\"response\":{}}""#],
        "options": [
            "null", "{}", #"{"autoSignIn":true}"#, #"{"global":true}"#, #"{"permanent":true}"#,
            #"{"forceRefresh":true}"#,
            #"{"attributes":{"email":"first@x.io"}}"#, #"{"preferredChallenge":"PASSWORD"}"#,
            #"{"preferredChallenge":"EMAIL_OTP"}"#, #"{"preferredChallenge":"WEB_AUTHN"}"#,
        ],
        "init": ["null", #"{"temporaryPassword":"Passw0rd!","attributes":{"email":"made@x.io"}}"#],
        "filter": ["null", #"{"attribute":"email","match":"startsWith","value":"n"}"#],
    ]
    private static let answers = [
        #"{"mfaType":"TOTP"}"#, #"{"mfaType":"EMAIL"}"#, #"{"mfaType":"SMS"}"#, #"{"firstFactor":"PASSWORD"}"#,
        #"{"firstFactor":"EMAIL_OTP"}"#, #"{"password":"Passw0rd!"}"#, #"{"newPassword":"N3wPassw0rd!"}"#,
        #"{"email":"set-up@x.io"}"#,
    ]

    private func code(_ bed: StormBed, _ knowledge: Knowledge, _ random: inout SeededRandom) -> String {
        if let secret = knowledge.secrets.suffix(4).randomElement(using: &random), Bool.random(using: &random),
            let key = Base32.decode(secret)
        {
            return TOTP.code(secret: SymmetricKey(key), step: TOTP.step(at: bed.clock.clock.now().seconds))
        }
        let isRight = Int.random(in: 0..<5, using: &random) != 0
        return isRight ? bed.outbox.newest(for: knowledge.user)?.code ?? "" : "000000"
    }

    private func value(
        _ parameter: String, _ bed: StormBed, _ knowledge: Knowledge, _ random: inout SeededRandom
    ) -> String {
        switch parameter {
        case "username", "user": "\"\(knowledge.user)\""
        case "password", "newPassword", "oldPassword": "\"\(Self.passwords.randomElement(using: &random) ?? "")\""
        case "code": "\"\(code(bed, knowledge, &random))\""
        case "session": "\"\(knowledge.handles.suffix(2).randomElement(using: &random) ?? "")\""
        case "response":
            Int.random(in: 0..<2, using: &random) == 0
                ? "\"\(code(bed, knowledge, &random))\"" : Self.answers.randomElement(using: &random) ?? "null"
        case "deviceKey", "credentialId": "\"\(knowledge.keys.randomElement(using: &random) ?? "")\""
        case "input": form(bed, knowledge, &random)
        default: Self.choices[parameter]?.randomElement(using: &random) ?? "null"
        }
    }

    private func form(_ bed: StormBed, _ knowledge: Knowledge, _ random: inout SeededRandom) -> String {
        let actions = [
            "signIn", "signUp", "confirmSignUp", "autoSignIn", "resetPassword", "confirmResetPassword", "confirmSignIn",
            "signInWithPasskey", "startPasskeyRegistration", "listPasskeys", "resendSignUpCode", "signOut",
        ]
        let challenges = [
            "code", "totpSetup", "newPassword", "mfaType", "email", "password", "firstFactor", "webauthn",
        ]
        let members = [
            ("action", actions.randomElement(using: &random) ?? ""),
            ("username", knowledge.user),
            ("password", Self.passwords.randomElement(using: &random) ?? ""), ("newPassword", "N3wPassw0rd!"),
            ("code", code(bed, knowledge, &random)),
            ("session", knowledge.handles.suffix(2).randomElement(using: &random) ?? ""),
            ("challenge", challenges.randomElement(using: &random) ?? ""), ("mfaType", "TOTP"),
            ("firstFactor", "PASSWORD"),
        ]
        return "{" + members.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",") + "}"
    }

    @Test(arguments: [UInt64(1), 2], [false, true])
    func `whatever comes in whatever order is answered as documented`(seed: UInt64, hasEverything: Bool) async throws {
        let bed = try StormBed(hasEverything ? StormBed.everything : nil)
        var random = SeededRandom(seed: seed)
        var knowledge = Knowledge()
        let clients = (0..<3).map { _ in StormBed.Client(bed) }
        // Rare, or nobody would get far.
        let destructive: Set = [
            "api.deleteUser", "api.adminDeleteUser", "api.adminDisableUser", "api.adminResetUserPassword",
            "api.signOut", "api.adminSetUserPassword", "api.adminCreateUser", "api.adminRevokeUserSessions",
            "api.updatePassword",
        ]
        var succeeded: [String: Int] = [:]
        let methods = bed.methods
        let doors = methods.filter {
            ["api.signUp", "api.confirmSignUp", "api.signIn", "api.confirmSignIn"].contains($0.name)
        }
        for step in 0..<3000 {
            let choice = Int.random(in: 0..<3, using: &random) == 0 ? doors : methods
            guard let (method, parameters) = choice.randomElement(using: &random),
                let client = clients.randomElement(using: &random)
            else { return }
            if destructive.contains(method), Int.random(in: 0..<10, using: &random) != 0 { continue }
            if Int.random(in: 0..<4, using: &random) == 0 {
                knowledge.user = Self.users.randomElement(using: &random) ?? ""
            }
            if Int.random(in: 0..<40, using: &random) == 0 {
                bed.clock.advance(seconds: Int64.random(in: 1...4000, using: &random))
            }
            var values: [String] = []
            for parameter in parameters { values.append(value(parameter, bed, knowledge, &random)) }
            let answer = try await client.call(method, "[" + values.joined(separator: ",") + "]")
            bed.check(answer, "step \(step): \(method)[\(values.joined(separator: ","))]")
            knowledge.learn(answer)
            if answer.code == nil { succeeded[method, default: 0] += 1 }
        }
        #expect(succeeded.count > 30, "\(succeeded.keys.sorted())")
        for secret in knowledge.secrets + knowledge.handles where secret.utf8.count > 8 {
            #expect(!bed.log.text.contains(secret))
        }
        bed.clock.advance(seconds: 3600)
        try await bed.stillWorks()
    }
}
