// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

extension CognitoServiceCase {
    static let groups: [CognitoServiceCase] = [
        CognitoServiceCase("membership comes and goes, and doing it twice is no error") { bed in
            try await bed.create("alice")
            for _ in 1...2 {
                try await bed.administration.adminAddUserToGroup(username: "alice", groupName: "readers")
                #expect(try await bed.administration.adminListGroupsForUser(username: "alice") == ["readers"])
            }
            #expect(try await bed.administration.listUsersInGroup("readers").map(\.username) == ["alice"])
            #expect(try await bed.administration.listUsersInGroup("writers").isEmpty)
            for _ in 1...2 {
                try await bed.administration.adminRemoveUserFromGroup(username: "alice", groupName: "readers")
                #expect(try await bed.administration.adminListGroupsForUser(username: "alice").isEmpty)
            }
        },
        CognitoServiceCase("a group or user that is not there is named as such") { bed in
            try await bed.create("alice")
            let admin = bed.administration
            await bed.refused("ResourceNotFoundException") {
                try await admin.adminAddUserToGroup(username: "alice", groupName: "nope")
            }
            await bed.refused("ResourceNotFoundException") {
                try await admin.adminRemoveUserFromGroup(username: "alice", groupName: "nope")
            }
            await bed.refused("ResourceNotFoundException") { _ = try await admin.listUsersInGroup("nope") }
            await bed.refused("UserNotFoundException") {
                try await admin.adminAddUserToGroup(username: "nobody", groupName: "readers")
            }
            await bed.refused("UserNotFoundException") {
                try await admin.adminRemoveUserFromGroup(username: "nobody", groupName: "readers")
            }
            await bed.refused("UserNotFoundException") {
                _ = try await admin.adminListGroupsForUser(username: "nobody")
            }
        },
        CognitoServiceCase("a deleted member is no member, nor is a namesake") { bed in
            try await bed.create("alice")
            try await bed.administration.adminAddUserToGroup(username: "alice", groupName: "writers")
            try await bed.administration.adminDeleteUser(username: "alice")
            #expect(try await bed.administration.listUsersInGroup("writers").isEmpty)
            try await bed.create("alice")
            #expect(try await bed.administration.adminListGroupsForUser(username: "alice").isEmpty)
        },
    ]

