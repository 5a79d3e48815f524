// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// What a stranger can call with a name, on the local pool through the handler: the whole answers are the same for every kind of user.
struct SameAnswerTests {
    /// Calls one after another; `{name}` is the user's, `{session}` the handle that came last.
    struct Row: Sendable, CustomTestStringConvertible {
        let what: String
        var flow = AuthFlowType.userPasswordAuth
        var preferred: PreferredChallenge?
        /// Who has to look the same; a code that was really sent is none for who only watches.
        var kinds = Population.all
        let calls: [String]

        var testDescription: String { what }
    }

    static let rows: [Row] = [
        Row(what: "a wrong password", calls: repeated(#"api.signIn ["{name}","Wr0ngPass!"]"#, 7)),
        Row(what: "an empty password", calls: [#"api.signIn ["{name}",""]"#]),
        Row(
            what: "a wrong password, proved", flow: .userSRPAuth, calls: repeated(#"api.signIn ["{name}","Wr0ng!"]"#, 7)
        ),
        Row(
            what: "a wrong password in a signed call", flow: .adminUserPasswordAuth,
            calls: repeated(#"api.signIn ["{name}","Wr0ng!"]"#, 7)),
        Row(
            what: "a wrong password by choice", flow: .userAuth,
            calls: repeated(#"api.signIn ["{name}","Wr0ng!",{"preferredChallenge":"PASSWORD"}]"#, 7)),
        Row(
            what: "a wrong password by choice, proved", flow: .userAuth, preferred: .passwordSRP,
            calls: repeated(#"api.signIn ["{name}","Wr0ng!"]"#, 7)),
        Row(
            what: "the password asked for", flow: .userAuth,
            calls: [#"api.signIn ["{name}","",{"preferredChallenge":"PASSWORD"}]"#]
                + repeated(#"api.confirmSignIn ["{session}","Wr0ng!"]"#, 5)),
        Row(
            what: "the choice of the password", flow: .userAuth,
            calls: [#"api.signIn ["{name}",""]"#, #"api.confirmSignIn ["{session}","PASSWORD"]"#]
                + repeated(#"api.confirmSignIn ["{session}","Wr0ng!"]"#, 5)),
        Row(
            what: "the choice of a code", flow: .userAuth,
            calls: [#"api.signIn ["{name}",""]"#, #"api.confirmSignIn ["{session}","EMAIL_OTP"]"#]
                + repeated(#"api.confirmSignIn ["{session}","12345"]"#, 5)),
        Row(
            what: "a code at once", flow: .userAuth, preferred: .emailOTP,
            calls: [#"api.signIn ["{name}",""]"#] + repeated(#"api.confirmSignIn ["{session}","12345"]"#, 5)),
        Row(
            what: "a factor that is not there", flow: .userAuth,
            calls: [
                #"api.signIn ["{name}","",{"preferredChallenge":"WEB_AUTHN"}]"#, #"api.signIn ["{name}",""]"#,
                #"api.confirmSignIn ["{session}","SMS_OTP"]"#, #"api.confirmSignIn ["{session}","x"]"#,
            ]),
        Row(
            what: "a wrong code for a new password",
            calls: [#"api.resetPassword ["{name}"]"#]
                + repeated(#"api.confirmResetPassword ["{name}","12345","N3wPassw0rd!"]"#, 8)),
        Row(
            what: "a code for a new password that nobody asked for",
            calls: repeated(#"api.confirmResetPassword ["{name}","12345","N3wPassw0rd!"]"#, 8)),
        Row(
            what: "a code for a new password that has expired",
            calls: [#"api.resetPassword ["{name}"]"#, "wait 700"]
                + repeated(#"api.confirmResetPassword ["{name}","12345","N3wPassw0rd!"]"#, 8)),
        Row(
            what: "new codes for a new password",
            calls: repeated(#"api.resetPassword ["{name}"]"#, 3) + [
                #"api.confirmResetPassword ["{name}","12345","weak"]"#,
                #"api.confirmResetPassword ["{name}","12345","N3wPassw0rd!"]"#, #"api.resetPassword ["{name}"]"#,
            ]),
        Row(
            what: "a wrong code of a sign-up",
            calls: [#"api.resendSignUpCode ["{name}"]"#] + repeated(#"api.confirmSignUp ["{name}","12345"]"#, 8)),
        Row(
            what: "a code of a sign-up that nobody asked for",
            calls: repeated(#"api.confirmSignUp ["{name}","12345"]"#, 8)),
        Row(
            what: "a code of a sign-up that has expired",
            calls: [#"api.resendSignUpCode ["{name}"]"#, "wait 700"]
                + repeated(#"api.confirmSignUp ["{name}","12345"]"#, 8)),
        Row(what: "no sign-up to go on from", calls: ["api.autoSignIn []"]),
        Row(
            what: "the forms",
            calls: [
                #"authApi.setAuthState [{"action":"signIn","username":"{name}","password":"Wr0ng!"}]"#,
                #"authApi.setAuthState [{"action":"resetPassword","username":"{name}"}]"#,
                #"authApi.setAuthState [{"action":"confirmResetPassword","username":"{name}","code":"1","newPassword":"N3wPassw0rd!"}]"#,
                #"authApi.setAuthState [{"action":"resendSignUpCode","username":"{name}"}]"#,
                #"authApi.setAuthState [{"action":"confirmSignUp","username":"{name}","code":"1"}]"#,
                #"authApi.setAuthState [{"action":"autoSignIn","username":"{name}"}]"#,
            ]),
        Row(
            what: "the forms with a choice", flow: .userAuth,
            calls: [
                #"authApi.setAuthState [{"action":"signIn","username":"{name}","password":"Wr0ng!"}]"#,
                #"authApi.setAuthState [{"action":"signIn","username":"{name}","password":""}]"#,
                #"authApi.setAuthState [{"action":"signInWithPasskey","username":"{name}"}]"#,
            ]),
    ]

    private static func repeated(_ call: String, _ count: Int) -> [String] { Array(repeating: call, count: count) }

    @Test(arguments: rows) func `every kind of user gets the same answers`(row: Row) async throws {
        var answers: [[String]] = []
        for name in row.kinds {
            // A pool for each: the state that one has left behind is none of the other's.
            let bed = try StormBed(
                .init(authFlowType: row.flow, preferredChallenge: row.preferred, admin: .init()))
            try await Population.settle(bed)
            answers.append(try await Self.transcript(row, name, bed))
        }
        for (name, answer) in zip(row.kinds, answers) {
            for (index, (one, other)) in zip(answers[0], answer).enumerated() {
                #expect(one == other, "\(name), call \(index + 1): \(row.calls[index])")
            }
        }
    }

    /// The answers to a row's calls, disguised.
    static func transcript(_ row: Row, _ name: String, _ bed: StormBed) async throws -> [String] {
        let client = StormBed.Client(bed)
        var session = ""
        var answers: [String] = []
        for call in row.calls {
            let parts = call.split(separator: " ", maxSplits: 1).map(String.init)
            if parts[0] == "wait" {
                bed.clock.advance(seconds: try #require(Int64(parts[1])))
                answers.append("")
                continue
            }
            let params = parts[1].replacingOccurrences(of: "{name}", with: name)
                .replacingOccurrences(of: "{session}", with: session)
            let body = #"{"jsonrpc":"2.0","method":"\#(parts[0])","params":\#(params),"id":1}"#
            let reply = await client.send(Array(body.utf8))
            if let handle = try JSONValue(parsing: reply.body)["result"]?["nextStep"]?["session"]?.string {
                session = handle
            }
            answers.append(Disguise.text(reply, of: name))
        }
        return answers
    }

    @Test func `the comparison sees a difference of one byte in handles, texts and headers`() {
        func reply(_ text: String, _ headers: [BlocksReply.Header] = []) -> String {
            Disguise.text(BlocksReply(status: 200, headers: headers, body: Array(text.utf8)), of: "alice")
        }
        let handle = String(repeating: "x", count: 60)
        #expect(reply("alice " + handle) == reply("alice " + String(repeating: "y", count: 60)))
        #expect(reply(handle) != reply(handle + "x"))
        #expect(reply("a***@e***") == reply("b***@g***"))
        #expect(reply("a***@e***") != reply("a***@e****"))
        #expect(reply("Invalid code") != reply("Invalid code."))
    }
}
