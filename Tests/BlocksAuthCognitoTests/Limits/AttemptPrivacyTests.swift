// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksStore
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// What the limits tell clients, readers of the table and the log; and where they don't apply.
struct AttemptPrivacyTests {
    @Test(arguments: [CountedMethod.signIn, .confirmSignUp, .confirmResetPassword, .resetPassword, .resendSignUpCode])
    func `known and unknown names are refused with the same bytes after as many attempts`(
        method: CountedMethod
    ) async throws {
        let bed = try await AttemptBed(method)
        var answers: [String: [ApiError?]] = [:]
        for account in ["alice", "nobody"] {
            if account == "nobody" {
                bed.fixture.cognito.fail(method.operation, AWSError(name: "UserNotFoundException"))
            }
            for _ in 0..<5 { answers[account, default: []].append(await bed.attempt(account)) }
        }
        let (known, unknown) = (try #require(answers["alice"]), try #require(answers["nobody"]))
        #expect(known.map { $0?.isTooMany == true } == [false, false, false, true, true])
        #expect(unknown.map { $0?.isTooMany == true } == [false, false, false, true, true])
        #expect(known.suffix(2) == unknown.suffix(2))
    }

    @Test func `the form for signing in shows when to try again`() async throws {
        let bed = try await AttemptBed(.signIn)
        for _ in 0..<3 { await bed.attempt() }
        var states: [String] = []
        for name in ["alice", "ALICE"] {
            let input = AuthActionInput(.object(["action": "signIn", "username": .string(name), "password": "guess"]))
            let state = try await bed.fixture.auth.setAuthState(input, bed.fixture.context(clientIP: "203.0.113.1"))
            states.append(String(decoding: try JSONCoding.encode(state), as: UTF8.self))
        }
        #expect(Set(states).count == 1)
        let state = try JSONValue(parsing: Array(states[0].utf8))
        #expect(state["state"] == "signedOut")
        #expect(state["error"] == "Too many attempts. Please try again in 7 minutes.")
        #expect(state["errorName"] == "TooManyFailedAttemptsException")
        #expect(state["retriable"] == nil)
        #expect(state["actions"]?.array?.isEmpty == false)
    }

    @Test func `keys tell neither names nor addresses, and values are numbers that end`() async throws {
        let bed = try await AttemptBed(.signIn)
        for name in ["alice", "bob@example.com"] { await bed.attempt(name) }
        let items = bed.fixture.records.stored.filter { $0.key.hasPrefix("limit:") }
        #expect(items.count == 3)
        for (key, item) in items {
            #expect(key.count == 6 + 43)
            let text = key + item.value
            for secret in ["alice", "bob", "203", "signIn", "guess"] { #expect(!text.contains(secret)) }
            #expect(try JSONValue(parsing: Array(item.value.utf8)).int != nil, "other readers of the table find JSON")
            #expect(item.expires.map { $0 - bed.fixture.clock.clock.now().seconds } == 394)
        }
        #expect(!bed.fixture.log.text.contains("alice") && !bed.fixture.log.text.contains("203.0.113"))
    }

    @Test(arguments: CountedMethod.allCases)
    func `what comes from nowhere is not counted, which is said once`(method: CountedMethod) async throws {
        let bed = try await AttemptBed(method)
        for _ in 0..<10 { #expect(await bed.attempt(from: nil)?.isTooMany != true) }
        for _ in 0..<10 { #expect(await bed.attempt(from: "test-invoke-source-ip")?.isTooMany != true) }
        #expect(bed.asked == 20)
        #expect(bed.counters.isEmpty)
        #expect(bed.fixture.log.text.components(separatedBy: "Attempts are not limited").count == 2)
    }

    @Test func `a client behind one's own proxy is counted by its own address, whatever it sends`() async throws {
        let bed = try await AttemptBed(.signIn, trustedProxies: 1)
        for number in 0..<3 {
            let forwarded = "192.0.2.\(number), 203.0.113.9, 198.51.100.1"
            #expect(await bed.attempt(from: "198.51.100.1", forwarded: forwarded)?.isTooMany == false)
        }
        let spoofed = "10.0.0.1, 203.0.113.9, 198.51.100.2"
        #expect(await bed.attempt(from: "198.51.100.2", forwarded: spoofed)?.isTooMany == true)
        let other = "203.0.113.10, 198.51.100.1"
        #expect(await bed.attempt(from: "198.51.100.1", forwarded: other)?.isTooMany == false)
    }

    @Test(
        arguments: [
            (0, "203.0.113.9, 198.51.100.1", true), (0, "198.51.100.1", false), (0, nil, false),
            (0, "203.0.113.9", false),
            (0, "nonsense, 198.51.100.1", false), (1, "203.0.113.9, 198.51.100.1", false),
        ] as [(Int, String?, Bool)])
    func `a proxy that nobody declared is said once`(proxies: Int, forwarded: String?, isSaid: Bool) async throws {
        let bed = try await AttemptBed(.signIn, trustedProxies: proxies)
        for _ in 0..<5 { await bed.attempt(from: "198.51.100.1", forwarded: forwarded) }
        let said = bed.fixture.log.text.components(separatedBy: "came through another proxy").count - 1
        #expect(said == (isSaid ? 1 : 0))
        #expect(!bed.fixture.log.text.contains("203.0.113"))
    }

    @Test func `without proxies a client can't choose an address`() async throws {
        let bed = try await AttemptBed(.signIn)
        for number in 0..<10 { await bed.attempt(forwarded: "192.0.2.\(number), 203.0.113.1") }
        #expect(bed.asked == 3)
    }

    @Test func `behind a load balancer attempts are counted by what it saw`() async throws {
        let bed = try await AttemptBed(.signIn, trustedProxies: 1)
        for number in 0..<10 { await bed.attempt(from: nil, forwarded: "192.0.2.\(number), 203.0.113.9") }
        #expect(bed.asked == 3)
        #expect(await bed.attempt(from: nil, forwarded: "203.0.113.10")?.isTooMany == false)
    }

    @Test func `a call of the application itself, without a context, is not counted`() async throws {
        let bed = try await AttemptBed(.resetPassword)
        for _ in 0..<10 { _ = try await bed.fixture.auth.resetPassword("alice") }
        #expect(bed.asked == 10)
    }

    @Test func `threat protection is told the address behind the proxies`() throws {
        let fixture = try AuthFixture<Pool>(options: .init(threatProtection: true, trustedProxies: 1))
        let header = BlocksRequest.Header(name: "x-forwarded-for", value: "192.0.2.1, 203.0.113.9:443, 198.51.100.1")
        let context = fixture.context(headers: [header], clientIP: "198.51.100.1")
        #expect(fixture.auth.userContext(context, nil)?.ipAddress == "203.0.113.9")
    }
}
