// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Devices that Cognito tracks (S14, decision 0011): confirmed at the first sign-in, proved at the next.
struct DeviceSignInTests {
    private let cookieName = "__Host-device_my-stack-my-app-auth"

    private func fixture(_ flow: AuthFlowType = .userPasswordAuth) throws -> AuthFixture<Pool> {
        try AuthFixture<Pool>(options: .init(authFlowType: flow))
    }

    private func newDevice(_ fixture: AuthFixture<Pool>, key: String = "eu-west-1_key") -> AuthOutput {
        var tokens = fixture.tokens()
        tokens.newDevice = NewDevice(deviceKey: key, deviceGroupKey: "-group")
        return .tokens(tokens)
    }

    /// Signs alice in on a new device; returns the browser's cookies.
    private func remember(_ fixture: AuthFixture<Pool>, as name: String = "alice") async throws -> String {
        fixture.cognito.script("InitiateAuth", [newDevice(fixture)])
        let context = fixture.context()
        _ = try await fixture.auth.signIn(name, "pw", context: context)
        return try #require(context.cookieToSendBack)
    }

    /// Cognito's side of the device that was confirmed last.
    private func peer(_ fixture: AuthFixture<Pool>) throws -> SRPPeer {
        let sent = fixture.cognito.last("ConfirmDevice")
        return try SRPPeer(
            identity: SRPIdentity(deviceGroupKey: "-group", deviceKey: try #require(sent["DeviceKey"])),
            verifier: SRPVerifier(
                salt: try #require(Base64.decode(sent["Salt"] ?? "")),
                verifier: try #require(Base64.decode(sent["PasswordVerifier"] ?? ""))))
    }

    private func deviceCookie(_ context: BlocksContext) -> String? {
        context.setCookies.first { $0.hasPrefix(cookieName + "=") }
    }

    private var deviceChallenge: AuthOutput {
        .challenge(AuthChallenge(name: .deviceSRPAuth, session: Secret("D1"), parameters: ["USERNAME": "alice-id"]))
    }

    @Test func `a new device is confirmed at once, and its password goes into a sealed cookie only`() async throws {
        let fixture = try fixture()
        fixture.cognito.script("InitiateAuth", [newDevice(fixture)])
        let context = fixture.context(
            "theirs=1", headers: [.init(name: "user-agent", value: "Mozilla/5.0 (X11; Linux)")])
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        let sent = fixture.cognito.last("ConfirmDevice")
        #expect(Set(sent.keys) == ["AccessToken", "DeviceKey", "DeviceName", "PasswordVerifier", "Salt"])
        #expect(sent["AccessToken"] == fixture.tokens().accessToken?.exposed)
        #expect(sent["DeviceKey"] == "eu-west-1_key")
        #expect(sent["DeviceName"] == "Mozilla/5.0 (X11; Linux)")
        #expect(context.setCookies.count == 2)
        let cookie = try #require(deviceCookie(context))
        #expect(cookie.hasSuffix("; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=34560000"))
        let row = try #require(fixture.rows.keys.first)
        let record = try JSONCoding.string(JSONValue.object(try #require(try fixture.members(row))))
        #expect(record.contains(#""deviceKey":"eu-west-1_key""#))
        #expect(!record.contains("-group"))
        let keys = try KeyRing(AuthFixture<Pool>.secretText)
        let value = String(cookie.dropFirst(cookieName.count + 1).prefix { $0 != ";" })
        let device = try #require(RememberedDevice(sealed: value, keys: keys, block: "my-stack-my-app-auth"))
        #expect(device.names == ["alice"])
        #expect(device.deviceGroupKey == "-group")
        #expect(!record.contains(device.password.exposed))
        #expect(Base64.decode(device.password.exposed)?.count == 40)
    }

    @Test func `the next sign-in proves the device without a word to the user`() async throws {
        let fixture = try fixture()
        let cookies = try await remember(fixture)
        let peer = try peer(fixture)
        fixture.cognito.script("InitiateAuth", [deviceChallenge])
        fixture.cognito.script(
            "RespondToAuthChallenge",
            [try peer.challenge(.devicePasswordVerifier, session: "D2"), .tokens(fixture.tokens())])
        let context = fixture.context(cookies)
        let result = try await fixture.auth.signIn("Alice", "pw", context: context)
        guard case .signedIn = result else {
            Issue.record("not signed in")
            return
        }
        #expect(
            fixture.cognito.last("InitiateAuth") == [
                "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters.USERNAME": "Alice", "AuthParameters.PASSWORD": "pw",
                "AuthParameters.DEVICE_KEY": "eu-west-1_key",
            ])
        let answers = fixture.cognito.calls.filter { $0.operation == "RespondToAuthChallenge" }.map(\.fields)
        let publicValue = try #require(fixture.cognito.publicValue)
        #expect(
            answers.first == [
                "ChallengeName": "DEVICE_SRP_AUTH", "Session": "D1", "ChallengeResponses.USERNAME": "alice-id",
                "ChallengeResponses.DEVICE_KEY": "eu-west-1_key", "ChallengeResponses.SRP_A": publicValue,
            ])
        var proof = try #require(answers.last)
        #expect(try peer.accepts(proof, publicValue: publicValue))
        proof["ChallengeResponses.PASSWORD_CLAIM_SIGNATURE"] = nil
        #expect(
            proof == [
                "ChallengeName": "DEVICE_PASSWORD_VERIFIER", "Session": "D2", "ChallengeResponses.USERNAME": "alice-id",
                "ChallengeResponses.DEVICE_KEY": "eu-west-1_key",
                "ChallengeResponses.PASSWORD_CLAIM_SECRET_BLOCK": peer.secretBlock,
                "ChallengeResponses.TIMESTAMP": fixture.clock.clock.now().srpFormat,
            ])
        #expect(fixture.cognito.operations.count { $0 == "ConfirmDevice" } == 1)
        #expect(deviceCookie(context)?.hasSuffix("Max-Age=34560000") == true)
        #expect(try fixture.hasSession(onDevice: "eu-west-1_key"))
    }

    @Test func `password and device are proved with one private value`() async throws {
        let fixture = try fixture(.userSRPAuth)
        let user = try SRPPeer(password: "pw")
        fixture.cognito.script("InitiateAuth", [try user.challenge()])
        fixture.cognito.script("RespondToAuthChallenge", [newDevice(fixture)])
        let first = fixture.context()
        _ = try await fixture.auth.signIn("alice", "pw", context: first)
        let device = try peer(fixture)
        fixture.cognito.script(
            "RespondToAuthChallenge",
            [
                deviceChallenge, try device.challenge(.devicePasswordVerifier, session: "D2"),
                .tokens(fixture.tokens()),
            ])
        _ = try await fixture.auth.signIn("alice", "pw", context: fixture.context(first.cookieToSendBack))
        let answers = fixture.cognito.calls.filter { $0.operation == "RespondToAuthChallenge" }.suffix(3)
            .map(\.fields)
        #expect(
            answers.map { $0["ChallengeName"] } == ["PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"])
        #expect(answers.allSatisfy { $0["ChallengeResponses.DEVICE_KEY"] == "eu-west-1_key" })
        let publicValue = fixture.cognito.last("InitiateAuth")["AuthParameters.SRP_A"]
        #expect(answers[1]["ChallengeResponses.SRP_A"] == publicValue)
        #expect(try user.accepts(answers[0], publicValue: publicValue))
        #expect(try device.accepts(answers[2], publicValue: publicValue))
    }

    @Test func `a device is named after a second factor too, and known by the name that was typed`() async throws {
        let fixture = try fixture()
        fixture.cognito.script(
            "InitiateAuth",
            [
                .challenge(
                    AuthChallenge(name: .smsMFA, session: Secret("C1"), parameters: ["USER_ID_FOR_SRP": "alice-id"]))
            ])
        fixture.cognito.script("RespondToAuthChallenge", [newDevice(fixture)])
        guard
            case .continueSignIn(let step) = try await fixture.auth.signIn(
                "alice@example.com", "pw", context: fixture.context())
        else {
            Issue.record("not challenged")
            return
        }
        let context = fixture.context()
        _ = try await fixture.auth.confirmSignIn(step.session, ChallengeResponse("1"), context: context)
        let devices = fixture.auth.devices
        let next = fixture.context(context.cookieToSendBack)
        for name in ["alice", "alice@example.com", "ALICE@example.com"] {
            #expect(try await devices.remembered([name], next)?.deviceKey == "eu-west-1_key")
        }
        #expect(try await devices.remembered(["bob"], next) == nil)
    }

    @Test func `another user's sign-in does not name the device`() async throws {
        let fixture = try fixture()
        let cookies = try await remember(fixture)
        fixture.cognito.script("InitiateAuth", [.tokens(fixture.tokens("bob", sub: "sub-bob"))])
        let context = fixture.context(cookies)
        _ = try await fixture.auth.signIn("bob", "pw", context: context)
        #expect(fixture.cognito.last("InitiateAuth")["AuthParameters.DEVICE_KEY"] == nil)
        #expect(deviceCookie(context) == nil)
    }

    @Test(arguments: [
        ("InitiateAuth", "ResourceNotFoundException", "Device does not exist."),
        ("RespondToAuthChallenge", "ResourceNotFoundException", "Device does not exist."),
        ("RespondToAuthChallenge", "NotAuthorizedException", "Incorrect username or password."),
        ("InitiateAuth", "InvalidParameterException", "Invalid device key given."),
        ("RespondToAuthChallenge", "InvalidParameterException", "Invalid Device Key given."),
    ])
    func `a device that Cognito has forgotten is left out, once, and its cookie cleared`(
        operation: String, name: String, text: String
    ) async throws {
        let fixture = try fixture()
        let cookies = try await remember(fixture)
        let refusal = AWSError(name: name, message: text, status: 400)
        let fresh = newDevice(fixture, key: "eu-west-1_new")
        let (cognito, challenge) = (fixture.cognito, deviceChallenge)
        cognito.fail("RespondToAuthChallenge", refusal)
        cognito.on("InitiateAuth") { () async throws -> AuthOutput in
            guard cognito.last("InitiateAuth")["AuthParameters.DEVICE_KEY"] != nil else { return fresh }
            if operation == "InitiateAuth" { throw refusal }
            return challenge
        }
        let context = fixture.context(cookies)
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        #expect(cognito.operations.filter { $0 == "InitiateAuth" }.count == 3)
        #expect(try fixture.hasSession(onDevice: "eu-west-1_new"))
        #expect(deviceCookie(context)?.hasSuffix("Max-Age=34560000") == true)
    }

    @Test func `a sign-in that is refused without the device too stays refused, without cookie`() async throws {
        let fixture = try fixture()
        let cookies = try await remember(fixture)
        fixture.cognito.fail(
            "InitiateAuth", AWSError(name: "ResourceNotFoundException", message: "Device does not exist."))
        let context = fixture.context(cookies)
        await #expect(throws: ApiError("Device does not exist.", status: 404, name: "ResourceNotFoundException")) {
            try await fixture.auth.signIn("alice", "pw", context: context)
        }
        #expect(fixture.cognito.operations.filter { $0 == "InitiateAuth" }.count == 3)
        #expect(deviceCookie(context)?.contains("Max-Age=0") == true)
    }

