// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

extension CognitoServiceCase {
    private static let fresh = Secret("0therPassw0rd!")

    static let account: [CognitoServiceCase] = [
        CognitoServiceCase("a user is described to the holder of an access token, and to nobody else") { bed in
            try await bed.register("alice", attributes: [.init(name: "email", value: "alice@example.com")])
            let tokens = try await bed.signIn("alice")
            let user = try await bed.service.getUser(accessToken: try #require(tokens.accessToken))
            #expect(user.username == "alice" && user.mfaSettings.isEmpty)
            #expect(user.attributes.contains(.init(name: "email", value: "alice@example.com")))
            for token in [Secret(""), Secret("a.b.c"), try #require(tokens.idToken), try #require(tokens.refreshToken)]
            {
                await bed.refused("NotAuthorizedException") { _ = try await bed.service.getUser(accessToken: token) }
            }
        },
        CognitoServiceCase("attributes change, and the next ID token says so") { bed in
            try await bed.register("alice", attributes: [.init(name: "name", value: "Alice")])
            let tokens = try await bed.signIn("alice")
            let token = try #require(tokens.accessToken)
            _ = try await bed.service.updateUserAttributes(
                .init(
                    accessToken: token,
                    attributes: [.init(name: "name", value: "Al"), .init(name: "custom:department", value: "ops")]))
            let user = try await bed.service.getUser(accessToken: token)
            #expect(user.attributes.contains(.init(name: "name", value: "Al")))
            #expect(user.attributes.contains(.init(name: "custom:department", value: "ops")))
            #expect(user.attributes.filter { $0.name == "name" }.count == 1)
            #expect(try bed.claims(try await bed.refresh(tokens.refreshToken).idToken)["name"]?.string == "Al")
        },
        CognitoServiceCase(
            "an attribute that the pool has not does not come by a change either",
            except: [.moto: "stores every attribute"]
        ) { bed in
            try await bed.register("alice")
            let token = try #require(try await bed.signIn("alice").accessToken)
            for name in ["cognito:groups", "sub", "token_use", "custom:unheard"] {
                await bed.refused("InvalidParameterException", "\(name)") {
                    _ = try await bed.service.updateUserAttributes(
                        .init(accessToken: token, attributes: [.init(name: name, value: "writers")]))
                }
            }
        },
        CognitoServiceCase(
            "a changed address is confirmed with the code that went to it",
            except: [.moto: "does not know VerifyUserAttribute"]
        ) { bed in
            try await bed.register("alice", attributes: [.init(name: "email", value: "alice@example.com")])
            let token = try #require(try await bed.signIn("alice").accessToken)
            let sent = try await bed.service.updateUserAttributes(
                .init(accessToken: token, attributes: [.init(name: "email", value: "new@example.com")]))
            #expect(sent.map(\.attributeName) == ["email"])
            await bed.refused("CodeMismatchException") {
                try await bed.service.verifyUserAttribute(
                    .init(accessToken: token, attributeName: "email", code: Secret("000000")))
            }
            try await bed.service.verifyUserAttribute(
                .init(accessToken: token, attributeName: "email", code: Secret(try #require(bed.code("alice")))))
            let user = try await bed.service.getUser(accessToken: token)
            #expect(user.attributes.contains(.init(name: "email_verified", value: "true")))
        },
        CognitoServiceCase("a password is changed by who knows it") { bed in
            try await bed.register("alice")
            let token = try #require(try await bed.signIn("alice").accessToken)
            await bed.refused("NotAuthorizedException") {
                try await bed.service.changePassword(
                    .init(accessToken: token, previousPassword: Secret("Wr0ngPass!"), proposedPassword: fresh))
            }
            await bed.refused("InvalidPasswordException") {
                try await bed.service.changePassword(
                    .init(accessToken: token, previousPassword: suitePassword, proposedPassword: Secret("weak")))
            }
            try await bed.service.changePassword(
                .init(accessToken: token, previousPassword: suitePassword, proposedPassword: fresh))
            await bed.refused("NotAuthorizedException") { _ = try await bed.signIn("alice") }
            _ = try await bed.signIn("alice", fresh)
        },
        CognitoServiceCase("a forgotten password is replaced with the code that was sent") { bed in
            try await bed.register("alice", attributes: [.init(name: "email", value: "alice@example.com")])
            let delivery = try await bed.service.forgotPassword(.init(username: "alice"))
            #expect(delivery?.attributeName == "email" && delivery?.deliveryMedium == "EMAIL")
            #expect(delivery?.destination?.hasPrefix("a***@e") == true)
            try await bed.service.confirmForgotPassword(
                .init(
                    username: "alice", confirmationCode: Secret(bed.code("alice") ?? "123456"), password: fresh))
            await bed.refused("NotAuthorizedException") { _ = try await bed.signIn("alice") }
            _ = try await bed.signIn("alice", fresh)
        },
        CognitoServiceCase(
            "another code replaces no password, and a code replaces one once",
            except: [.moto: "takes every code"]
        ) { bed in
            try await bed.register("alice")
            _ = try await bed.service.forgotPassword(.init(username: "alice"))
            let code = try #require(bed.code("alice"))
            for bad in [String(code.dropLast()) + (code.hasSuffix("0") ? "1" : "0"), ""] {
                await bed.refused("CodeMismatchException") {
                    try await bed.service.confirmForgotPassword(
                        .init(username: "alice", confirmationCode: Secret(bad), password: fresh))
                }
            }
            await bed.refused("InvalidPasswordException") {
                try await bed.service.confirmForgotPassword(
                    .init(username: "alice", confirmationCode: Secret(code), password: Secret("weak")))
            }
            try await bed.service.confirmForgotPassword(
                .init(username: "alice", confirmationCode: Secret(code), password: fresh))
            await bed.refused("CodeMismatchException") {
                try await bed.service.confirmForgotPassword(
                    .init(username: "alice", confirmationCode: Secret(code), password: suitePassword))
            }
            _ = try await bed.signIn("alice", fresh)
        },
        CognitoServiceCase("a forgotten password of nobody is answered like anybody's") { bed in
            let delivery = try await bed.service.forgotPassword(.init(username: "nobody"))
            #expect(delivery?.deliveryMedium == "EMAIL" && delivery?.attributeName == "email")
        },
        CognitoServiceCase(
            "a user who deletes the account is gone with every token",
            except: [.moto: "does not know DeleteUser"]
        ) { bed in
            try await bed.register("alice")
            let tokens = try await bed.signIn("alice")
            try await bed.service.deleteUser(accessToken: try #require(tokens.accessToken))
            await bed.refused("NotAuthorizedException") { _ = try await bed.signIn("alice") }
            await bed.refused("NotAuthorizedException") { _ = try await bed.refresh(tokens.refreshToken) }
            await bed.refused("NotAuthorizedException") {
                _ = try await bed.service.getUser(accessToken: try #require(tokens.accessToken))
            }
            try await bed.register("alice")
            await bed.refused("NotAuthorizedException", "a namesake is another user") {
                _ = try await bed.refresh(tokens.refreshToken)
            }
        },
    ]
}
