// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

extension CognitoServiceCase {
    static let signUp: [CognitoServiceCase] = [
        CognitoServiceCase("a new user waits for confirmation and has an id of their own") { bed in
            let first = try await bed.service.signUp(.init(username: "alice", password: suitePassword))
            let second = try await bed.service.signUp(.init(username: "bob", password: suitePassword))
            #expect(!first.userConfirmed && !first.userSub.isEmpty && first.userSub != second.userSub)
        },
        CognitoServiceCase("a taken name is refused") { bed in
            _ = try await bed.service.signUp(.init(username: "alice", password: suitePassword))
            await bed.refused("UsernameExistsException") {
                _ = try await bed.service.signUp(.init(username: "alice", password: Secret("0therPassw0rd!")))
            }
        },
        CognitoServiceCase("a password that the policy forbids makes no user") { bed in
            for weak in ["Sh0rt!", "passw0rd!", "PASSW0RD!", "Password!", "Passw0rds"] {
                await bed.refused("InvalidPasswordException", "\(weak)") {
                    _ = try await bed.service.signUp(.init(username: "alice", password: Secret(weak)))
                }
            }
            await bed.refused("UserNotFoundException") {
                _ = try await bed.administration.adminGetUser(username: "alice")
            }
        },
        CognitoServiceCase("attributes are kept as they were given") { bed in
            try await bed.register(
                "alice",
                attributes: [
                    .init(name: "email", value: "alice@example.com"),
                    .init(name: "name", value: "Älice \u{1F600} \"A\""),
                    .init(name: "custom:department", value: "R&D"),
                ])
            let user = try await bed.administration.adminGetUser(username: "alice")
            let attributes = Dictionary(user.attributes.map { ($0.name, $0.value) }) { first, _ in first }
            #expect(attributes["email"] == "alice@example.com")
            #expect(attributes["name"] == "Älice \u{1F600} \"A\"")
            #expect(attributes["custom:department"] == "R&D")
            #expect(attributes["sub"]?.isEmpty == false)
        },
        CognitoServiceCase(
            "attributes that the pool has not are refused, those with a meaning in tokens included",
            except: [.moto: "stores every attribute"]
        ) { bed in
            for name in ["cognito:groups", "cognito:username", "iss", "token_use", "exp", "custom:unheard", "sub", ""] {
                await bed.refused("InvalidParameterException", "\(name)") {
                    _ = try await bed.service.signUp(
                        .init(
                            username: "alice", password: suitePassword,
                            attributes: [.init(name: name, value: "writers")]))
                }
            }
        },
        CognitoServiceCase("malformed addresses are refused", except: [.moto: "stores every value"]) { bed in
            for (name, value) in [
                ("email", "alice"), ("email", "a b@example.com"), ("phone_number", "555"), ("phone_number", "+1 555"),
            ] {
                await bed.refused("InvalidParameterException", "\(name) \(value)") {
                    _ = try await bed.service.signUp(
                        .init(
                            username: "alice", password: suitePassword, attributes: [.init(name: name, value: value)]))
                }
            }
        },
        CognitoServiceCase(
            "a name with white space, without characters or with too many is refused",
            except: [.moto: "takes every name"]
        ) { bed in
            for name in ["", "a b", "a\nb", String(repeating: "x", count: 129)] {
                await bed.refused("InvalidParameterException") {
                    _ = try await bed.service.signUp(.init(username: name, password: suitePassword))
                }
            }
        },
    ]

    static let confirmation: [CognitoServiceCase] = [
        CognitoServiceCase("nobody is signed in before the confirmation, with the right password or a wrong one") {
            bed in
            _ = try await bed.service.signUp(.init(username: "alice", password: suitePassword))
            await bed.refused("UserNotConfirmedException") { _ = try await bed.signIn("alice") }
            await bed.refused("NotAuthorizedException") { _ = try await bed.signIn("alice", Secret("Wr0ngPass!")) }
        },
        CognitoServiceCase("the code that was sent confirms") { bed in
            try await bed.register("alice")
            _ = try await bed.signIn("alice")
        },
        CognitoServiceCase(
            "another code does not confirm, and the right one still does",
            except: [.moto: "takes every code"]
        ) { bed in
            _ = try await bed.service.signUp(.init(username: "alice", password: suitePassword))
            let code = try #require(bed.code("alice"))
            for bad in [String(code.dropLast()) + (code.hasSuffix("0") ? "1" : "0"), "", "abcdef"] {
                await bed.refused("CodeMismatchException", "\(bad)") {
                    _ = try await bed.service.confirmSignUp(.init(username: "alice", confirmationCode: Secret(bad)))
                }
            }
            _ = try await bed.service.confirmSignUp(.init(username: "alice", confirmationCode: Secret(code)))
        },
        CognitoServiceCase(
            "an unknown user is not confirmed, as if the code were wrong",
            except: [.moto: "says UserNotFoundException, as pools without PreventUserExistenceErrors do"]
        ) { bed in
            await bed.refused("CodeMismatchException") {
                _ = try await bed.service.confirmSignUp(
                    .init(username: "nobody", confirmationCode: Secret("123456")))
            }
        },
        CognitoServiceCase(
            "a code that is sent again takes the place of the first",
            except: [.moto: "does not know ResendConfirmationCode"]
        ) { bed in
            _ = try await bed.service.signUp(.init(username: "alice", password: suitePassword))
            let first = try #require(bed.code("alice"))
            _ = try await bed.service.resendConfirmationCode(.init(username: "alice"))
            let second = try #require(bed.code("alice"))
            if first != second {
                await bed.refused("CodeMismatchException") {
                    _ = try await bed.service.confirmSignUp(.init(username: "alice", confirmationCode: Secret(first)))
                }
            }
            _ = try await bed.service.confirmSignUp(.init(username: "alice", confirmationCode: Secret(second)))
            _ = try await bed.signIn("alice")
        },
    ]
}
