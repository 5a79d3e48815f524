// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import Testing

@testable import BlocksLocal

@Suite struct ConfirmSignUpTests {
    private let bed = LocalBed()

    @Test(arguments: ["wrong", "", "abcdef", "1234567", "٣٤٥٦٧٨", " "])
    func `a wrong code is refused and the right one still works`(bad: String) async throws {
        let (pool, platform) = try bed.pool()
        try await pool.signUp("alice")
        let code = try platform.outbox.code(for: "alice")
        await #expect(
            performing: { try await pool.confirm("alice", bad == "wrong" ? wrong(code) : bad) },
            throws: AWSError.refusal("CodeMismatchException", "Invalid code"))
        _ = try await pool.confirm("alice", code)
    }

    @Test func `a code works once`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.signUp("alice")
        let code = try platform.outbox.code(for: "alice")
        _ = try await pool.confirm("alice", code)
        await #expect(
            performing: { try await pool.confirm("alice", code) },
            throws: AWSError.refusal("CodeMismatchException", "Invalid code"))
    }

    @Test(arguments: [(599, true), (600, false), (3600, false), (-3600, true)] as [(Int64, Bool)])
    func `a code is good for ten minutes`(age: Int64, isGood: Bool) async throws {
        let (pool, platform) = try bed.pool()
        try await pool.signUp("alice")
        let code = try platform.outbox.code(for: "alice")
        bed.advance(seconds: age)
        if isGood {
            _ = try await pool.confirm("alice", code)
        } else {
            await #expect(
                performing: { try await pool.confirm("alice", code) },
                throws: AWSError.refusal("CodeMismatchException", "Invalid code"))
            // The expired code is gone.
            await #expect(
                performing: { try await pool.confirm("alice", code) },
                throws: AWSError.refusal("CodeMismatchException", "Invalid code"))
        }
    }

    @Test func `after five wrong tries the right code is dead, until a new one is sent`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.signUp("alice")
        let code = try platform.outbox.code(for: "alice")
        for _ in 1...5 {
            await #expect(throws: AWSError(name: "CodeMismatchException")) {
                try await pool.confirm("alice", wrong(code))
            }
        }
        for attempt in [code, wrong(code)] {
            await #expect(
                performing: { try await pool.confirm("alice", attempt) },
                throws: AWSError.refusal(
                    "LimitExceededException", "Attempt limit exceeded, please try after some time."))
        }
        _ = try await pool.resendConfirmationCode(.init(username: "alice"))
        _ = try await pool.confirm("alice", platform.outbox.code(for: "alice"))
    }

    @Test func `wrong tries are counted across a restart`() async throws {
        let code = try await {
            let (pool, platform) = try bed.pool()
            try await pool.signUp("alice")
            let code = try platform.outbox.code(for: "alice")
            for _ in 1...5 { _ = try? await pool.confirm("alice", wrong(code)) }
            return code
        }()
        let (pool, _) = try bed.pool()
        await #expect(throws: AWSError(name: "LimitExceededException")) { try await pool.confirm("alice", code) }
    }

    @Test func `a code belongs to its user and its purpose`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.signUp("alice")
        try await pool.signUp("bob")
        let alices = try platform.outbox.code(for: "alice")
        await #expect(throws: AWSError(name: "CodeMismatchException")) { try await pool.confirm("bob", alices) }
        await #expect(throws: AWSError(name: "CodeMismatchException")) { try await pool.reset("alice", alices) }
        _ = try await pool.forgotPassword(.init(username: "bob"))
        await #expect(throws: AWSError(name: "CodeMismatchException")) {
            try await pool.confirm("bob", platform.outbox.code(for: "bob"))
        }
    }

    @Test func `to an unknown name every code is wrong, until there were too many`() async throws {
        let (pool, platform) = try bed.pool()
        let wrongCode = AWSError.refusal("CodeMismatchException", "Invalid code")
        for _ in 1...2 {
            #expect(try await pool.resendConfirmationCode(.init(username: "nobody"))?.deliveryMedium == "EMAIL")
            for _ in 1...5 {
                await #expect(performing: { try await pool.confirm("nobody", "123456") }, throws: wrongCode)
            }
            await #expect(throws: AWSError.attemptLimit) { try await pool.confirm("nobody", "123456") }
        }
        for _ in 1...5 {
            await #expect(performing: { try await pool.reset("nobody", "123456") }, throws: wrongCode)
        }
        await #expect(throws: AWSError.attemptLimit) { try await pool.reset("nobody", "123456") }
        #expect(platform.outbox.last() == nil)
        #expect(try await pool.listUsers(.init()).users.isEmpty)
    }

    @Test func `a code sent again replaces the first`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.signUp("alice", password, ["email": "alice@example.com"])
        let first = try platform.outbox.code(for: "alice")
        let delivery = try await pool.resendConfirmationCode(.init(username: "alice"))
        #expect(delivery?.destination == "a***@e***")
        let second = try platform.outbox.code(for: "alice")
        if first != second {
            await #expect(throws: AWSError(name: "CodeMismatchException")) { try await pool.confirm("alice", first) }
        }
        _ = try await pool.confirm("alice", second)
    }

    @Test func `a confirmed user may be sent a code and confirm again`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", [:], platform.outbox)
        _ = try await pool.resendConfirmationCode(.init(username: "alice"))
        _ = try await pool.confirm("alice", platform.outbox.code(for: "alice"))
    }

    @Test func `an address that another user has verified can't be verified twice`() async throws {
        let (pool, platform) = try bed.pool()
        try await pool.register("alice", ["email": "shared@example.com"], platform.outbox)
        try await pool.signUp("bob", password, ["email": "shared@example.com"])
        let code = try platform.outbox.code(for: "bob")
        await #expect(
            performing: { try await pool.confirm("bob", code) },
            throws: AWSError.refusal("AliasExistsException", "An account with the given email already exists."))
        await #expect(throws: AWSError(name: "UserNotConfirmedException")) { _ = try await pool.signIn("bob") }
        // Not the code was at fault: it works once the address is free.
        try await pool.adminDeleteUser(username: "alice")
        _ = try await pool.confirm("bob", code)
    }

    @Test func `a sign-up session is exchanged once, for its own user only`() async throws {
        let (pool, platform) = try bed.pool()
        let alice = try await pool.signUp("alice")
        let bob = try await pool.signUp("bob")
        let foreign = try await pool.confirm("bob", platform.outbox.code(for: "bob"), session: alice.session)
        #expect(foreign.session == nil)
        let own = try await pool.confirm("alice", platform.outbox.code(for: "alice"), session: alice.session)
        #expect(try #require(own.session).exposed != alice.session?.exposed)
        _ = try await pool.resendConfirmationCode(.init(username: "alice"))
        let again = try await pool.confirm("alice", platform.outbox.code(for: "alice"), session: alice.session)
        #expect(again.session == nil)
        _ = try await pool.resendConfirmationCode(.init(username: "bob"))
        bed.advance(seconds: 300)
        let stale = try await pool.confirm("bob", platform.outbox.code(for: "bob"), session: Secret("made-up"))
        #expect(stale.session == nil)
        #expect(bob.session != nil)
    }

    @Test func `a sign-up session ends after fifteen minutes`() async throws {
        let (pool, platform) = try bed.pool()
        let alice = try await pool.signUp("alice")
        bed.advance(seconds: 900)
        _ = try await pool.resendConfirmationCode(.init(username: "alice"))
        let output = try await pool.confirm("alice", platform.outbox.code(for: "alice"), session: alice.session)
        #expect(output.session == nil)
    }
}
