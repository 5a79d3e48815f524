// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport

extension MethodRow {
    private static let started = Call(
        "InitiateAuth",
        [
            "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters.USERNAME": "alice", "AuthParameters.PASSWORD": "pw",
            "ClientMetadata.k": "v",
        ])
    private static let start = #"["alice","pw",{"clientMetadata":{"k":"v"}}]"#

    /// A sign-in that meets `challenge`, which is answered with `answer`.
    private static func confirm(
        _ challenge: String, _ answer: String, _ responses: [String: String], options: String = "{}",
        metadata: [String: String] = [:]
    ) -> MethodRow {
        var fields = [
            "ChallengeName": String(challenge.prefix { $0 != " " }), "Session": "C1",
            "ChallengeResponses.USERNAME": "alice",
        ]
        for (name, value) in responses { fields["ChallengeResponses." + name] = value }
        for (name, value) in metadata { fields["ClientMetadata." + name] = value }
        return MethodRow(
            "confirmSignIn", #"["{session}",\#(answer),\#(options)]"#,
            after: [("challenge", challenge), ("api.signIn", #"["alice","pw"]"#)],
            calls: [Call("RespondToAuthChallenge", fields)],
            reply: #"{"status":"signedIn","user":\#(alice)}"#, cookies: 1)
    }

    /// A sign-in that meets `challenge` and tells the client `step`.
    private static func challenged(_ challenge: String, _ step: String, calls: [Call] = []) -> MethodRow {
        MethodRow(
            "signIn", start, after: [("challenge", challenge)], calls: [started] + calls,
            reply: #"{"status":"continueSignIn","nextStep":\#(step)}"#)
    }

    static let signIn: [MethodRow] = [
        MethodRow(
            "signIn", start, calls: [started], reply: #"{"status":"signedIn","user":\#(alice)}"#, cookies: 1),
        challenged(
            #"SMS_MFA {"CODE_DELIVERY_DESTINATION":"+*******1234"}"#,
            #"{"name":"CONFIRM_SIGN_IN_WITH_SMS_CODE","session":"{session}","codeDeliveryDetails":"#
                + #"{"destination":"+*******1234","deliveryMedium":"SMS","attributeName":"phone_number"}}"#),
        challenged(
            "SOFTWARE_TOKEN_MFA", #"{"name":"CONFIRM_SIGN_IN_WITH_TOTP_CODE","session":"{session}"}"#),
        challenged(
            "EMAIL_OTP",
            #"{"name":"CONFIRM_SIGN_IN_WITH_EMAIL_CODE","session":"{session}","codeDeliveryDetails":"#
                + #"{"destination":"***","deliveryMedium":"EMAIL","attributeName":"email"}}"#),
        challenged(
            #"SELECT_MFA_TYPE {"MFAS_CAN_CHOOSE":"[\"SMS_MFA\",\"SOFTWARE_TOKEN_MFA\",\"NEW\"]"}"#,
            #"{"name":"CONTINUE_SIGN_IN_WITH_MFA_SELECTION","session":"{session}","allowedMFATypes":["SMS","TOTP"]}"#),
        challenged(
            #"MFA_SETUP {"MFAS_CAN_SETUP":"[\"SMS_MFA\",\"SOFTWARE_TOKEN_MFA\"]"}"#,
            #"{"name":"CONTINUE_SIGN_IN_WITH_TOTP_SETUP","session":"{session}","sharedSecret":"JBSWY3DPEHPK3PXP"}"#,
            calls: [Call("AssociateSoftwareToken", ["Session": "C1"])]),
        challenged(
            #"MFA_SETUP {"MFAS_CAN_SETUP":"[\"EMAIL_OTP\"]"}"#,
            #"{"name":"CONTINUE_SIGN_IN_WITH_EMAIL_SETUP","session":"{session}"}"#),
        challenged(
            #"MFA_SETUP {"MFAS_CAN_SETUP":"[\"EMAIL_OTP\",\"SOFTWARE_TOKEN_MFA\"]"}"#,
            #"{"name":"CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION","session":"{session}","allowedMFATypes":["EMAIL","TOTP"]}"#
        ),
        challenged(
            #"NEW_PASSWORD_REQUIRED {"requiredAttributes":"[\"userAttributes.given_name\"]"}"#,
            #"{"name":"CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED","session":"{session}","#
                + #""requiredAttributes":["userAttributes.given_name"]}"#),
        challenged(
            #"SELECT_CHALLENGE {"AVAILABLE_CHALLENGES":"[\"PASSWORD\",\"WEB_AUTHN\"]"}"#,
            #"{"name":"CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION","session":"{session}","#
                + #""availableChallenges":["PASSWORD","WEB_AUTHN"]}"#),
        challenged(
            #"CUSTOM_CHALLENGE {"USERNAME":"alice","prompt":"Colour?"}"#,
            #"{"name":"CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE","session":"{session}","#
                + #""additionalInfo":{"prompt":"Colour?"}}"#),
        MethodRow(
            "signIn", start, after: [("challenge", "BRAND_NEW")], calls: [started],
            reply: #"{"jsonrpc":"2.0","error":{"code":501,"message":"Unsupported challenge: BRAND_NEW","#
                + #""data":{"name":"InvalidParameterException"}}"#),
        challenged("PASSWORD", #"{"name":"CONFIRM_SIGN_IN_WITH_PASSWORD","session":"{session}"}"#),
        challenged(
            #"WEB_AUTHN {"CREDENTIAL_REQUEST_OPTIONS":"{}"}"#,
            #"{"name":"CONFIRM_SIGN_IN_WITH_WEB_AUTHN","session":"{session}","credentialRequestOptions":"{}"}"#),
        challenged(
            "SMS_OTP",
            #"{"name":"CONFIRM_SIGN_IN_WITH_FIRST_FACTOR_SMS_OTP","session":"{session}","codeDeliveryDetails":"#
                + #"{"destination":"***","deliveryMedium":"SMS","attributeName":"phone_number"}}"#),

        confirm("SMS_MFA", #""123456""#, ["SMS_MFA_CODE": "123456"]),
        confirm(
            "SOFTWARE_TOKEN_MFA", #"{"code":"123456"}"#, ["SOFTWARE_TOKEN_MFA_CODE": "123456"],
            options: #"{"clientMetadata":{"a":"b"}}"#, metadata: ["a": "b"]),
        confirm("CUSTOM_CHALLENGE", #"{"answer":"red"}"#, ["ANSWER": "red"]),
        confirm("EMAIL_OTP", #""123456""#, ["EMAIL_OTP_CODE": "123456"]),
        confirm("SMS_OTP", #""123456""#, ["SMS_OTP_CODE": "123456"]),
        confirm(
            #"SELECT_MFA_TYPE {"MFAS_CAN_CHOOSE":"[\"SMS_MFA\",\"SOFTWARE_TOKEN_MFA\"]"}"#, #"{"mfaType":"TOTP"}"#,
            ["ANSWER": "SOFTWARE_TOKEN_MFA"]),
        confirm(
            #"SELECT_CHALLENGE {"AVAILABLE_CHALLENGES":"[\"EMAIL_OTP\"]"}"#, #"{"firstFactor":"EMAIL_OTP"}"#,
            ["ANSWER": "EMAIL_OTP"]),
        confirm("PASSWORD", #"{"password":"pw"}"#, ["PASSWORD": "pw"]),
        confirm("WEB_AUTHN", #"{"credential":"{}"}"#, ["CREDENTIAL": "{}"]),
        confirm(
            "NEW_PASSWORD_REQUIRED", #"{"newPassword":"N3w!"}"#,
            [
                "NEW_PASSWORD": "N3w!", "userAttributes.given_name": "Al", "userAttributes.custom:department": "ops",
            ], options: #"{"userAttributes":{"given_name":"Al","department":"ops"}}"#),
        confirm(#"MFA_SETUP {"MFAS_CAN_SETUP":"[\"EMAIL_OTP\"]"}"#, #"{"email":"a@x.io"}"#, ["EMAIL": "a@x.io"]),
        MethodRow(
            "confirmSignIn", #"["{session}","123456",{"friendlyDeviceName":"phone"}]"#,
            after: [
                ("challenge", #"MFA_SETUP {"MFAS_CAN_SETUP":"[\"SOFTWARE_TOKEN_MFA\"]"}"#),
                ("api.signIn", #"["alice","pw"]"#),
            ],
            calls: [
                Call(
                    "VerifySoftwareToken", ["Session": "C1", "UserCode": "123456", "FriendlyDeviceName": "phone"]),
                Call(
                    "RespondToAuthChallenge",
                    ["ChallengeName": "MFA_SETUP", "Session": "C1", "ChallengeResponses.USERNAME": "alice"]),
            ],
            reply: #"{"status":"signedIn","user":\#(alice)}"#, cookies: 1),
    ]
}
