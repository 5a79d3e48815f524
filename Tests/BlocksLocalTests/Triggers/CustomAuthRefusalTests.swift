// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksLocal

@Suite struct `Handlers of custom challenges that can't be followed` {
    private let triggers = TriggerBed()

    private func start(_ declare: (AppBuilder, Asked) -> Void) async throws -> AuthOutput {
        let (pool, _) = try triggers.pool(.init(fullID: "app-auth"), declare)
        if try await pool.listUsers(.init()).users.isEmpty { try await pool.create("ann") }
        return try await pool.initiateAuth(.init(flow: .customAuth, parameters: ["USERNAME": Secret("ann")]))
    }

    @Test func `an application without custom challenges has none`() async throws {
        for declare in [
            { _, _ in },
            { app, _ in
                app.onTrigger(.defineAuthChallenge) { event in
                    var response = event.response
                    response.pose()
                    return response
                }
            },
        ] as [(AppBuilder, Asked) -> Void] {
            await #expect(
                performing: { try await start(declare) },
                throws: AWSError.refusal(
                    "InvalidParameterException", "Custom auth lambda trigger is not configured for the user pool."))
        }
    }

    @Test(arguments: [nil, "", "SMS_MFA", "PASSWORD_VERIFIER", "custom_challenge"])
    func `a decision that names nothing to do is refused`(_ name: String?) async throws {
        await #expect(throws: AWSError(name: "InvalidLambdaResponseException")) {
            try await start { app, _ in
                app.onTrigger(.defineAuthChallenge) { event in
                    var response = event.response
                    response.challengeName = name
                    return response
                }
            }
        }
    }

    @Test func `a handler's refusal is told, and its failure is not`() async throws {
        struct Detail: Error { let text = "hush" }
        await #expect(
            performing: {
                try await start { app, _ in
                    app.onTrigger(.defineAuthChallenge) { _ in throw ApiError("Blocked", status: 403) }
                }
            }, throws: AWSError.lambdaRefusal("DefineAuthChallenge failed with error Blocked."))
        await #expect(
            performing: {
                try await start { app, asked in
                    WordSignIn.declare(app, asked)
                    app.onTrigger(.preAuthentication) { _ in throw Detail() }
                }
            },
            throws: AWSError.lambdaRefusal(
                "PreAuthentication failed with error the handler of the trigger failed."))
    }

    @Test func `a sign-in that never ends is ended`() async throws {
        let (pool, _) = try triggers.pool { app, asked in
            app.onTrigger(.defineAuthChallenge) { event in
                var response = event.response
                response.pose()
                return response
            }
            app.onTrigger(.createAuthChallenge) { $0.response }
            app.onTrigger(.verifyAuthChallengeResponse) { $0.response }
        }
        try await pool.create("ann")
        var challenge = try await pool.challenged("ann", .customAuth)
        for _ in 0..<CustomProgress.limit {
            challenge = try await pool.answer(challenge, ["ANSWER": "x"]).challenge()
        }
        let last = challenge
        await #expect(throws: AWSError(name: "NotAuthorizedException")) { try await pool.answer(last, ["ANSWER": "x"]) }
    }

    @Test func `sealed parameters open for their session only, and unchanged`() throws {
        let session = Secret("session-1")
        let sealed = try SealedParameters(
            ["word": Secret("sesame"), "empty": Secret("")], for: session, random: .system)
        let opened = try #require(sealed.open(with: session))
        #expect(opened.mapValues(\.exposed) == ["word": "sesame", "empty": ""])
        #expect(sealed.open(with: Secret("session-2")) == nil)
        let json = try JSONCoding.string(sealed)
        #expect(!json.contains("sesame"))
        for member in ["nonce", "text", "tag"] {
            var changed = try JSONValue(parsing: Array(json.utf8))
            let text = try #require(changed[member]?.string)
            changed[member] = .string((text.first == "A" ? "B" : "A") + text.dropFirst())
            let forged = try JSONCoding.decode(SealedParameters.self, from: JSONCoding.string(changed))
            #expect(forged.open(with: session) == nil, "\(member)")
            changed[member] = "%"
            let broken = try JSONCoding.decode(SealedParameters.self, from: JSONCoding.string(changed))
            #expect(broken.open(with: session) == nil, "\(member)")
        }
    }
}
