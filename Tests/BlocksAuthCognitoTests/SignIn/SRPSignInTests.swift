// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Sign-ins that prove the password (A20): what Cognito is sent, and that its own side accepts the proof.
struct SRPSignInTests {
    private let wrong = ApiError("Incorrect username or password.", status: 401, name: "NotAuthorizedException")

    private func fixture(_ options: AuthCognitoOptions<Pool> = .init(authFlowType: .userSRPAuth)) throws
        -> AuthFixture<Pool>
    {
        try AuthFixture<Pool>(options: options)
    }

    /// The answer that proves `peer`'s password, without the proof itself.
    private func answer(_ fixture: AuthFixture<Pool>, _ peer: SRPPeer, session: String? = nil) -> [String: String] {
        var fields = [
            "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses.USERNAME": "alice-id",
            "ChallengeResponses.PASSWORD_CLAIM_SECRET_BLOCK": peer.secretBlock,
            "ChallengeResponses.TIMESTAMP": fixture.clock.clock.now().srpFormat,
        ]
        fields["Session"] = session
        return fields
    }

    @Test(arguments: [nil, "C1"])
    func `USER_SRP_AUTH proves the password and sends it nowhere`(session: String?) async throws {
        let (fixture, peer) = (try fixture(), try SRPPeer(password: "Passw0rd!"))
        fixture.cognito.script("InitiateAuth", [try peer.challenge(session: session)])
        fixture.cognito.script("RespondToAuthChallenge", [.tokens(fixture.tokens())])
        let context = fixture.context()
        let result = try await fixture.auth.signIn(
            "alice", "Passw0rd!", context: context, options: .init(clientMetadata: ["a": "b"]))
        guard case .signedIn(let user) = result else {
            Issue.record("not signed in")
            return
        }
        #expect(user.username == "alice")
        #expect(context.setCookies.count == 1)
        #expect(fixture.cognito.operations == ["InitiateAuth", "RespondToAuthChallenge"])
        let publicValue = try #require(fixture.cognito.publicValue)
        #expect(
            fixture.cognito.last("InitiateAuth") == [
                "AuthFlow": "USER_SRP_AUTH", "AuthParameters.USERNAME": "alice", "AuthParameters.SRP_A": publicValue,
                "ClientMetadata.a": "b",
            ])
        var sent = fixture.cognito.last("RespondToAuthChallenge")
        #expect(try peer.accepts(sent, publicValue: publicValue))
        sent["ChallengeResponses.PASSWORD_CLAIM_SIGNATURE"] = nil
        #expect(sent == answer(fixture, peer, session: session).merging(["ClientMetadata.a": "b"]) { $1 })
        #expect(!fixture.cognito.calls.contains { $0.description.contains("Passw0rd!") })
    }

    @Test func `a wrong password is a proof that the pool does not accept`() async throws {
        let (fixture, peer) = (try fixture(), try SRPPeer(password: "Passw0rd!"))
        fixture.cognito.script("InitiateAuth", [try peer.challenge()])
        fixture.cognito.fail(
            "RespondToAuthChallenge",
            AWSError(name: "NotAuthorizedException", message: "Incorrect username or password.", status: 400))
        let context = fixture.context()
        await #expect(throws: wrong) { try await fixture.auth.signIn("alice", "passw0rd!", context: context) }
        #expect(context.setCookies.isEmpty)
        let sent = fixture.cognito.last("RespondToAuthChallenge")
        #expect(try !peer.accepts(sent, publicValue: fixture.cognito.publicValue))
    }

    @Test(arguments: ["InitiateAuth", "RespondToAuthChallenge"])
    func `an unknown user looks like a wrong password, whichever call tells`(operation: String) async throws {
        let (fixture, peer) = (try fixture(), try SRPPeer(password: "Passw0rd!"))
        fixture.cognito.script("InitiateAuth", [try peer.challenge()])
        fixture.cognito.fail(operation, AWSError(name: "UserNotFoundException", message: "User does not exist."))
        await #expect(throws: wrong) {
            try await fixture.auth.signIn("alice", "Passw0rd!", context: fixture.context())
        }
    }

    @Test(arguments: [
        ["SRP_B": "0"], ["SRP_B": "000000"], ["SRP_B": ""], ["SRP_B": "xyz"],
        ["SRP_B": String(repeating: "f", count: 769)],
        ["SALT": ""], ["SALT": "no hex"], ["SALT": String(repeating: "a", count: 513)], ["SECRET_BLOCK": ""],
        ["SECRET_BLOCK": "***"],
    ])
    func `a challenge that gives nothing to prove is a fault of the service, and not answered`(
        changes: [String: String]
    ) async throws {
        let (fixture, peer) = (try fixture(), try SRPPeer(password: "Passw0rd!"))
        fixture.cognito.script("InitiateAuth", [try peer.challenge(changing: changes)])
        let error = await #expect(throws: ApiError.self) {
            try await fixture.auth.signIn("alice", "Passw0rd!", context: fixture.context())
        }
        #expect(error?.status == 503)
        #expect(error?.retriable == true)
        #expect(fixture.cognito.operations == ["InitiateAuth"])
    }

    @Test func `a pool that asks for the same proof again and again is given up`() async throws {
        let (fixture, peer) = (try fixture(), try SRPPeer(password: "Passw0rd!"))
        fixture.cognito.script("InitiateAuth", [try peer.challenge()])
        fixture.cognito.script("RespondToAuthChallenge", [try peer.challenge()])
        let error = await #expect(throws: ApiError.self) {
            try await fixture.auth.signIn("alice", "Passw0rd!", context: fixture.context())
        }
        #expect(error?.status == 503)
        #expect(fixture.cognito.operations == ["InitiateAuth", "RespondToAuthChallenge"])
    }

    @Test func `a second factor follows the proof`() async throws {
        let (fixture, peer) = (try fixture(), try SRPPeer(password: "Passw0rd!"))
        fixture.cognito.script("InitiateAuth", [try peer.challenge()])
        fixture.cognito.script(
            "RespondToAuthChallenge",
            [
                .challenge(AuthChallenge(name: .softwareTokenMFA, session: Secret("C2"), parameters: [:])),
                .tokens(fixture.tokens()),
            ])
        let result = try await fixture.auth.signIn("alice", "Passw0rd!", context: fixture.context())
        guard case .continueSignIn(let step) = result else {
            Issue.record("not challenged")
            return
        }
        #expect(step.kind == .totpCode)
        _ = try await fixture.auth.confirmSignIn(step.session, ChallengeResponse("123456"), context: fixture.context())
        #expect(
            fixture.cognito.last("RespondToAuthChallenge") == [
                "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "C2",
                "ChallengeResponses.SOFTWARE_TOKEN_MFA_CODE": "123456", "ChallengeResponses.USERNAME": "alice-id",
            ])
    }

    @Test func `USER_AUTH with a preference for SRP proves at once`() async throws {
        let fixture = try fixture(.init(authFlowType: .userAuth, preferredChallenge: .passwordSRP))
        let peer = try SRPPeer(password: "Passw0rd!")
        for call in [nil, FirstFactor.password] {
            fixture.cognito.script("InitiateAuth", [try peer.challenge(session: "C1")])
            fixture.cognito.script("RespondToAuthChallenge", [.tokens(fixture.tokens())])
            _ = try await fixture.auth.signIn(
                "alice", "Passw0rd!", context: fixture.context(), options: .init(preferredChallenge: call))
            let publicValue = try #require(fixture.cognito.publicValue)
            #expect(
                fixture.cognito.last("InitiateAuth") == [
                    "AuthFlow": "USER_AUTH", "AuthParameters.USERNAME": "alice", "AuthParameters.SRP_A": publicValue,
                    "AuthParameters.PREFERRED_CHALLENGE": "PASSWORD_SRP",
                ])
            #expect(try peer.accepts(fixture.cognito.last("RespondToAuthChallenge"), publicValue: publicValue))
        }
    }

    @Test func `without a password the preference for SRP is left to the user's choice`() async throws {
        let fixture = try fixture(.init(authFlowType: .userAuth, preferredChallenge: .passwordSRP))
        fixture.cognito.script("InitiateAuth", [.tokens(fixture.tokens())])
        _ = try await fixture.auth.signIn("alice", "", context: fixture.context())
        #expect(
            fixture.cognito.last("InitiateAuth") == ["AuthFlow": "USER_AUTH", "AuthParameters.USERNAME": "alice"])
    }

    @Test func `a password that can only be proved is chosen, typed and proved, and no handle carries it`() async throws
    {
        let fixture = try fixture(.init(authFlowType: .userAuth))
        let peer = try SRPPeer(password: "Passw0rd!")
        fixture.cognito.script(
            "InitiateAuth",
            [
                .challenge(
                    AuthChallenge(
                        name: .selectChallenge, session: Secret("C1"), parameters: ["USERNAME": "alice-id"],
                        availableChallenges: ["PASSWORD_SRP", "EMAIL_OTP"]))
            ])
        fixture.cognito.script(
            "RespondToAuthChallenge", [try peer.challenge(session: "C2"), .tokens(fixture.tokens())])
        let first = try await fixture.auth.signIn("alice", "", context: fixture.context())
        guard case .continueSignIn(let selection) = first else {
            Issue.record("not challenged")
            return
        }
        #expect(selection.kind == .firstFactorSelection([.password, .emailOTP]))
        #expect(try JSONCoding.string(selection).contains(#""availableChallenges":["PASSWORD","EMAIL_OTP"]"#))
        let second = try await fixture.auth.confirmSignIn(
            selection.session, ChallengeResponse("PASSWORD"), context: fixture.context())
        guard case .continueSignIn(let password) = second else {
            Issue.record("not challenged")
            return
        }
        #expect(password.kind == .password)
        #expect(fixture.cognito.operations == ["InitiateAuth"])
        let third = try await fixture.auth.confirmSignIn(
            password.session, ChallengeResponse("Passw0rd!"), context: fixture.context())
        guard case .signedIn = third else {
            Issue.record("not signed in")
            return
        }
        let answers = fixture.cognito.calls.filter { $0.operation == "RespondToAuthChallenge" }.map(\.fields)
        let publicValue = try #require(fixture.cognito.publicValue)
        #expect(
            answers.first == [
                "ChallengeName": "SELECT_CHALLENGE", "Session": "C1", "ChallengeResponses.ANSWER": "PASSWORD_SRP",
                "ChallengeResponses.SRP_A": publicValue, "ChallengeResponses.USERNAME": "alice-id",
            ])
        #expect(try peer.accepts(try #require(answers.last), publicValue: publicValue))
        for handle in [selection.session, password.session] {
            let keys = try KeyRing(AuthFixture<Pool>.secretText)
            let payload = try #require(keys.open(handle, for: .challenge, at: fixture.auth.fullID))
            let members = try #require(try JSONValue(parsing: payload).object)
            #expect(
                Set(members.keys).isSubset(
                    of: ["name", "cognitoSession", "username", "flow", "awaitingPassword", "srp", "typed", "exp"]))
        }
    }

    @Test func `a password that Cognito wants proved later is asked for and proved`() async throws {
        let fixture = try fixture(.init(authFlowType: .userAuth))
        let peer = try SRPPeer(password: "Passw0rd!")
        fixture.cognito.script(
            "InitiateAuth",
            [.challenge(AuthChallenge(name: .passwordSRP, session: Secret("C1"), parameters: ["USERNAME": "alice-id"]))]
        )
        fixture.cognito.script(
            "RespondToAuthChallenge", [try peer.challenge(session: "C2"), .tokens(fixture.tokens())])
        guard
            case .continueSignIn(let step) = try await fixture.auth.signIn("alice", "", context: fixture.context())
        else {
            Issue.record("not challenged")
            return
        }
        #expect(step.kind == .password)
        _ = try await fixture.auth.confirmSignIn(
            step.session, ChallengeResponse("Passw0rd!"), context: fixture.context())
        let answers = fixture.cognito.calls.filter { $0.operation == "RespondToAuthChallenge" }.map(\.fields)
        let publicValue = try #require(fixture.cognito.publicValue)
        #expect(
            answers.first == [
                "ChallengeName": "PASSWORD_SRP", "Session": "C1", "ChallengeResponses.SRP_A": publicValue,
                "ChallengeResponses.USERNAME": "alice-id",
            ])
        #expect(try peer.accepts(try #require(answers.last), publicValue: publicValue))
    }

    @Test func `ADMIN_USER_PASSWORD_AUTH goes through signed calls, start and answers`() async throws {
        let fixture = try fixture(.init(authFlowType: .adminUserPasswordAuth))
        fixture.cognito.script(
            "AdminInitiateAuth",
            [.challenge(AuthChallenge(name: .smsMFA, session: Secret("C1"), parameters: ["USER_ID_FOR_SRP": "id"]))])
        fixture.cognito.script("AdminRespondToAuthChallenge", [.tokens(fixture.tokens())])
        guard
            case .continueSignIn(let step) = try await fixture.auth.signIn("alice", "pw", context: fixture.context())
        else {
            Issue.record("not challenged")
            return
        }
        _ = try await fixture.auth.confirmSignIn(step.session, ChallengeResponse("1"), context: fixture.context())
        #expect(
            fixture.cognito.calls.prefix(2) == [
                .init(
                    "AdminInitiateAuth",
                    [
                        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "AuthParameters.USERNAME": "alice",
                        "AuthParameters.PASSWORD": "pw",
                    ]),
                .init(
                    "AdminRespondToAuthChallenge",
                    [
                        "ChallengeName": "SMS_MFA", "Session": "C1", "ChallengeResponses.SMS_MFA_CODE": "1",
                        "ChallengeResponses.USERNAME": "id",
                    ]),
            ])
        #expect(throws: ApiError.self) { try fixture.auth.admin }
    }
}
