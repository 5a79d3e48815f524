// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport

extension MethodRow {
    private static let user =
        #"{"username":"alice","userSub":"sub-alice","enabled":true,"attributes":{"email":"a@x.io"}"#

    /// What comes before everything that ends a user's sessions.
    private static let asked = Call("AdminGetUser", ["Username": "alice"])

    static let administration: [MethodRow] = [
        MethodRow(
            "adminAddUserToGroup", #"["alice","admins"]"#,
            calls: [Call("AdminAddUserToGroup", ["Username": "alice", "GroupName": "admins"])]),
        MethodRow(
            "adminRemoveUserFromGroup", #"["alice","admins"]"#,
            calls: [Call("AdminRemoveUserFromGroup", ["Username": "alice", "GroupName": "admins"])]),
        MethodRow(
            "adminListGroupsForUser", #"["alice"]"#, calls: [Call("AdminListGroupsForUser", ["Username": "alice"])],
            reply: #"["admins"]"#),
        MethodRow(
            "adminListUsersInGroup", #"["admins"]"#, calls: [Call("ListUsersInGroup", ["GroupName": "admins"])],
            reply: "[\(user)}]"),
        MethodRow(
            "adminCreateUser",
            #"["alice",{"temporaryPassword":"T3mp!","attributes":{"email":"a@x.io","department":"ops"},"suppressInvite":true}]"#,
            calls: [
                Call(
                    "AdminCreateUser",
                    [
                        "Username": "alice", "TemporaryPassword": "T3mp!", "MessageAction": "SUPPRESS",
                        "UserAttributes.email": "a@x.io", "UserAttributes.custom:department": "ops",
                    ])
            ],
            reply: user + #","groups":[]}"#),
        MethodRow(
            "adminDeleteUser", #"["alice"]"#, calls: [asked, Call("AdminDeleteUser", ["Username": "alice"])]),
        MethodRow(
            "adminDisableUser", #"["alice"]"#, calls: [asked, Call("AdminDisableUser", ["Username": "alice"])]),
        MethodRow(
            "adminEnableUser", #"["alice"]"#, calls: [Call("AdminEnableUser", ["Username": "alice"])]),
        MethodRow(
            "adminResetUserPassword", #"["alice"]"#,
            calls: [asked, Call("AdminResetUserPassword", ["Username": "alice"])]),
        MethodRow(
            "adminSetUserPassword", #"["alice","N3w!"]"#,
            calls: [
                asked, Call("AdminSetUserPassword", ["Username": "alice", "Password": "N3w!", "Permanent": "false"]),
            ]),
        MethodRow(
            "adminSetUserPassword", #"["alice","N3w!",{"permanent":true}]"#,
            calls: [
                asked, Call("AdminSetUserPassword", ["Username": "alice", "Password": "N3w!", "Permanent": "true"]),
            ]),
        MethodRow(
            "adminGetUser", #"["alice"]"#,
            calls: [
                Call("AdminGetUser", ["Username": "alice"]), Call("AdminListGroupsForUser", ["Username": "alice"]),
            ],
            reply: user + #","groups":["admins"]}"#),
        MethodRow(
            "adminScan", #"[{"attribute":"email","match":"startsWith","value":"a@"}]"#,
            calls: [Call("ListUsers", ["Filter": "email startsWith a@"])], reply: "[\(user)}]"),
        MethodRow(
            "adminRevokeUserSessions", #"["alice"]"#,
            calls: [asked, Call("AdminUserGlobalSignOut", ["Username": "alice"])]),
        MethodRow(
            "adminEndSessions", #"["alice"]"#, after: signedIn, calls: [Call("AdminGetUser", ["Username": "alice"])],
            reply: "1"),
    ]
}