    static let lifecycle: [CognitoServiceCase] = [
        CognitoServiceCase("a created user is described with what was given") { bed in
            let made = try await bed.administration.adminCreateUser(
                .init(
                    username: "alice", temporaryPassword: suitePassword,
                    attributes: [
                        .init(name: "email", value: "alice@example.com"), .init(name: "email_verified", value: "true"),
                        .init(name: "custom:department", value: "ops"),
                    ], suppressInvite: true))
            let read = try await bed.administration.adminGetUser(username: "alice")
            for user in [made, read] {
                #expect(user.username == "alice" && user.enabled)
                for attribute in [
                    ("email", "alice@example.com"), ("email_verified", "true"), ("custom:department", "ops"),
                ] {
                    #expect(user.attributes.contains(.init(name: attribute.0, value: attribute.1)), "\(attribute)")
                }
                #expect(user.attributes.contains { $0.name == "sub" && !$0.value.isEmpty })
            }
        },
        CognitoServiceCase("a taken name is not created again") { bed in
            try await bed.create("alice")
            await bed.refused("UsernameExistsException") {
                _ = try await bed.administration.adminCreateUser(
                    .init(username: "alice", temporaryPassword: suitePassword, suppressInvite: true))
            }
        },
        CognitoServiceCase("a disabled user is described as one") { bed in
            try await bed.create("alice")
            try await bed.administration.adminDisableUser(username: "alice")
            #expect(try await !bed.administration.adminGetUser(username: "alice").enabled)
            try await bed.administration.adminEnableUser(username: "alice")
            #expect(try await bed.administration.adminGetUser(username: "alice").enabled)
        },
        CognitoServiceCase("a password that an administrator sets is permanent or for once") { bed in
            try await bed.create("alice")
            let given = Secret("G1venPassw0rd!")
            await bed.refused("InvalidPasswordException") {
                try await bed.administration.adminSetUserPassword(
                    username: "alice", password: Secret("weak"), permanent: true)
            }
            try await bed.administration.adminSetUserPassword(username: "alice", password: given, permanent: true)
            _ = try await bed.signIn("alice", given)
            try await bed.administration.adminSetUserPassword(
                username: "alice", password: suitePassword, permanent: false)
            #expect(try await bed.start("alice").challengeOrFail().name == .newPasswordRequired)
        },
        CognitoServiceCase("a reset takes the password away", except: [.moto: "still takes the old password"]) { bed in
            try await bed.create(
                "alice",
                attributes: [
                    .init(name: "email", value: "alice@example.com"), .init(name: "email_verified", value: "true"),
                ])
            try await bed.administration.adminResetUserPassword(username: "alice")
            await bed.refused("PasswordResetRequiredException") { _ = try await bed.signIn("alice") }
            let fresh = Secret("0therPassw0rd!")
            try await bed.service.confirmForgotPassword(
                .init(
                    username: "alice", confirmationCode: Secret(try #require(bed.code("alice"))), password: fresh))
            _ = try await bed.signIn("alice", fresh)
        },
        CognitoServiceCase("a deleted user is gone") { bed in
            try await bed.create("alice")
            try await bed.administration.adminDeleteUser(username: "alice")
            await bed.refused("UserNotFoundException") {
                _ = try await bed.administration.adminGetUser(username: "alice")
            }
            await bed.refused("UserNotFoundException") {
                try await bed.administration.adminDeleteUser(username: "alice")
            }
        },
        CognitoServiceCase("what is done to nobody is refused") { bed in
            let admin = bed.administration
            await bed.refused("UserNotFoundException") { _ = try await admin.adminGetUser(username: "nobody") }
            await bed.refused("UserNotFoundException") { try await admin.adminDisableUser(username: "nobody") }
            await bed.refused("UserNotFoundException") { try await admin.adminEnableUser(username: "nobody") }
            await bed.refused("UserNotFoundException") { try await admin.adminResetUserPassword(username: "nobody") }
            await bed.refused("UserNotFoundException") {
                try await admin.adminSetUserPassword(username: "nobody", password: suitePassword, permanent: true)
            }
        },
        CognitoServiceCase(
            "a signed sign-in is one like any other"
        ) { bed in
            try await bed.create("alice")
            let tokens = try await bed.administration.adminInitiateAuth(
                .init(
                    flow: .adminUserPasswordAuth, parameters: ["USERNAME": Secret("alice"), "PASSWORD": suitePassword])
            ).tokensOrFail()
            #expect(try bed.claims(tokens.accessToken)["username"]?.string == "alice")
            await bed.refused("NotAuthorizedException") {
                _ = try await bed.administration.adminInitiateAuth(
                    .init(
                        flow: .adminUserPasswordAuth,
                        parameters: ["USERNAME": Secret("alice"), "PASSWORD": Secret("Wr0ngPass!")]))
            }
        },
    ]

    static let listing: [CognitoServiceCase] = [
        CognitoServiceCase("users are found by what they have") { bed in
            try await bed.create("alice", attributes: [.init(name: "email", value: "alice@example.com")])
            try await bed.create("bob", attributes: [.init(name: "email", value: "bob@example.org")])
            try await bed.administration.adminDisableUser(username: "bob")
            for (attribute, match, value, names) in [
                ("username", UserFilter.Match.startsWith, "al", ["alice"]), ("username", .equals, "al", []),
                ("email", .startsWith, "bob@", ["bob"]), ("email", .equals, "alice@example.com", ["alice"]),
                ("status", .equals, "Disabled", ["bob"]), ("email", .equals, "nobody@example.com", []),
                ("cognito:user_status", .equals, "CONFIRMED", ["alice", "bob"]),
            ] {
                let filter = try #require(UserFilter(attribute: attribute, match: match, value: value))
                let found = try await bed.administration.listUsers(.init(filter: filter)).users.map(\.username).sorted()
                #expect(found == names, "\(attribute) \(match) \(value)")
            }
        },
        CognitoServiceCase("lists come in pages that cover everything once") { bed in
            var names: [String] = []
            for number in 0..<7 {
                let name = "user-\(number)"
                try await bed.create(name)
                names.append(name)
            }
            var found: [String] = []
            var token: String?
            var pages = 0
            repeat {
                let page = try await bed.administration.listUsers(.init(limit: 3, paginationToken: token))
                #expect(page.users.count <= 3)
                found += page.users.map(\.username)
                token = page.paginationToken
                pages += 1
            } while token != nil && pages < 10
            #expect(found.sorted() == names)
            #expect(pages == 3)
        },
        CognitoServiceCase("a group of more than one page is listed whole") { bed in
            for number in 0..<65 {
                _ = try await bed.administration.adminCreateUser(
                    .init(username: "user-\(number)", temporaryPassword: suitePassword, suppressInvite: true))
                try await bed.administration.adminAddUserToGroup(username: "user-\(number)", groupName: "readers")
            }
            #expect(Set(try await bed.administration.listUsersInGroup("readers").map(\.username)).count == 65)
        },
    ]
}
