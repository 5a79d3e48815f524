// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension SampleEvent {
    /// What a user pool asks; the body's members replace those of the request.
    ///
    /// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html>
    func trigger(_ trigger: TriggerName) throws(ToolError) -> JSONValue {
        let user = name ?? "alice"
        let attributes: JSONValue = [
            "sub": .string(requestID), "email": .string("\(user)@example.com"), "email_verified": "true",
        ]
        var (operation, request, response) = Self.parts(trigger)
        if trigger != .userMigration, trigger != .inboundFederation { request["userAttributes"] = attributes }
        for (name, value) in try objectBody() { request[name] = value }
        return [
            "version": "1", "region": .string(Self.region), "userPoolId": .string("\(Self.region)_Abc123xyz"),
            "userName": .string(user),
            "callerContext": [
                "awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "1h57kf5cpq17m0eml12EXAMPLE",
            ],
            "triggerSource": .string("\(trigger.rawValue)_\(operation)"), "request": .object(request),
            "response": response,
        ]
    }

    /// What stands behind the trigger's name, the members of its request besides the user's attributes, and its empty answer.
    private static func parts(_ trigger: TriggerName) -> (String, JSONObject, JSONValue) {
        let message: JSONObject = [
            "codeParameter": "{####}", "usernameParameter": .null, "linkParameter": "{##Click##}",
        ]
        return switch trigger {
        case .preSignUp:
            (
                "SignUp", ["validationData": .null],
                ["autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false]
            )
        case .postConfirmation: ("ConfirmSignUp", [:], [:])
        case .preAuthentication: ("Authentication", ["validationData": .null, "userNotFound": false], [:])
        case .postAuthentication: ("Authentication", ["newDeviceUsed": false], [:])
        case .preTokenGeneration:
            (
                "Authentication", ["groupConfiguration": ["groupsToOverride": ["admins"], "iamRolesToOverride": []]],
                ["claimsOverrideDetails": .null]
            )
        case .userMigration:
            (
                "Authentication", ["password": "Correct-Horse-1", "validationData": .null],
                ["userAttributes": .null, "finalUserStatus": .null, "messageAction": .null]
            )
        case .customMessage:
            ("SignUp", message, ["smsMessage": .null, "emailMessage": .null, "emailSubject": .null])
        case .defineAuthChallenge:
            (
                "Authentication", ["session": [], "userNotFound": false],
                ["challengeName": .null, "issueTokens": .null, "failAuthentication": .null]
            )
        case .createAuthChallenge:
            (
                "Authentication", ["challengeName": "CUSTOM_CHALLENGE", "session": [], "userNotFound": false],
                ["publicChallengeParameters": .null, "privateChallengeParameters": .null, "challengeMetadata": .null]
            )
        case .verifyAuthChallengeResponse:
            (
                "Authentication",
                [
                    "privateChallengeParameters": ["answer": "123456"], "challengeAnswer": "123456",
                    "userNotFound": false,
                ],
                ["answerCorrect": .null]
            )
        case .customEmailSender: ("SignUp", ["type": "customEmailSenderRequestV1", "code": "AYADeEXAMPLE"], .null)
        case .customSMSSender: ("SignUp", ["type": "customSMSSenderRequestV1", "code": "AYADeEXAMPLE"], .null)
        case .inboundFederation:
            (
                "ExternalProvider",
                [
                    "providerName": "ExampleProvider", "providerType": "OIDC",
                    "attributes": ["idToken": ["sub": "ext-1", "email": "alice@example.com"], "userInfo": [:]],
                ], ["userAttributesToMap": .null]
            )
        }
    }
}
