// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport

extension MethodRow {
    static let session: [MethodRow] = [
        MethodRow("requireAuth", after: signedIn, reply: alice),
        MethodRow("checkAuth", after: signedIn, reply: "true"),
        MethodRow("checkAuth", reply: "false"),
        MethodRow("getCurrentUser", after: signedIn, reply: alice),
        MethodRow("getCurrentUser", reply: "null"),
        MethodRow("requireRole", #"["admins"]"#, after: signedIn, reply: alice),
        MethodRow("requireRecentSignIn", after: signedIn, reply: alice),
        MethodRow("fetchAuthSession", reply: #"{"userSub":null,"tokens":null}"#),
        MethodRow(
            "fetchAuthSession", after: signedIn,
            reply: #"{"userSub":"sub-alice","tokens":{"idToken":{"raw":"{id}","payload":{"sub":"sub-alice","#
                + #""cognito:groups":["admins"],"email_verified":true,"#
                + #""iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_TestPool1","cognito:username":"alice","#
                + #""aud":"client123","token_use":"id","auth_time":1795496006,"exp":1795499606,"iat":1795496006,"#
                + #""email":"alice@example.com","name":"Mark 1"},"expiresAt":1795499606000},"accessToken":{"#
                + #""raw":"{access}","payload":{"sub":"sub-alice","token_use":"access","client_id":"client123","#
                + #""username":"alice","exp":1795499606,"jti":"1"},"expiresAt":1795499606000}}}"#),
        MethodRow(
            "signOut", after: signedIn, calls: [Call("RevokeToken", ["Token": "refresh-1"])], cookies: 1),
        MethodRow(
            "signOut", #"[{"global":true}]"#, after: signedIn,
            calls: [Call("GlobalSignOut", ["AccessToken": "{access}"])], cookies: 1),
        MethodRow("signOut", cookies: 1),
        MethodRow(
            "listSessions", after: signedIn,
            reply: #"[{"id":"\#(Tested.firstRow)","label":"Unknown device","createdAt":\#(now),"lastUsedAt":\#(now),"#
                + #""isCurrent":true}]"#),
        MethodRow(
            "endSession", #"["\#(Tested.firstRow)"]"#, after: signedIn,
            calls: [Call("RevokeToken", ["Token": "refresh-1"])], reply: "true", cookies: 1),
        MethodRow("endSession", #"["another"]"#, after: signedIn, reply: "false"),
        MethodRow(
            "endAllSessions", "[]", after: signedIn, calls: [Call("RevokeToken", ["Token": "refresh-1"])],
            cookies: 1),
        MethodRow("endAllSessions", #"[{"exceptCurrent":true}]"#, after: signedIn),
    ]

    private static let now = WallClock.fixed.now().milliseconds

    static let forms: [MethodRow] = [
        MethodRow(
            "authApi.getAuthState", after: signedIn,
            reply:
                #"{"state":"signedIn","user":\#(alice),"actions":[{"name":"signOut","label":"Sign Out","fields":[]}]}"#),
        MethodRow(
            "authApi.setAuthState", #"[{"action":"resendSignUpCode","username":"alice"}]"#,
            calls: [Call("ResendConfirmationCode", ["Username": "alice"])],
            reply:
                #"{"state":"confirmingSignUp","actions":[{"name":"confirmSignUp","label":"Confirm Account","fields":["#
                + #"{"name":"username","label":"Username","type":"hidden","required":true,"defaultValue":"alice"},"#
                + #"{"name":"code","label":"Verification Code","type":"text","required":true}]},"#
                + #"{"name":"resendSignUpCode","label":"Resend Code","fields":[{"name":"username","label":"Username","#
                + #""type":"hidden","required":true,"defaultValue":"alice"}]}]}"#),
    ]
}
