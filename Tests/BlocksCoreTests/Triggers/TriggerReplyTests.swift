// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

/// One trigger's event and the reply to it, by a handler that changes what it can.
struct TriggerCase: Sendable, CustomTestStringConvertible {
    let source: String
    let request: String
    /// The event's own `response`, or `nil` where it has none.
    let response: String?
    /// The reply's.
    let expected: String?
    let register: @Sendable (AppBuilder) -> Void

    var testDescription: String { source }

    static func event(_ source: String, _ request: String, _ response: String?, version: String = #""1""#) -> String {
        let answer = response.map { #","response":\#($0)"# } ?? ""
        return #"""
            {"version":\#(version),"triggerSource":"\#(source)","region":"eu-west-1", "userPoolId":"eu-west-1_a",\#
            "userName":"ann","callerContext":{"awsSdkVersion":"x","clientId":"c"},"new member":[1.50,{"a":null}],\#
            "request":\#(request)\#(answer)}
            """#
    }

    /// The event without the white space between its members, which a reply hasn't.
    func expectedReply() -> String {
        Self.event(source, request, expected).replacing(", \"userPoolId", with: ",\"userPoolId")
    }
}

struct TriggerReplyTests {
    @Test(arguments: cases)
    func `the reply is the event with the handler's response`(_ sample: TriggerCase) async throws {
        let app = try AppHarness { sample.register($0) }
        let event = TriggerCase.event(sample.source, sample.request, sample.response)
        #expect(try await app.trigger(event) == sample.expectedReply())
    }

    static let cases: [TriggerCase] = [
        TriggerCase(
            source: "PreSignUp_SignUp",
            request: #"{"userAttributes":{"email":"a@b"},"validationData":null,"unknown":{}}"#,
            response: #"{"autoConfirmUser":false,"autoVerifyEmail":false,"autoVerifyPhone":false}"#,
            expected: #"{"autoConfirmUser":true,"autoVerifyEmail":true,"autoVerifyPhone":false}"#,
            register: { app in
                app.onTrigger(.preSignUp) { event in
                    var response = event.response
                    response.autoConfirmUser = event.userName == "ann" && event.region == "eu-west-1"
                    response.autoVerifyEmail = event.request.userAttributes == ["email": "a@b"] && event.clientID == "c"
                    return response
                }
            }),
        TriggerCase(
            source: "PostConfirmation_ConfirmSignUp", request: #"{"userAttributes":{"sub":"1"}}"#, response: "{}",
            expected: "{}",
            register: {
                $0.onTrigger(.postConfirmation) { event in #expect(event.request.userAttributes["sub"] == "1") }
            }),
        TriggerCase(
            source: "PreAuthentication_Authentication",
            request: #"{"userAttributes":{},"validationData":{"k":"v"},"userNotFound":true}"#, response: "{}",
            expected: "{}",
            register: { app in
                app.onTrigger(.preAuthentication) { event in
                    #expect(event.request.userNotFound)
                    #expect(event.request.validationData["k"]?.withExposed { $0 == "v" } == true)
                }
            }),
        TriggerCase(
            source: "PostAuthentication_Authentication",
            request: #"{"userAttributes":{},"newDeviceUsed":true,"clientMetadata":{"a":"b"}}"#, response: "{}",
            expected: "{}",
            register: { app in
                app.onTrigger(.postAuthentication) { event in
                    #expect(event.request.newDeviceUsed && event.request.clientMetadata == ["a": "b"])
                }
            }),
        TriggerCase(
            source: "UserMigration_Authentication", request: #"{"password":"pw"}"#,
            response:
                #"{"userAttributes":null,"forceAliasCreation":null,"finalUserStatus":null,"messageAction":null,"desiredDeliveryMediums":null}"#,
            expected:
                #"{"userAttributes":{"email":"a@b"},"finalUserStatus":"CONFIRMED","forceAliasCreation":false,"enableSMSMFA":false}"#,
            register: { app in
                app.onTrigger(.userMigration) { event in
                    var response = event.response
                    guard event.request.password?.withExposed({ $0 == "pw" }) == true else { return response }
                    response.userAttributes = ["email": "a@b"]
                    response.finalUserStatus = .confirmed
                    return response
                }
            }),
        TriggerCase(
            source: "CustomMessage_SignUp",
            request: #"{"userAttributes":{"email_verified":false},"codeParameter":"{####}"}"#,
            response: #"{"smsMessage":null,"emailMessage":null,"emailSubject":null,"future":7}"#,
            expected: #"{"future":7,"emailMessage":"Your code: {####}","emailSubject":"\"Hi\""}"#,
            register: { app in
                app.onTrigger(.customMessage) { event in
                    var response = event.response
                    response.emailMessage = "Your code: \(event.request.codeParameter ?? "")"
                    response.emailSubject = "\"Hi\""
                    return response
                }
            }),
        TriggerCase(
            source: "DefineAuthChallenge_Authentication",
            request:
                #"{"userAttributes":{},"session":[{"challengeName":"SRP_A","challengeResult":true,"challengeMetadata":null}]}"#,
            response: #"{"challengeName":null,"issueTokens":null,"failAuthentication":null}"#,
            expected: #"{"challengeName":"CUSTOM_CHALLENGE","issueTokens":false,"failAuthentication":false}"#,
            register: { app in
                app.onTrigger(.defineAuthChallenge) { event in
                    var response = event.response
                    #expect(event.request.session == [ChallengeResult(challengeName: "SRP_A", challengeResult: true)])
                    response.pose()
                    return response
                }
            }),
        TriggerCase(
            source: "CreateAuthChallenge_Authentication",
            request: #"{"userAttributes":{},"challengeName":"CUSTOM_CHALLENGE","session":[]}"#,
            response: #"{"publicChallengeParameters":null,"privateChallengeParameters":null,"challengeMetadata":null}"#,
            expected:
                #"{"publicChallengeParameters":{"a":"1","b":"2"},"privateChallengeParameters":{"code":"12"},"challengeMetadata":"CODE"}"#,
            register: { app in
                app.onTrigger(.createAuthChallenge) { event in
                    var response = event.response
                    response.publicChallengeParameters = ["b": "2", "a": "1"]
                    response.privateChallengeParameters = ["code": Secret("12")]
                    response.challengeMetadata = "CODE"
                    return response
                }
            }),
        TriggerCase(
            source: "VerifyAuthChallengeResponse_Authentication",
            request: #"{"userAttributes":{},"privateChallengeParameters":{"code":"12"},"challengeAnswer":"12"}"#,
            response: #"{"answerCorrect":null}"#, expected: #"{"answerCorrect":true}"#,
            register: { app in
                app.onTrigger(.verifyAuthChallengeResponse) { event in
                    var response = event.response
                    let code = event.request.privateChallengeParameters["code"]
                    response.answerCorrect = event.request.challengeAnswer.withExposed { answer in
                        code?.withExposed { $0 == answer } == true
                    }
                    return response
                }
            }),
        TriggerCase(
            source: "CustomEmailSender_ForgotPassword",
            request: #"{"type":"customEmailSenderRequestV1","code":"AYAD","userAttributes":{}}"#, response: nil,
            expected: nil,
            register: { app in
                app.onTrigger(.customEmailSender) { event in
                    #expect(event.request.code?.withExposed { $0 == "AYAD" } == true)
                }
            }),
        TriggerCase(
            source: "CustomSMSSender_Authentication", request: #"{"type":"customSMSSenderRequestV1","code":null}"#,
            response: "null", expected: "{}",
            register: { app in app.onTrigger(.customSMSSender) { event in #expect(event.request.code == nil) } }),
        TriggerCase(
            source: "InboundFederation_ExternalProvider",
            request:
                #"{"providerName":"Okta","providerType":"OIDC","attributes":{"idToken":{"email":"a@b","n":1,"l":["x"]}}}"#,
            response: #"{"userAttributesToMap":{}}"#,
            expected: #"{"userAttributesToMap":{"email":"a@b","l":"[\"x\"]","n":"1"}}"#,
            register: { app in
                app.onTrigger(.inboundFederation) { event in
                    var response = event.response
                    response.userAttributesToMap = event.request.idToken
                    return response
                }
            }),
    ]
}

extension AppHarness {
    /// The application's reply to an event of a user pool.
    func trigger(_ event: String) async throws -> String {
        let event = try #require(UserPoolEvent(JSONDocument(Array(event.utf8)).root))
        return String(decoding: try await application.triggers.reply(to: event, logger: log.logger), as: UTF8.self)
    }
}
