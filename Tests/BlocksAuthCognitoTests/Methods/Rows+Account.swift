// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport

extension MethodRow {
    static let account: [MethodRow] = [
        MethodRow(
            "fetchUserAttributes", after: signedIn, calls: [Call("GetUser", ["AccessToken": "{access}"])],
            reply: #"{"sub":"sub-alice","custom:department":"ops"}"#),
        MethodRow(
            "updateUserAttributes", #"[{"email":"n@x.io","department":"ops"}]"#, after: signedIn,
            calls: [
                Call(
                    "UpdateUserAttributes",
                    [
                        "AccessToken": "{access}", "UserAttributes.email": "n@x.io",
                        "UserAttributes.custom:department": "ops",
                    ])
            ],
            reply: #"{"email":{"isUpdated":false,"nextStep":{"name":"CONFIRM_ATTRIBUTE_WITH_CODE","#
                + #""codeDeliveryDetails":{"destination":"n***@x***","deliveryMedium":"EMAIL","attributeName":"email"}}},"#
                + #""custom:department":{"isUpdated":true}}"#
        ) { cognito in
            cognito.on("UpdateUserAttributes") {
                [CodeDelivery(destination: "n***@x***", deliveryMedium: "EMAIL", attributeName: "email")]
            }
        },
        MethodRow(
            "updateUserAttribute", #"["name","Al"]"#, after: signedIn,
            calls: [Call("UpdateUserAttributes", ["AccessToken": "{access}", "UserAttributes.name": "Al"])],
            reply: #"{"isUpdated":true}"#),
        MethodRow(
            "confirmUserAttribute", #"["email","123456"]"#, after: signedIn,
            calls: [
                Call("VerifyUserAttribute", ["AccessToken": "{access}", "AttributeName": "email", "Code": "123456"])
            ]),
        MethodRow(
            "confirmUserAttribute", #"["department","123456"]"#, after: signedIn,
            calls: [
                Call(
                    "VerifyUserAttribute",
                    ["AccessToken": "{access}", "AttributeName": "custom:department", "Code": "123456"])
            ]),
        MethodRow(
            "sendUserAttributeVerificationCode", #"["custom:department"]"#, after: signedIn,
            calls: [
                Call(
                    "GetUserAttributeVerificationCode",
                    ["AccessToken": "{access}", "AttributeName": "custom:department"])
            ]),
        MethodRow(
            "sendUserAttributeVerificationCode", #"["email"]"#, after: signedIn,
            calls: [
                Call("GetUserAttributeVerificationCode", ["AccessToken": "{access}", "AttributeName": "email"])
            ]),
        MethodRow(
            "updatePassword", #"["old","new"]"#, after: signedIn,
            calls: [
                Call(
                    "ChangePassword",
                    ["AccessToken": "{access}", "PreviousPassword": "old", "ProposedPassword": "new"])
            ],
            cookies: 1),
        MethodRow(
            "deleteUser", after: signedIn, calls: [Call("DeleteUser", ["AccessToken": "{access}"])], cookies: 1),
    ]

    static let factors: [MethodRow] = [
        MethodRow(
            "setUpTOTP", after: signedIn, calls: [Call("AssociateSoftwareToken", ["AccessToken": "{access}"])],
            reply: #"{"sharedSecret":"JBSWY3DPEHPK3PXP"}"#),
        MethodRow(
            "verifyTOTPSetup", #"["123456"]"#, after: signedIn,
            calls: [Call("VerifySoftwareToken", ["AccessToken": "{access}", "UserCode": "123456"])], cookies: 1),
        MethodRow(
            "updateMFAPreference", #"[{"sms":"DISABLED","totp":"PREFERRED","email":"NOT_PREFERRED"}]"#, after: signedIn,
            calls: [
                Call(
                    "SetUserMFAPreference",
                    [
                        "AccessToken": "{access}", "SMS": "false,false", "SoftwareToken": "true,true",
                        "Email": "true,false",
                    ])
            ],
            cookies: 1),
        MethodRow(
            "fetchMFAPreference", after: signedIn, calls: [Call("GetUser", ["AccessToken": "{access}"])],
            reply: #"{"preferred":"SMS","enabled":["TOTP","SMS"]}"#),
    ]
}
