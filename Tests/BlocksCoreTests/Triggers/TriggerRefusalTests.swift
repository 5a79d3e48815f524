// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

/// Triggers that get no answer, and what may be told of it.
struct TriggerRefusalTests {
    private struct Detail: Error { let password = "hush" }

    private static func failure(
        _ event: String, build: (AppBuilder) -> Void
    ) async throws -> (error: TriggerError, log: CapturedLog) {
        let app = try AppHarness { build($0) }
        let error = await #expect(throws: TriggerError.self) { try await app.trigger(event) }
        return (try #require(error), app.log)
    }

    private static let signUp = TriggerCase.event("PreSignUp_SignUp", "{}", "{}")

    @Test func `an error of the application's own is told`() async throws {
        let (error, log) = try await Self.failure(Self.signUp) { app in
            app.onTrigger(.preSignUp) { _ in
                throw ApiError("Only by invitation", status: 403, name: "ByInvitation", cause: Detail())
            }
        }
        #expect(error.code == .refused && error.message == "Only by invitation")
        #expect(log.text.contains("ByInvitation in the trigger PreSignUp_SignUp"))
    }

    @Test func `any other error is one fixed text, and a line in the log`() async throws {
        let (error, log) = try await Self.failure(Self.signUp) { app in
            app.onTrigger(.preSignUp) { _ in throw Detail() }
        }
        #expect(error.code == .failed && error.message == "the handler of the trigger failed")
        #expect(log.text.contains("Detail"))
    }

    @Test func `a cancelled handler has failed`() async throws {
        let (error, _) = try await Self.failure(Self.signUp) { app in
            app.onTrigger(.preSignUp) { _ in throw CancellationError() }
        }
        #expect(error.code == .failed)
    }

    @Test(arguments: [
        ("PreSignUp_SignUp", "PreSignUp_SignUp"), ("FutureTrigger_SignUp", "FutureTrigger_SignUp"),
        ("PreSignUp", "PreSignUp"), ("", "trigger "), ("PreSignUp_<script>", "malformed"),
        (String(repeating: "x", count: 65), "malformed"),
    ])
    func `a trigger without a handler is named`(_ source: String, _ name: String) async throws {
        let (error, _) = try await Self.failure(TriggerCase.event(source, "{}", "{}")) { app in
            app.onTrigger(.postConfirmation) { _ in }
        }
        #expect(error.code == .unhandled && error.message.contains(name))
    }

    @Test(arguments: [
        ("PreSignUp_SignUp", #"{"userAttributes":[]}"#, "{}"), ("PreSignUp_SignUp", #"{"validationData":"x"}"#, "{}"),
        ("PreSignUp_SignUp", #"{"userAttributes":{"a":{}}}"#, "{}"),
        ("PreSignUp_SignUp", "{}", #"{"autoConfirmUser":"yes"}"#),
        ("UserMigration_Authentication", #"{"password":7}"#, "{}"),
        ("UserMigration_Authentication", "{}", #"{"desiredDeliveryMediums":[1]}"#),
        ("DefineAuthChallenge_Authentication", #"{"session":{}}"#, "{}"),
        ("DefineAuthChallenge_Authentication", #"{"session":[1]}"#, "{}"),
        ("DefineAuthChallenge_Authentication", #"{"session":[{"challengeResult":true}]}"#, "{}"),
        ("DefineAuthChallenge_Authentication", #"{"session":[{"challengeName":"A","challengeResult":1}]}"#, "{}"),
        ("VerifyAuthChallengeResponse_Authentication", "{}", "{}"),
        ("VerifyAuthChallengeResponse_Authentication", #"{"challengeAnswer":{}}"#, "{}"),
    ])
    func `a member of a wrong type is malformed`(_ source: String, _ request: String, _ response: String) async throws {
        let (error, _) = try await Self.failure(TriggerCase.event(source, request, response)) { app in
            app.onTrigger(.preSignUp) { $0.response }
            app.onTrigger(.userMigration) { $0.response }
            app.onTrigger(.defineAuthChallenge) { $0.response }
            app.onTrigger(.verifyAuthChallengeResponse) { $0.response }
        }
        #expect(error.code == .malformedEvent)
    }

    @Test func `two handlers of one trigger are a mistake of the declaration`() throws {
        let message = try DeclarationTests.mistake { app, _ in
            app.onTrigger(.preTokenGeneration) { $0.response }
            app.onTrigger(.preTokenGeneration) { $0.response }
        }
        #expect(message.contains("PreTokenGeneration"))
    }

    @Test func `of two responses the last counts, and one is told back`() async throws {
        let app = try AppHarness { app in app.onTrigger(.verifyAuthChallengeResponse) { $0.response } }
        let reply = try await app.trigger(
            #"""
            {"triggerSource":"VerifyAuthChallengeResponse_Authentication","userPoolId":"p","response":{"answerCorrect":true},\#
            "request":{"challengeAnswer":"x"},"response":{"answerCorrect":false}}
            """#)
        #expect(
            reply == #"""
                {"triggerSource":"VerifyAuthChallengeResponse_Authentication","userPoolId":"p",\#
                "response":{"answerCorrect":false},"request":{"challengeAnswer":"x"}}
                """#)
    }

    @Test func `no form of an event shows its secrets`() async throws {
        let app = try AppHarness { app in
            app.onTrigger(.userMigration) { event in
                var dumped = ""
                dump(event, to: &dumped)
                for text in ["\(event)", String(reflecting: event), dumped, "\(event.request)"] {
                    #expect(!text.contains("hush"))
                }
                return event.response
            }
        }
        let event = TriggerCase.event(
            "UserMigration_Authentication", #"{"password":"hush","validationData":{"a":"hush"}}"#, "{}")
        _ = try await app.trigger(event)
        let parsed = try #require(UserPoolEvent(JSONDocument(Array(event.utf8)).root))
        #expect(!"\(parsed) \(String(reflecting: parsed))".contains("hush"))
    }
}
