// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksLocal
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// The option `concealsTakenNames`: a sign-up does not tell which names are taken, and neither does what can be tried after it.
struct TakenNameTests {
    private static let taken = ["UsernameExistsException", "AliasExistsException"]

    private func fixture(_ conceals: Bool = true) throws -> AuthFixture<Pool> {
        let fixture = try AuthFixture<Pool>(options: .init(concealsTakenNames: conceals), random: .system)
        fixture.cognito.on("SignUp") {
            SignUpOutput(
                userConfirmed: false, userSub: "5fd0c3a5-2f5e-4bd4-9a0e-0d9a2ad0c1aa",
                codeDelivery: CodeDelivery(destination: "z***@h***", deliveryMedium: "EMAIL", attributeName: "email"),
                session: Secret(String(repeating: "s", count: 1200)))
        }
        return fixture
    }

    private func signUp(
        _ fixture: AuthFixture<Pool>, _ password: String = "Passw0rd!"
    ) async throws -> (result: String, cookies: [String]) {
        let context = fixture.context()
        let result = try await fixture.auth.signUp(
            "alice", password, options: .init(attributes: [.email: "zoe@host.example"], autoSignIn: true),
            context: context)
        return (
            Disguise.text(BlocksReply(status: 200, headers: [], body: try JSONCoding.encode(result)), of: "alice"),
            context.setCookies
        )
    }

    @Test(arguments: taken) func `a taken name is a conflict unless the option says otherwise`(name: String)
        async throws
    {
        let fixture = try fixture(false)
        fixture.cognito.fail("SignUp", AWSError(name: name, message: "Taken", status: 400, kind: .service))
        let error = await #expect(throws: ApiError.self) { try await signUp(fixture) }
        #expect(error?.name == name)
    }

    @Test(arguments: taken) func `with it the answer has the form and the cookie of any other`(name: String)
        async throws
    {
        let fixture = try fixture()
        let free = try await signUp(fixture)
        fixture.cognito.fail("SignUp", AWSError(name: name, message: "Taken", status: 400, kind: .service))
        let taken = try await signUp(fixture)
        #expect(taken.result == free.result)
        #expect(taken.cookies.count == 1 && taken.cookies.map(\.utf8.count) == free.cookies.map(\.utf8.count))
        #expect(taken.cookies != free.cookies)
        #expect((taken.cookies.first?.utf8.count ?? .max) <= 4096)
        // The id is another each time, as it is for a free name whose account was just made.
        let ids = try await [0, 1].asyncMap { _ in try await fixture.auth.signUp("alice", "Passw0rd!").userId }
        #expect(Set(ids).count == 2)
    }

    @Test(arguments: taken) func `the bridge of a taken name holds no guess at its password`(name: String) async throws
    {
        let fixture = try fixture()
        fixture.cognito.fail("InitiateAuth", AWSError(name: "NotAuthorizedException"))
        for isTaken in [false, true] {
            if isTaken { fixture.cognito.fail("SignUp", AWSError(name: name, status: 400, kind: .service)) }
            let cookie = try #require(try await signUp(fixture).cookies.first?.split(separator: ";").first)
            await #expect(throws: ApiError.self) { try await fixture.auth.autoSignIn(fixture.context(String(cookie))) }
            let sent = try #require(fixture.cognito.calls.last?.fields["AuthParameters.PASSWORD"])
            #expect((sent == "Passw0rd!") == !isTaken)
            #expect(sent.utf8.count == 9)
        }
    }

    @Test(arguments: ["UserNotConfirmedException", "NotAuthorizedException", "PasswordResetRequiredException"])
    func `no failure spends the bridge, for any of them may be that of an account to be confirmed`(
        name: String
    ) async throws {
        let fixture = try fixture()
        let cookie = try #require(try await signUp(fixture).cookies.first?.split(separator: ";").first)
        fixture.cognito.fail("InitiateAuth", AWSError(name: name, status: 400, kind: .service))
        let context = fixture.context(String(cookie))
        await #expect(throws: ApiError.self) { try await fixture.auth.autoSignIn(context) }
        #expect(context.setCookies.isEmpty)
        let tokens = fixture.tokens()
        fixture.cognito.on("InitiateAuth") { AuthOutput.tokens(tokens) }
        let second = fixture.context(String(cookie))
        guard case .signedIn = try await fixture.auth.autoSignIn(second) else {
            return #expect(Bool(false), "not signed in")
        }
        #expect(second.setCookies.count == 2, "the session's cookie, and the bridge cleared")
    }

