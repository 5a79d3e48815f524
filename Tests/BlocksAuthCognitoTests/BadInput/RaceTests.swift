// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksLocal
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// The same call many times at once: what may succeed once succeeds once.
struct RaceTests {
    private static let count = 20

    /// How often each outcome came of so many equal calls at once, from as many clients.
    private func race(_ bed: StormBed, _ method: String, _ params: String) async throws -> [String: Int] {
        let contexts = (0..<Self.count).map { _ in
            bed.context(Array(#"{"jsonrpc":"2.0","method":"\#(method)","params":\#(params),"id":1}"#.utf8))
        }
        let application = bed.application
        let replies = await withTaskGroup(of: BlocksReply.self) { group in
            for context in contexts { group.addTask { await application.respond(to: context) } }
            return await group.reduce(into: [BlocksReply]()) { $0.append($1) }
        }
        return try replies.reduce(into: [:]) { counts, reply in
            counts[try StormBed.Answer(reply).outcome, default: 0] += 1
        }
    }

    @Test func `a name is taken once, a code confirms once and replaces one password`() async throws {
        let bed = try StormBed()
        let taken = try await race(bed, "api.signUp", #"["alice","Passw0rd!"]"#)
        #expect(taken == ["ok": 1, "409 UsernameExistsException": Self.count - 1])
        let code = try #require(bed.outbox.newest(for: "alice")?.code)
        let confirmed = try await race(bed, "api.confirmSignUp", #"["alice","\#(code)"]"#)
        // A code that was used counts as a wrong one, and after five of those none is looked at.
        let refused = ["400 CodeMismatchException retriable": 5, "429 LimitExceededException": Self.count - 6]
        #expect(confirmed == refused.merging(["ok": 1]) { $1 })
        _ = try await StormBed.Client(bed).call("api.resetPassword", #"["alice"]"#)
        let reset = try #require(bed.outbox.newest(for: "alice")?.code)
        let replaced = try await race(bed, "api.confirmResetPassword", #"["alice","\#(reset)","N3wPassw0rd!"]"#)
        #expect(replaced == refused.merging(["ok": 1]) { $1 })
    }

    @Test func `a handle with its code signs one client in`() async throws {
        let bed = try StormBed()
        _ = try await bed.signedIn("alice", #"{"email":"alice@example.com"}"#)
        let step = try await StormBed.Client(bed).call("api.signIn", #"["alice","Passw0rd!"]"#)
        let handle = try #require(step.result?["nextStep"]?["session"]?.string)
        let code = try #require(bed.outbox.newest(for: "alice")?.code)
        let outcomes = try await race(bed, "api.confirmSignIn", #"["\#(handle)","\#(code)"]"#)
        #expect(outcomes == ["ok": 1, "400 ExpiredCodeException": Self.count - 1])
    }

    @Test func `wrong answers at once end a handle like wrong answers in turn`() async throws {
        let bed = try StormBed()
        _ = try await bed.signedIn("alice", #"{"email":"alice@example.com"}"#)
        let step = try await StormBed.Client(bed).call("api.signIn", #"["alice","Passw0rd!"]"#)
        let handle = try #require(step.result?["nextStep"]?["session"]?.string)
        let outcomes = try await race(bed, "api.confirmSignIn", #"["\#(handle)","000000"]"#)
        #expect(outcomes == ["400 CodeMismatchException retriable": 3, "400 ExpiredCodeException": Self.count - 3])
    }

    @Test func `guesses at once are no more than guesses in turn`() async throws {
        let bed = try StormBed()
        let client = StormBed.Client(bed)
        _ = try await client.call("api.signUp", #"["alice","Passw0rd!"]"#)
        let outcomes = try await race(bed, "api.confirmSignUp", #"["alice","000000"]"#)
        #expect(outcomes == ["400 CodeMismatchException retriable": 5, "429 LimitExceededException": Self.count - 5])
        let code = try #require(bed.outbox.newest(for: "alice")?.code)
        #expect(
            try await client.call("api.confirmSignUp", #"["alice","\#(code)"]"#).outcome
                == "429 LimitExceededException")
    }

    @Test func `an account is deleted once`() async throws {
        let bed = try StormBed()
        let client = try await bed.signedIn("alice")
        _ = try await client.call("api.fetchUserAttributes")
        let outcomes = try await race(bed, "api.adminDeleteUser", #"["alice"]"#)
        #expect(outcomes == ["ok": 1, "404 UserNotFoundException": Self.count - 1])
        #expect(try await client.call("api.fetchUserAttributes").outcome == "401 NotAuthenticatedException")
    }
}
