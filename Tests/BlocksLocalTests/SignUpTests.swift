// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

@Suite struct SignUpTests {
    private let bed = LocalBed()

    @Test(arguments: [
        (["email": "somebody@example.com"], "s***@e***", "EMAIL", "email"),
        (["phone_number": "+15005550123"], "********0123", "SMS", "phone_number"),
        (["phone_number": "+15005550123", "email": "x@y.org"], "x***@y***", "EMAIL", "email"),
        (["email": "ab@c"], "a***@c***", "EMAIL", "email"),
        ([:], "(no contact)", "EMAIL", "email"),
    ])
    func `the code goes to the address, else the phone`(
        attributes: [String: String], destination: String, medium: String, name: String
    ) async throws {
        let (pool, platform) = try bed.pool()
        let output = try await pool.signUp("alice", password, attributes)
        #expect(!output.userConfirmed)
        #expect(output.userSub.count == 36)
        #expect(
            output.codeDelivery == CodeDelivery(destination: destination, deliveryMedium: medium, attributeName: name))
        let sent = try #require(platform.outbox.last())
        #expect(sent.username == "alice" && sent.purpose == .signUp)
        #expect(sent.code.count == 6 && (Int(sent.code) ?? 0) >= 100_000)
    }

    @Test(arguments: [
        ("", "1 to 128 characters"),
        (String(repeating: "x", count: 129), "1 to 128 characters"),
        ("al ice", "1 to 128 characters"),
        ("alice\u{0}", "1 to 128 characters"),
        ("alice\n", "1 to 128 characters"),
        ("alice@example.com", "cannot be of email format"),
    ])
    func `an unusable username is refused`(username: String, text: String) async throws {
        let (pool, platform) = try bed.pool()
        let error = await #expect(throws: AWSError.self) { try await pool.signUp(username) }
        #expect(error?.name == "InvalidParameterException")
        #expect(error?.message.contains(text) == true)
        #expect(platform.outbox.last() == nil)
    }

    @Test(arguments: [
        ("", "at least 8 characters, an uppercase letter, a lowercase letter, a digit, a symbol"),
        ("abc", "at least 8 characters, an uppercase letter, a digit, a symbol"),
        ("Passw0rds", "a symbol"),
    ])
    func `a weak password is refused`(weak: String, lacks: String) async throws {
        let (pool, _) = try bed.pool()
        await #expect(
            performing: { try await pool.signUp("alice", Secret(weak)) },
            throws: AWSError.refusal("InvalidPasswordException", "Password must contain " + lacks))
    }

    @Test func `a password of more than 256 characters is refused`() async throws {
        let (pool, _) = try bed.pool()
        let long = "aA1!" + String(repeating: "x", count: 253)
        await #expect(throws: AWSError(name: "InvalidParameterException")) {
            try await pool.signUp("alice", Secret(long))
        }
        try await pool.signUp("alice", Secret(String(long.dropLast())))
    }

    @Test(arguments: [
        "sub", "iss", "aud", "exp", "iat", "nbf", "jti", "origin_jti", "event_id", "token_use", "auth_time",
        "client_id",
        "username", "scope", "cognito:username", "cognito:groups", "cognito:roles", "custom:undeclared", "undeclared",
        "",
        "Email", "email ",
    ])
    func `an attribute outside the schema is refused`(name: String) async throws {
        let (pool, _) = try bed.pool(.init(fullID: "app-auth", groups: [.init(name: "admins")]))
        await #expect(
            performing: { try await pool.signUp("alice", password, [name: "admins"]) },
            throws: AWSError.refusal(
                "InvalidParameterException",
                "Attributes did not conform to the schema: an attribute is not part of the user pool's schema"))
    }

    @Test(arguments: [
        ("email", "not-an-address", "Invalid email address format."),
        ("email", "a@b@c.org", "Invalid email address format."),
        ("email", "@c.org", "Invalid email address format."),
        ("email", "a@", "Invalid email address format."),
        ("email", "a b@c.org", "Invalid email address format."),
        ("email", "", "Invalid email address format."),
        ("phone_number", "123", "Invalid phone number format."),
        ("phone_number", "+", "Invalid phone number format."),
        ("phone_number", "+1500555012x", "Invalid phone number format."),
        ("phone_number", "+1234567890123456", "Invalid phone number format."),
        (
            "custom:age", "old",
            "Attributes did not conform to the schema: the value of custom:age is not of type Number"
        ),
        (
            "custom:vip", "yes",
            "Attributes did not conform to the schema: the value of custom:vip is not of type Boolean"
        ),
    ])
    func `a malformed value is refused`(name: String, value: String, message: String) async throws {
        let (pool, _) = try bed.pool(
            .init(
                fullID: "app-auth", attributes: [.init(name: "age", type: .number), .init(name: "vip", type: .boolean)])
        )
        await #expect(
            performing: { try await pool.signUp("alice", password, [name: value]) },
            throws: AWSError.refusal("InvalidParameterException", message))
    }

    @Test func `a value of more than 2048 characters is refused`() async throws {
        let (pool, _) = try bed.pool()
        await #expect(throws: AWSError(name: "InvalidParameterException")) {
            try await pool.signUp("alice", password, ["name": String(repeating: "x", count: 2049)])
        }
        try await pool.signUp("alice", password, ["name": String(repeating: "x", count: 2048)])
    }

    @Test(arguments: [[:], ["nickname": ""], ["custom:department": "x"]])
    func `a required attribute must be there`(attributes: [String: String]) async throws {
        let (pool, _) = try bed.pool(
            .init(
                fullID: "app-auth", attributes: [.init(name: "department"), .init(name: "nickname", required: true)]))
        await #expect(
            performing: { try await pool.signUp("alice", password, attributes) },
            throws: AWSError.refusal(
                "InvalidParameterException",
                "Attributes did not conform to the schema: The attribute nickname is required"))
        try await pool.signUp("alice", password, ["nickname": "al"])
    }

    @Test func `a taken name is refused before the password is looked at`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.signUp("alice")
        await #expect(
            performing: { try await pool.signUp("alice", Secret("weak")) },
            throws: AWSError.refusal("UsernameExistsException", "User already exists"))
        _ = try await pool.confirm("alice", platform.outbox.code(for: "alice"))
        await #expect(
            performing: { try await pool.signUp("alice", otherPassword) },
            throws: AWSError.refusal("UsernameExistsException", "User already exists"))
        try await pool.signUp("Alice")
    }

    @Test func `users can't sign up where only administrators make them`() async throws {
        let (pool, _) = try bed.pool(.init(fullID: "app-auth", selfSignUp: false))
        await #expect(
            performing: { try await pool.signUp("alice") },
            throws: AWSError.refusal("NotAuthorizedException", "SignUp is not permitted for this user pool"))
        try await pool.create("alice")
        _ = try await pool.signIn("alice")
    }

    @Test(arguments: [
        ([UserPoolConfiguration.SignInAlias.email], "alice", "Username should be an email."),
        ([.email], "+15005550123", "Username should be an email."),
        ([.phone], "alice", "Username should be a phone number."),
        ([.phone], "a@b.c", "Username should be a phone number."),
        ([.email, .phone], "alice", "Username should be either an email or a phone number."),
        (
            [.username, .email], "a@b.c",
            "Username cannot be of email format, since user pool is configured for email alias."
        ),
        (
            [.username, .phone], "+15005550123",
            "Username cannot be of phone number format, since user pool is configured for phone number alias."
        ),
    ])
    func `the username must fit what the pool signs in with`(
        signInWith: [UserPoolConfiguration.SignInAlias], username: String, message: String
    ) async throws {
        let (pool, _) = try bed.pool(.init(fullID: "app-auth", signInWith: signInWith))
        await #expect(
            performing: { try await pool.signUp(username) },
            throws: AWSError.refusal("InvalidParameterException", message))
    }

    @Test(arguments: [
        ([UserPoolConfiguration.SignInAlias.email], "me@example.com", "m***@e***"),
        ([.phone], "+15005550100", "********0100"),
        ([.email, .phone], "+15005550100", "********0100"),
        ([.username], "me@example.com", "(no contact)"),
    ])
    func `the address that is the username is where the code goes`(
        signInWith: [UserPoolConfiguration.SignInAlias], username: String, destination: String
    ) async throws {
        let (pool, _) = try bed.pool(.init(fullID: "app-auth", signInWith: signInWith))
        #expect(try await pool.signUp(username).codeDelivery?.destination == destination)
    }

    @Test func `an address given besides the username has precedence`() async throws {
        let (pool, _) = try bed.pool(.init(fullID: "app-auth", signInWith: [.email]))
        let output = try await pool.signUp("you@example.com", password, ["email": "explicit@example.org"])
        #expect(output.codeDelivery?.destination == "e***@e***")
    }
}
