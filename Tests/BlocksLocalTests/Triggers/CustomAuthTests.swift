// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksLocal

@Suite struct `Signing in by the application's own challenges` {
    private let triggers = TriggerBed()
    private static let incorrect = AWSError.refusal("NotAuthorizedException", "Incorrect username or password")
    private static let dead = AWSError.refusal("ExpiredCodeException", "Challenge session expired")

    private func pool(
        _ declare: (AppBuilder, Asked) -> Void = WordSignIn.declare
    ) async throws -> (LocalUserPool, LocalPlatform) {
        let (pool, platform) = try triggers.pool(.init(fullID: "app-auth"), declare)
        try await pool.create("ann", attributes: [.init(name: "email", value: "ann@example.com")])
        return (pool, platform)
    }

    @Test(arguments: ["ann", "ann@example.com"])
    func `the right answer signs in`(_ typed: String) async throws {
        let (pool, _) = try await pool()
        let challenge = try await pool.challenged(typed, .customAuth)
        #expect(challenge.name == .customChallenge)
        #expect(challenge.parameters["hint"] == "open" && challenge.parameters["USERNAME"]?.count == 36)
        #expect(challenge.parameters.keys.sorted() == ["USERNAME", "USER_ID_FOR_SRP", "hint"])
        let tokens = try await pool.answer(challenge, ["ANSWER": WordSignIn.word]).tokens()
        #expect(try await pool.claims(tokens.idToken)["cognito:username"] == "ann")
        #expect(tokens.refreshToken != nil)
        #expect(
            triggers.asked.all == [
                "define  false", "create 0 CUSTOM_CHALLENGE", "verify ", "define CUSTOM_CHALLENGE:true:WORD false",
            ])
    }

    @Test func `after a wrong answer the application decides, and each challenge has a session of its own`()
        async throws
    {
        let (pool, _) = try await pool()
        var challenge = try await pool.challenged("ann", .customAuth)
        for _ in 0..<2 {
            let next = try await pool.answer(challenge, ["ANSWER": "wrong"]).challenge()
            #expect(next.name == .customChallenge && next.session?.exposed != challenge.session?.exposed)
            await #expect(
                performing: { try await pool.answer(challenge, ["ANSWER": WordSignIn.word]) }, throws: Self.dead)
            challenge = next
        }
        let last = challenge
        await #expect(performing: { try await pool.answer(last, ["ANSWER": "wrong"]) }, throws: Self.incorrect)
        await #expect(performing: { try await pool.answer(last, ["ANSWER": WordSignIn.word]) }, throws: Self.dead)
    }

    @Test func `nobody goes the same way and never signs in`() async throws {
        let (pool, _) = try await pool()
        let (nobody, ann) = (
            try await pool.challenged("bob", .customAuth), try await pool.challenged("ann", .customAuth)
        )
        #expect(nobody.name == ann.name && nobody.parameters.keys.sorted() == ann.parameters.keys.sorted())
        #expect(nobody.parameters["USERNAME"]?.count == ann.parameters["USERNAME"]?.count)
        #expect(try await pool.challenged("bob", .customAuth).parameters == nobody.parameters)
        let next = try await pool.answer(nobody, ["ANSWER": WordSignIn.word]).challenge()
        #expect(next.name == .customChallenge)
        #expect(triggers.asked.all.contains("define CUSTOM_CHALLENGE:false:WORD true"))
    }

    @Test func `an application that issues tokens to nobody is not obeyed`() async throws {
        let (pool, _) = try await pool { app, _ in
            app.onTrigger(.defineAuthChallenge) { event in
                var response = event.response
                response.succeed()
                return response
            }
        }
        await #expect(
            performing: {
                try await pool.initiateAuth(.init(flow: .customAuth, parameters: ["USERNAME": Secret("bob")]))
            },
            throws: Self.incorrect)
        _ = try await pool.initiateAuth(.init(flow: .customAuth, parameters: ["USERNAME": Secret("ann")])).tokens()
    }

    @Test func `a user who was disabled or deleted in between does not sign in`() async throws {
        let (pool, _) = try await pool()
        let challenge = try await pool.challenged("ann", .customAuth)
        try await pool.adminDisableUser(username: "ann")
        _ = try await pool.answer(challenge, ["ANSWER": WordSignIn.word]).challenge()
        try await pool.adminEnableUser(username: "ann")
        let another = try await pool.challenged("ann", .customAuth)
        try await pool.adminDeleteUser(username: "ann")
        try await pool.create("ann")
        await #expect(performing: { try await pool.answer(another, ["ANSWER": WordSignIn.word]) }, throws: Self.dead)
    }

    @Test func `of many answers at the same time one is judged`() async throws {
        let (pool, _) = try await pool()
        let challenge = try await pool.challenged("ann", .customAuth)
        let signedIn = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (try? await pool.answer(challenge, ["ANSWER": WordSignIn.word]).tokens()) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(signedIn == 1)
        #expect(triggers.asked.all.count { $0.hasPrefix("verify") } == 1)
    }

    @Test func `a session dies after three minutes`() async throws {
        let (pool, _) = try await pool()
        let challenge = try await pool.challenged("ann", .customAuth)
        triggers.bed.advance(seconds: 180)
        await #expect(performing: { try await pool.answer(challenge, ["ANSWER": WordSignIn.word]) }, throws: Self.dead)
    }

    @Test func `a tampered session, another challenge's name and another user's name are refused`() async throws {
        let (pool, _) = try await pool()
        let challenge = try await pool.challenged("ann", .customAuth)
        let session = try #require(challenge.session)
        let forged = Secret(wrong(session.exposed))
        for (name, session, user) in [
            (ChallengeName.customChallenge, forged, "ann"), (.smsMFA, session, "ann"),
            (.passwordVerifier, session, "ann"),
            (.customChallenge, session, "bob"), (.customChallenge, session, ""),
        ] {
            let answers = [
                "USERNAME": Secret(user), "ANSWER": Secret(WordSignIn.word), "SMS_MFA_CODE": Secret("123456"),
            ]
            await #expect(
                performing: {
                    try await pool.respondToAuthChallenge(
                        .init(challengeName: name, session: session, challengeResponses: answers))
                }, throws: { ["ExpiredCodeException", "InvalidParameterException"].contains(($0 as? AWSError)?.name) })
        }
        await #expect(
            performing: { try await pool.answer(challenge, [:]) },
            throws: AWSError.refusal("InvalidParameterException", "Missing required parameter ANSWER"))
        _ = try await pool.answer(challenge, ["ANSWER": WordSignIn.word]).tokens()
    }

    @Test func `what the client sends with an answer reaches the application`() async throws {
        let (pool, _) = try await pool()
        let challenge = try await pool.challenged("ann", .customAuth)
        _ = try await pool.respondToAuthChallenge(
            .init(
                challengeName: .customChallenge, session: #require(challenge.session),
                challengeResponses: ["USERNAME": Secret("ann"), "ANSWER": Secret(WordSignIn.word)],
                clientMetadata: ["from": "test"]))
        #expect(triggers.asked.all.contains("verify test"))
    }

    @Test func `the files hold neither the right answer nor the session, and a restart goes on`() async throws {
        var challenge: AuthChallenge?
        do {
            let (pool, _) = try await pool()
            challenge = try await pool.challenged("ann", .customAuth)
        }
        let given = try #require(challenge)
        for name in try triggers.bed.names("app-auth") {
            let text = try triggers.bed.text("app-auth/\(name)")
            #expect(!text.contains(WordSignIn.word) && !text.contains(given.session?.exposed ?? "?"), "\(name)")
            #expect(!text.contains(Base64.encode(Array(WordSignIn.word.utf8))), "\(name)")
        }
        let (again, _) = try triggers.pool(.init(fullID: "app-auth"), WordSignIn.declare)
        _ = try await again.answer(given, ["ANSWER": WordSignIn.word]).tokens()
    }

    @Test func `the password can be asked for first`() async throws {
        let (pool, _) = try await pool()
        let now = triggers.bed.clock.now()
        let client = try ProvingClient(pool)
        let proof = try await pool.provable("ann", client, .customAuth, ["CHALLENGE_NAME": "SRP_A"])
        #expect(proof.name == .passwordVerifier)
        let bad = try client.answers(to: proof, otherPassword, at: now)
        await #expect(performing: { try await pool.answer(proof, bad) }, throws: Self.incorrect)
        let challenge = try await pool.answer(proof, client.answers(to: proof, at: now)).challenge()
        #expect(challenge.name == .customChallenge)
        _ = try await pool.answer(challenge, ["ANSWER": WordSignIn.word]).tokens()
        #expect(
            triggers.asked.all.filter { $0.hasPrefix("define") } == [
                "define SRP_A:true false", "define SRP_A:true PASSWORD_VERIFIER:true false",
                "define SRP_A:true PASSWORD_VERIFIER:true CUSTOM_CHALLENGE:true:WORD false",
            ])
        await #expect(
            performing: { try await pool.answer(proof, client.answers(to: proof, at: now)) }, throws: Self.dead)
    }

    @Test func `nobody is asked for a password too, and no proof of it is right`() async throws {
        let (pool, _) = try await pool()
        let client = try ProvingClient(pool)
        let proof = try await pool.provable("bob", client, .customAuth, ["CHALLENGE_NAME": "SRP_A"])
        let answers = try client.answers(to: proof, at: triggers.bed.clock.now())
        await #expect(performing: { try await pool.answer(proof, answers) }, throws: Self.incorrect)
        #expect(triggers.asked.all == ["define SRP_A:true true"])
    }

    @Test(arguments: ["UNCONFIRMED", "RESET_REQUIRED"])
    func `a user who may not sign in is told so after the challenges, and looks like any other before`(
        _ status: String
    ) async throws {
        let (pool, _) = try await pool()
        let name: String
        if status == "UNCONFIRMED" {
            try await pool.signUp("eve")
            name = "UserNotConfirmedException"
        } else {
            try await pool.create("eve")
            try await pool.adminResetUserPassword(username: "eve")
            name = "PasswordResetRequiredException"
        }
        let posed = try await pool.challenged("eve", .customAuth)
        #expect(posed.name == .customChallenge)
        await #expect(throws: AWSError(name: name)) { try await pool.answer(posed, ["ANSWER": WordSignIn.word]) }
    }

    @Test func `the triggers after a sign-in are asked too`() async throws {
        let (pool, _) = try await pool { app, asked in
            WordSignIn.declare(app, asked)
            app.onTrigger(.preAuthentication) { asked.note($0.source) }
            app.onTrigger(.postAuthentication) { _ in throw ApiError("Not today", status: 403) }
        }
        let challenge = try await pool.challenged("ann", .customAuth)
        await #expect(
            performing: { try await pool.answer(challenge, ["ANSWER": WordSignIn.word]) },
            throws: AWSError.lambdaRefusal("PostAuthentication failed with error Not today."))
        #expect(triggers.asked.all.first == "PreAuthentication_Authentication")
    }
}
