// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Testing

extension CognitoServiceCase {
    static let signIn: [CognitoServiceCase] = [
        CognitoServiceCase("a sign-in gives three tokens whose claims agree") { bed in
            try await bed.register("alice", attributes: [.init(name: "email", value: "alice@example.com")])
            let tokens = try await bed.signIn("alice")
            let (id, access) = (try bed.claims(tokens.idToken), try bed.claims(tokens.accessToken))
            #expect(tokens.refreshToken?.exposed.isEmpty == false)
            #expect(id["token_use"]?.string == "id" && access["token_use"]?.string == "access")
            #expect(id["aud"]?.string == bed.service.pool.clientID)
            #expect(access["client_id"]?.string == bed.service.pool.clientID)
            #expect(id["cognito:username"]?.string == "alice" && access["username"]?.string == "alice")
            #expect(id["email"]?.string == "alice@example.com" && access["email"] == nil)
            let sub = try await bed.administration.adminGetUser(username: "alice").attributes.first { $0.name == "sub" }
            #expect(id["sub"]?.string == sub?.value && access["sub"]?.string == sub?.value)
            for claims in [id, access] {
                #expect(claims["iss"]?.string.map { bed.service.pool.issuers.contains($0) } == true)
                #expect((claims["exp"]?.int ?? 0) > (claims["iat"]?.int ?? .max))
                #expect(claims["auth_time"]?.int != nil)
            }
        },
        CognitoServiceCase("tokens are signed by a published key") { bed in
            try await bed.register("alice")
            let tokens = try await bed.signIn("alice")
            for token in [tokens.idToken, tokens.accessToken] {
                let parts = try #require(token).exposed.split(separator: ".", omittingEmptySubsequences: false)
                let header = try JSONValue(parsing: try #require(Self.decoded(parts.first)))
                #expect(parts.count == 3 && header["alg"]?.string == "RS256")
                let keys = try await bed.service.jwks(issuer: try #require(bed.service.pool.issuers.first))
                #expect(keys.key(id: header["kid"]?.string ?? "") != nil)
            }
        },
        CognitoServiceCase("a wrong password is refused") { bed in
            try await bed.register("alice")
            for wrong in ["Passw0rd", "passw0rd!", "Passw0rd! ", ""] {
                await bed.refused("NotAuthorizedException", "\(wrong)") {
                    _ = try await bed.signIn("alice", Secret(wrong))
                }
            }
            _ = try await bed.signIn("alice")
        },
        CognitoServiceCase(
            "an unknown user is refused like a wrong password",
            except: [.moto: "says UserNotFoundException, as pools without PreventUserExistenceErrors do"]
        ) { bed in
            try await bed.register("alice")
            await bed.refused("NotAuthorizedException") { _ = try await bed.signIn("nobody") }
        },
        CognitoServiceCase("a disabled user does not sign in, and does again once enabled") { bed in
            try await bed.register("alice")
            try await bed.administration.adminDisableUser(username: "alice")
            await bed.refused("NotAuthorizedException") { _ = try await bed.signIn("alice") }
            try await bed.administration.adminEnableUser(username: "alice")
            _ = try await bed.signIn("alice")
        },
        CognitoServiceCase("a flow that nobody knows is refused") { bed in
            try await bed.register("alice")
            await bed.refused("InvalidParameterException") {
                _ = try await bed.service.initiateAuth(
                    .init(
                        flow: AuthFlow(rawValue: "NO_SUCH_AUTH"),
                        parameters: ["USERNAME": Secret("alice"), "PASSWORD": suitePassword]))
            }
        },
        CognitoServiceCase("a temporary password demands one of the user's own") { bed in
            _ = try await bed.administration.adminCreateUser(
                .init(username: "alice", temporaryPassword: Secret("Temp0rary!"), suppressInvite: true))
            let challenge = try await bed.start("alice", Secret("Temp0rary!")).challengeOrFail()
            #expect(challenge.name == .newPasswordRequired)
            await bed.refused("InvalidPasswordException") {
                _ = try await bed.answer(challenge, "alice", ["NEW_PASSWORD": "weak"])
            }
            _ = try await bed.answer(challenge, "alice", ["NEW_PASSWORD": suitePassword.exposed]).tokensOrFail()
            _ = try await bed.signIn("alice")
            await bed.refused("NotAuthorizedException") { _ = try await bed.signIn("alice", Secret("Temp0rary!")) }
        },
    ]

    static let secondFactor: [CognitoServiceCase] = [
        CognitoServiceCase("an authenticator app signs in with the code that it shows") { bed in
            try await bed.register("alice")
            let secret = try await bed.enrolApp(try #require(try await bed.signIn("alice").accessToken))
            let challenge = try await bed.start("alice").challengeOrFail()
            #expect(challenge.name == .softwareTokenMFA)
            let tokens = try await bed.answer(challenge, "alice", app: secret).tokensOrFail()
            #expect(try bed.claims(tokens.idToken)["cognito:username"]?.string == "alice")
        },
        CognitoServiceCase("another code is refused, and the challenge stays open") { bed in
            try await bed.register("alice")
            let secret = try await bed.enrolApp(try #require(try await bed.signIn("alice").accessToken))
            let challenge = try await bed.start("alice").challengeOrFail()
            await bed.refused("CodeMismatchException") {
                _ = try await bed.answer(
                    challenge, "alice", ["SOFTWARE_TOKEN_MFA_CODE": try bed.appCode(secret, steps: 40)])
            }
            _ = try await bed.answer(challenge, "alice", app: secret).tokensOrFail()
        },
        CognitoServiceCase("an answered challenge is answered") { bed in
            try await bed.register("alice")
            let secret = try await bed.enrolApp(try #require(try await bed.signIn("alice").accessToken))
            let challenge = try await bed.start("alice").challengeOrFail()
            _ = try await bed.answer(challenge, "alice", app: secret).tokensOrFail()
            await #expect(throws: AWSError.self) { _ = try await bed.answer(challenge, "alice", app: secret) }
        },
        CognitoServiceCase(
            "a code counts once for all challenges",
            except: [.moto: "takes a code as often as it is shown; Cognito says ExpiredCodeException"]
        ) { bed in
            try await bed.register("alice")
            let secret = try await bed.enrolApp(try #require(try await bed.signIn("alice").accessToken))
            let (first, second) = (try await bed.start("alice"), try await bed.start("alice"))
            let code = try bed.appCode(secret)
            _ = try await bed.answer(try first.challengeOrFail(), "alice", ["SOFTWARE_TOKEN_MFA_CODE": code])
            await bed.refused("ExpiredCodeException") {
                _ = try await bed.answer(try second.challengeOrFail(), "alice", ["SOFTWARE_TOKEN_MFA_CODE": code])
            }
        },
        CognitoServiceCase("a wrong first code sets no app up") { bed in
            try await bed.register("alice")
            let token = try #require(try await bed.signIn("alice").accessToken)
            let secret = try #require(try await bed.service.associateSoftwareToken(.accessToken(token)).secretCode)
            await bed.refused("CodeMismatchException") {
                let code = Secret(try bed.appCode(secret.exposed, steps: 40))
                _ = try await bed.service.verifySoftwareToken(.init(authority: .accessToken(token), userCode: code))
            }
            _ = try await bed.signIn("alice")
        },
        CognitoServiceCase(
            "an app that has shown no code cannot be switched on",
            except: [.local: "says SoftwareTokenMFANotFoundException, as the reference does"]
        ) { bed in
            try await bed.register("alice")
            let token = try #require(try await bed.signIn("alice").accessToken)
            await bed.refused("InvalidParameterException") {
                try await bed.service.setUserMFAPreference(
                    .init(accessToken: token, softwareToken: .init(enabled: true, preferred: true)))
            }
        },
        CognitoServiceCase("an app that is switched off is not asked for") { bed in
            try await bed.register("alice")
            let token = try #require(try await bed.signIn("alice").accessToken)
            _ = try await bed.enrolApp(token)
            #expect(try await bed.service.getUser(accessToken: token).mfaSettings == ["SOFTWARE_TOKEN_MFA"])
            #expect(try await bed.service.getUser(accessToken: token).preferredMFASetting == "SOFTWARE_TOKEN_MFA")
            try await bed.service.setUserMFAPreference(
                .init(accessToken: token, softwareToken: .init(enabled: false, preferred: false)))
            _ = try await bed.signIn("alice")
        },
        CognitoServiceCase("nobody sets an app up without a token of the pool") { bed in
            for token in ["", "a.b.c"] {
                await bed.refused("NotAuthorizedException", "\(token)") {
                    _ = try await bed.service.associateSoftwareToken(.accessToken(Secret(token)))
                }
            }
        },
    ]

    private static func decoded(_ part: Substring?) -> [UInt8]? { part.flatMap { Base64URL.decode(String($0)) } }
}