    @Test(arguments: [
        ("NotAuthorizedException", "Incorrect username or password."),
        ("ResourceNotFoundException", "User pool client client123 does not exist."),
        ("UserNotFoundException", "Device?"), ("TooManyRequestsException", "device"),
        ("InvalidParameterException", "1 validation error detected: a device"), ("CodeMismatchException", "device key"),
    ])
    func `a refusal that is not the device's is not tried again`(name: String, text: String) async throws {
        let fixture = try fixture()
        let cookies = try await remember(fixture)
        fixture.cognito.fail("InitiateAuth", AWSError(name: name, message: text, status: 400))
        let context = fixture.context(cookies)
        await #expect(throws: ApiError.self) { try await fixture.auth.signIn("alice", "wrong", context: context) }
        #expect(fixture.cognito.operations.filter { $0 == "InitiateAuth" }.count == 2)
        #expect(deviceCookie(context) == nil)
    }

    @Test func `a device that is refused after a second factor sends the user back to the start`() async throws {
        let fixture = try fixture()
        let cookies = try await remember(fixture)
        fixture.cognito.script(
            "InitiateAuth", [.challenge(AuthChallenge(name: .smsMFA, session: Secret("C1"), parameters: [:]))])
        guard
            case .continueSignIn(let step) = try await fixture.auth.signIn(
                "alice", "pw", context: fixture.context(cookies))
        else {
            Issue.record("not challenged")
            return
        }
        let (cognito, challenge) = (fixture.cognito, deviceChallenge)
        cognito.on("RespondToAuthChallenge") { () async throws -> AuthOutput in
            if cognito.last("RespondToAuthChallenge")["ChallengeName"] == "SMS_MFA" { return challenge }
            throw AWSError(name: "InvalidParameterException", message: "Invalid device key given.")
        }
        let context = fixture.context(cookies)
        await #expect(
            throws: ApiError(
                "Invalid device key given.", status: 400, name: "InvalidParameterException", retriable: true)
        ) { try await fixture.auth.confirmSignIn(step.session, ChallengeResponse("1"), context: context) }
        #expect(deviceCookie(context)?.contains("Max-Age=0") == true)
    }

    @Test(arguments: [ChallengeName.deviceSRPAuth, .devicePasswordVerifier])
    func `a device challenge for a browser without device can't be answered, and is named`(name: ChallengeName)
        async throws
    {
        let fixture = try fixture()
        fixture.cognito.script(
            "InitiateAuth", [.challenge(AuthChallenge(name: name, session: Secret("D1"), parameters: [:]))])
        await #expect(
            throws: ApiError(
                "Unsupported challenge: \(name.rawValue)", status: 501, name: "InvalidParameterException")
        ) { try await fixture.auth.signIn("alice", "pw", context: fixture.context()) }
        #expect(fixture.cognito.operations == ["InitiateAuth"])
    }

    @Test func `a pool that goes round in device challenges is given up`() async throws {
        let fixture = try fixture()
        let cookies = try await remember(fixture)
        fixture.cognito.script("InitiateAuth", [deviceChallenge])
        fixture.cognito.script("RespondToAuthChallenge", [deviceChallenge])
        let error = await #expect(throws: ApiError.self) {
            try await fixture.auth.signIn("alice", "pw", context: fixture.context(cookies))
        }
        #expect(error?.status == 503)
        #expect(fixture.cognito.operations.filter { $0 == "RespondToAuthChallenge" }.count == 1)
    }

    @Test func `a device that could not be confirmed costs no sign-in, and is logged`() async throws {
        let fixture = try fixture()
        fixture.cognito.fail("ConfirmDevice", AWSError(name: "InternalErrorException"))
        fixture.cognito.script("InitiateAuth", [newDevice(fixture)])
        let context = fixture.context()
        let result = try await fixture.auth.signIn("alice", "pw", context: context)
        guard case .signedIn = result else {
            Issue.record("not signed in")
            return
        }
        #expect(context.setCookies.count == 1)
        #expect(deviceCookie(context) == nil)
        #expect(try fixture.hasSession(onDevice: "eu-west-1_key"))
        #expect(fixture.log.text.contains("Signed in on a device that was not confirmed"))
    }

    @Test func `a session is refreshed with its device's key, and keeps it`() async throws {
        let fixture = try fixture()
        let cookies = try await remember(fixture)
        fixture.clock.advance(seconds: 3601)
        fixture.allowRefresh()
        #expect(try await fixture.auth.checkAuth(fixture.context(cookies)))
        #expect(
            fixture.cognito.last("RefreshTokens")
                == ["RefreshToken": "refresh-1", "Username": "alice", "DeviceKey": "eu-west-1_key"])
        #expect(try fixture.hasSession(onDevice: "eu-west-1_key"))
    }

    @Test func `a device that an earlier try has confirmed is one`() async throws {
        let fixture = try fixture()
        fixture.cognito.fail("ConfirmDevice", AWSError(name: "DeviceKeyExistsException", status: 400))
        fixture.cognito.script("InitiateAuth", [newDevice(fixture)])
        let context = fixture.context()
        _ = try await fixture.auth.signIn("alice", "pw", context: context)
        #expect(deviceCookie(context)?.hasSuffix("Max-Age=34560000") == true)
        #expect(!fixture.log.text.contains("not confirmed"))
    }

    @Test func `names that a device was known by are kept, at most four`() async throws {
        let fixture = try fixture()
        var cookies = try await remember(fixture, as: "a@example.com")
        let devices = fixture.auth.devices
        func names(_ cookies: String) async throws -> [String]? {
            try await devices.remembered(["alice"], fixture.context(cookies))?.names
        }
        #expect(try await names(cookies) == ["alice", "a@example.com"])
        fixture.cognito.on("InitiateAuth") { [tokens = fixture.tokens()] in AuthOutput.tokens(tokens) }
        for (typed, kept) in [
            ("alice", ["alice", "a@example.com"]), ("A@example.com", ["alice", "A@example.com"]),
        ] {
            let context = fixture.context(cookies)
            _ = try await fixture.auth.signIn(typed, "pw", context: context)
            cookies = try #require(context.cookieToSendBack)
            #expect(try await names(cookies) == kept)
        }
        let device = try #require(try await devices.remembered(["alice"], fixture.context(cookies)))
        #expect(device.known(as: ["1", "2", "3", "2"] + device.names).names == ["1", "2", "3", "alice"])
    }

    @Test func `deleting a user leaves the device of another alone`() async throws {
        let fixture = try fixture()
        let cookies = try await remember(fixture)
        fixture.cognito.script("InitiateAuth", [.tokens(fixture.tokens("bob", sub: "sub-bob"))])
        let signIn = fixture.context(cookies)
        _ = try await fixture.auth.signIn("bob", "pw", context: signIn)
        let device = try #require(cookies.split(separator: "; ").first { $0.hasPrefix(cookieName + "=") })
        let delete = fixture.context([try #require(signIn.cookieToSendBack), String(device)].joined(separator: "; "))
        try await fixture.auth.deleteUser(delete)
        #expect(fixture.cognito.operations.last == "DeleteUser")
        #expect(deviceCookie(delete) == nil)
    }

    @Test func `signing out keeps the device, deleting the user forgets it`() async throws {
        let fixture = try fixture()
        let cookies = try await remember(fixture)
        let signOut = fixture.context(cookies)
        try await fixture.auth.signOut(signOut)
        #expect(deviceCookie(signOut) == nil)
        let again = try await remember(fixture)
        let delete = fixture.context(again)
        try await fixture.auth.deleteUser(delete)
        #expect(deviceCookie(delete)?.contains("Max-Age=0") == true)
    }
}
