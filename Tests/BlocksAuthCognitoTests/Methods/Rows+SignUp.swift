// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport

extension MethodRow {
    private static let sent =
        #"{"destination":"a***@e***","deliveryMedium":"EMAIL","attributeName":"email"}"#

    static let signUp: [MethodRow] = [
        MethodRow(
            "signUp",
            #"["alice","Passw0rd!",{"attributes":{"email":"a@x.io","department":"ops"},"clientMetadata":{"k":"v"}}]"#,
            calls: [
                Call(
                    "SignUp",
                    [
                        "Username": "alice", "Password": "Passw0rd!", "UserAttributes.email": "a@x.io",
                        "UserAttributes.custom:department": "ops", "ClientMetadata.k": "v",
                    ])
            ],
            reply: #"{"isSignUpComplete":false,"userId":"sub-alice","nextStep":{"name":"CONFIRM_SIGN_UP","#
                + #""codeDeliveryDetails":\#(sent)}}"#),
        MethodRow(
            "signUp", #"["alice","Passw0rd!"]"#,
            calls: [Call("SignUp", ["Username": "alice", "Password": "Passw0rd!"])],
            reply: #"{"isSignUpComplete":true,"userId":"sub-alice"}"#
        ) { cognito in
            cognito.on("SignUp") { SignUpOutput(userConfirmed: true, userSub: "sub-alice", codeDelivery: nil) }
        },
        MethodRow(
            "signUp", #"["alice","Passw0rd!",{"autoSignIn":true}]"#,
            calls: [Call("SignUp", ["Username": "alice", "Password": "Passw0rd!"])],
            reply: #"{"isSignUpComplete":false,"userId":"sub-alice","nextStep":{"name":"CONFIRM_SIGN_UP","#
                + #""codeDeliveryDetails":\#(sent)}}"#, cookies: 1),
        MethodRow(
            "confirmSignUp", #"["alice","123456"]"#,
            calls: [Call("ConfirmSignUp", ["Username": "alice", "ConfirmationCode": "123456"])],
            reply: #"{"isSignUpComplete":true,"nextStep":{"signUpStep":"DONE"}}"#),
        MethodRow(
            "confirmSignUp", #"["alice","123456"]"#,
            after: [("api.signUp", #"["alice","Passw0rd!",{"autoSignIn":true}]"#)],
            calls: [Call("ConfirmSignUp", ["Username": "alice", "ConfirmationCode": "123456", "Session": "S1"])],
            reply: #"{"isSignUpComplete":true,"nextStep":{"signUpStep":"COMPLETE_AUTO_SIGN_IN"}}"#, cookies: 1),
        MethodRow(
            "autoSignIn",
            after: [
                ("api.signUp", #"["alice","Passw0rd!",{"autoSignIn":true}]"#),
                ("api.confirmSignUp", #"["alice","123456"]"#),
            ],
            calls: [
                Call(
                    "InitiateAuth",
                    [
                        "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters.USERNAME": "alice",
                        "AuthParameters.PASSWORD": "Passw0rd!", "Session": "S2",
                    ])
            ],
            reply: #"{"status":"signedIn","user":\#(alice)}"#, cookies: 2),
        MethodRow(
            "resendSignUpCode", #"["alice"]"#, calls: [Call("ResendConfirmationCode", ["Username": "alice"])]),
        MethodRow(
            "resetPassword", #"["alice"]"#, calls: [Call("ForgotPassword", ["Username": "alice"])],
            reply: #"{"isPasswordReset":false,"nextStep":{"name":"CONFIRM_RESET_PASSWORD_WITH_CODE","#
                + #""codeDeliveryDetails":\#(sent)}}"#),
        MethodRow(
            "confirmResetPassword", #"["alice","123456","N3wPassw0rd!"]"#,
            calls: [
                Call(
                    "ConfirmForgotPassword",
                    ["Username": "alice", "ConfirmationCode": "123456", "Password": "N3wPassw0rd!"])
            ]),
    ]
}
