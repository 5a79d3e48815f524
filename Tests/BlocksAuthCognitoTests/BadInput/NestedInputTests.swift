// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Hostile values within options and forms, and bodies that were damaged on the way.
struct NestedInputTests {
    /// Calls whose `%` is to be replaced.
    static let places = [
        ("api.signUp", #"["eve","Passw0rd!",{"attributes":{"name":%}}]"#),
        ("api.signUp", #"["eve","Passw0rd!",{"attributes":%}]"#),
        ("api.signUp", #"["eve","Passw0rd!",{"clientMetadata":%}]"#),
        ("api.signUp", #"["eve","Passw0rd!",{"clientMetadata":{"k":%}}]"#),
        ("api.signUp", #"["eve","Passw0rd!",{"autoSignIn":%}]"#),
        ("api.signIn", #"["alice","Passw0rd!",{"clientMetadata":%}]"#),
        ("api.signIn", #"["alice","Passw0rd!",{"preferredChallenge":%}]"#),
        ("api.confirmSignIn", #"["a.b",{"code":%}]"#), ("api.confirmSignIn", #"["a.b",{"credential":%}]"#),
        ("api.confirmSignIn", #"["a.b","1",{"userAttributes":%}]"#),
        ("api.confirmSignIn", #"["a.b","1",{"friendlyDeviceName":%}]"#),
        ("api.signOut", #"[{"global":%}]"#), ("api.fetchAuthSession", #"[{"forceRefresh":%}]"#),
        ("api.updateUserAttributes", #"[{"email":%}]"#), ("api.updateUserAttributes", #"[{"cognito:groups":%}]"#),
        ("api.updateMFAPreference", #"[{"totp":%}]"#), ("api.updateMFAPreference", #"[{"sms":%,"email":"PREFERRED"}]"#),
        ("api.adminCreateUser", #"["mallory",{"temporaryPassword":%}]"#),
        ("api.adminCreateUser", #"["mallory",{"attributes":{"email":%}}]"#),
        ("api.adminCreateUser", #"["mallory",{"suppressInvite":%}]"#),
        ("api.adminSetUserPassword", #"["alice","Passw0rd!",{"permanent":%}]"#),
        ("api.adminScan", #"[{"attribute":%,"match":"equals","value":"x"}]"#),
        ("api.adminScan", #"[{"attribute":"email","match":%,"value":"x"}]"#),
        ("api.adminScan", #"[{"attribute":"email","match":"equals","value":%}]"#),
    ]

    @Test(arguments: [false, true]) func `hostile values within options`(hasEverything: Bool) async throws {
        let bed = try StormBed(hasEverything ? StormBed.everything : nil)
        var client = try await bed.signedIn("alice")
        var sessions = 0
        for (method, params) in Self.places {
            for (what, json) in BadInputTests.hostile {
                if client.cookies.isEmpty {
                    sessions += 1
                    client = try await bed.signedIn("user-\(sessions)")
                }
                let sent = params.split(separator: "%", omittingEmptySubsequences: false).joined(separator: json)
                bed.check(try await client.call(method, sent), "\(method)\(params) with \(what)")
            }
        }
        try await bed.stillWorks()
    }

    /// The forms and their fields; each also gets one that it has not.
    private static let forms = [
        "signIn": ["username", "password"], "signUp": ["username", "password", "email", "autoSignIn"],
        "confirmSignUp": ["username", "code"], "autoSignIn": [], "resendSignUpCode": ["username"],
        "resetPassword": ["username"], "confirmResetPassword": ["username", "code", "newPassword"],
        "signInWithPasskey": ["username"], "confirmSignIn": ["session", "challenge", "code"], "signOut": [],
        "startPasskeyRegistration": [], "completePasskeyRegistration": ["credential"], "listPasskeys": [],
        "deletePasskey": ["credentialId"], "noSuchAction": [],
    ]
    private static let fine = [
        "username": #""alice""#, "password": #""Passw0rd!""#, "email": #""a@x.io""#, "autoSignIn": #""true""#,
        "code": #""123456""#, "newPassword": #""N3wPassw0rd!""#, "session": #""a.b""#, "challenge": #""code""#,
        "credential": #""{}""#, "credentialId": #""aWQ""#,
    ]

    /// A form is answered with a state, whatever is in it; what went wrong is part of that.
    @Test(arguments: [false, true]) func `hostile values in every field of every form`(hasEverything: Bool) async throws
    {
        let bed = try StormBed(hasEverything ? StormBed.everything : nil)
        _ = try await bed.signedIn("alice")
        for (action, fields) in Self.forms {
            for field in fields + ["answer"] {
                for (what, json) in BadInputTests.hostile {
                    var members = Self.fine.filter { fields.contains($0.key) }
                    members["action"] = "\"\(action)\""
                    members[field] = json
                    let form = "{" + members.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
                    let answer = try await StormBed.Client(bed).call("authApi.setAuthState", "[\(form)]")
                    checkState(answer, "\(action) with \(what) as \(field)")
                }
            }
        }
        for (what, json) in BadInputTests.hostile {
            let answer = try await StormBed.Client(bed).call("authApi.setAuthState", #"[{"action":\#(json)}]"#)
            checkState(answer, "an action that is \(what)")
        }
        try await bed.stillWorks()
    }

    private func checkState(_ answer: StormBed.Answer, _ what: @autoclosure () -> String) {
        // A document that is no JSON is refused as a whole.
        if answer.code == -32700 { return }
        let state = answer.result
        #expect(state?["state"]?.string != nil, "\(what()): \(answer.text.prefix(300))")
        #expect((state?["error"]?.string ?? "").utf8.count < 600, "\(what())")
        if let name = state?["errorName"]?.string {
            guard let known = AuthErrorName(rawValue: name) else {
                Issue.record("\(what()): \(name) is not a documented error")
                return
            }
            let isFinal = state?["error"]?.string == "credential must be valid JSON"
            #expect((state?["retriable"] == true) == (known.isRetriable && !isFinal), "\(what()): \(name)")
        }
        for internals in ["Swift", "/dev/shm", "Fatal", "LocalUserPool", "Optional(", "Internal error"] {
            #expect(!answer.text.contains(internals), "\(what()): \(answer.text.prefix(300))")
        }
    }

    @Test func `bodies damaged at random`() async throws {
        let bed = try StormBed(StormBed.everything)
        var random = SeededRandom(seed: 20_261_128)
        let bodies = Self.places.map { method, params in
            let sent = params.split(separator: "%", omittingEmptySubsequences: false).joined(separator: #""x""#)
            return Array(#"{"jsonrpc":"2.0","method":"\#(method)","params":\#(sent),"id":1}"#.utf8)
        }
        for _ in 0..<3000 {
            var body = bodies.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &random) where !body.isEmpty {
                let position = Int.random(in: body.indices, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: body[position] = UInt8.random(in: 0...255, using: &random)
                case 1: body.remove(at: position)
                case 2:
                    body.insert(contentsOf: Array(#"\u"[{}],:0"#.utf8.shuffled(using: &random).prefix(3)), at: position)
                case 3: body.removeSubrange(position...)
                default: body.insert(contentsOf: body[position...].prefix(20), at: position)
                }
            }
            bed.check(
                try StormBed.Answer(await StormBed.Client(bed).send(body)), String(decoding: body, as: UTF8.self))
        }
        try await bed.stillWorks()
    }
}