    @Test func `a weak password is refused before the name is looked at`() async throws {
        let fixture = try fixture()
        for weak in ["Sh0rt!", "passw0rd!", "PASSW0RD!", "Password!", "Passw0rd"] {
            let error = await #expect(throws: ApiError.self) { try await signUp(fixture, weak) }
            #expect(error?.name == "InvalidPasswordException", "\(weak)")
        }
        #expect(fixture.cognito.operations.isEmpty)
    }

    @Test func `who has not confirmed is a wrong password then`() async throws {
        for (conceals, name) in [(true, "NotAuthorizedException"), (false, "UserNotConfirmedException")] {
            let fixture = try fixture(conceals)
            fixture.cognito.fail(
                "InitiateAuth", AWSError(name: "UserNotConfirmedException", message: "", status: 400, kind: .service))
            let error = await #expect(throws: ApiError.self) {
                try await fixture.auth.signIn("alice", "Passw0rd!", context: fixture.context())
            }
            #expect(error?.name == name)
        }
    }

    @Test(arguments: [AuthFlowType.userPasswordAuth, .userSRPAuth])
    func `on the local pool nothing that follows tells a taken name from a free one`(flow: AuthFlowType) async throws {
        let calls = [
            #"api.signUp ["{name}","weak",{"attributes":{"email":"zoe@host.example"},"autoSignIn":true}]"#,
            #"api.signUp ["{name}","0therPassw0rd!",{"attributes":{"email":"nonsense"},"autoSignIn":true}]"#,
            #"api.signUp ["{name}","0therPassw0rd!",{"attributes":{"email":"zoe@host.example"},"autoSignIn":true}]"#,
            "api.autoSignIn []",
            #"api.signUp ["{name}","0therPassw0rd!",{"attributes":{"email":"zoe@host.example"},"autoSignIn":true}]"#,
            #"api.confirmSignUp ["{name}","12345"]"#, #"api.resendSignUpCode ["{name}"]"#,
            #"api.confirmSignUp ["{name}","12345"]"#,
            #"api.signIn ["{name}","0therPassw0rd!"]"#, #"api.signIn ["{name}","0therPassw0rd!"]"#,
            #"api.signIn ["{name}","Wr0ng!"]"#, #"api.signIn ["{name}","0therPassw0rd!"]"#,
            #"authApi.setAuthState [{"action":"signUp","username":"{name}","password":"0therPassw0rd!","email":"z@h.io"}]"#,
        ]
        let row = SameAnswerTests.Row(what: "", calls: calls)
        var answers: [[String]] = []
        for name in Population.all {
            let bed = try StormBed(.init(concealsTakenNames: true, authFlowType: flow, admin: .init()))
            try await Population.settle(bed)
            answers.append(try await SameAnswerTests.transcript(row, name, bed))
        }
        for (name, answer) in zip(Population.all, answers) {
            for (index, (one, other)) in zip(answers[0], answer).enumerated() {
                #expect(one == other, "\(name), call \(index + 1): \(calls[index])")
            }
        }
        #expect(answers[0][2].contains("CONFIRM_SIGN_UP"))
    }

    @Test func `the owner of a taken name signs in as before, and a free name works`() async throws {
        let bed = try StormBed(.init(concealsTakenNames: true, admin: .init()))
        try await Population.settle(bed)
        let client = StormBed.Client(bed)
        let before = bed.outbox.newest(for: "alice")
        #expect(try await client.call("api.signUp", #"["alice","0therPassw0rd!"]"#).code == nil)
        #expect(bed.outbox.newest(for: "alice") == before)
        #expect(try await client.call("api.signIn", #"["alice","0therPassw0rd!"]"#).code == 401)
        #expect(try await client.call("api.signIn", #"["alice","Passw0rd!"]"#).code == nil)
        try await bed.stillWorks()
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
