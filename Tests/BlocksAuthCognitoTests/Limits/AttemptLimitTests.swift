// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksStore
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// What every counted method has in common; the limit of its kind is 3.
struct AttemptLimitTests {
    @Test(arguments: CountedMethod.allCases)
    func `what is below the limit reaches Cognito, what is beyond gets a 429`(method: CountedMethod) async throws {
        let bed = try await AttemptBed(method)
        for number in 1...3 {
            let error = await bed.attempt()
            #expect(error?.name == (method.kind == .message ? nil : method.refusal.name))
            #expect(bed.asked == number)
        }
        for _ in 0..<3 {
            let error = try #require(await bed.attempt())
            #expect(error.isTooMany)
            #expect(
                error.name == (method.kind == .message ? "LimitExceededException" : "TooManyFailedAttemptsException"))
            #expect(!error.retriable)
        }
        #expect(bed.asked == 3)
        // 2026-11-24T04:53:26Z is 6:34 before the end of its quarter, and of its hour.
        #expect(await bed.attempt()?.message == "Too many attempts. Please try again in 7 minutes.")
    }

    @Test(arguments: CountedMethod.allCases)
    func `another address and another account go on`(method: CountedMethod) async throws {
        let bed = try await AttemptBed(method)
        for _ in 0..<4 { await bed.attempt() }
        #expect(await bed.attempt()?.isTooMany == true)
        #expect(await bed.attempt(from: "203.0.113.2")?.isTooMany != true)
        #expect(await bed.attempt("bob")?.isTooMany != true)
        #expect(bed.asked == 5)
    }

    @Test(arguments: CountedMethod.allCases)
    func `the next window begins anew`(method: CountedMethod) async throws {
        let bed = try await AttemptBed(method)
        for _ in 0..<4 { await bed.attempt() }
        bed.fixture.clock.advance(seconds: 6 * 60 + 33)
        #expect(await bed.attempt()?.message == "Too many attempts. Please try again in 1 minute.")
        bed.fixture.clock.advance(seconds: 1)
        for _ in 0..<3 { #expect(await bed.attempt()?.isTooMany != true) }
        #expect(await bed.attempt()?.isTooMany == true)
        #expect(bed.asked == 6)
    }

    @Test(arguments: CountedMethod.guesses)
    func `a success gives back what it was counted as, and nothing more`(method: CountedMethod) async throws {
        let bed = try await AttemptBed(method)
        for _ in 0..<2 { await bed.attempt() }
        method.accept(bed.fixture)
        for _ in 0..<10 { #expect(await bed.attempt() == nil) }
        bed.refuse()
        #expect(await bed.attempt()?.name == method.refusal.name)
        #expect(await bed.attempt()?.isTooMany == true, "the two failures before still count")
        #expect(bed.asked == 13)
    }

    @Test(arguments: CountedMethod.messages)
    func `a message counts whether or not it is refused`(method: CountedMethod) async throws {
        let bed = try await AttemptBed(method)
        #expect(await bed.attempt() == nil)
        bed.fixture.cognito.fail(method.operation, AWSError(name: "UsernameExistsException"))
        for _ in 0..<2 { await bed.attempt() }
        method.accept(bed.fixture)
        #expect(await bed.attempt()?.isTooMany == true)
    }

    @Test(
        arguments: CountedMethod.allCases,
        [
            AWSError(name: "InternalErrorException", status: 500), AWSError(name: "TimeoutError", kind: .transport),
            AWSError(name: "TooManyRequestsException", status: 429, kind: .throttled),
            AWSError(name: "MalformedResponseError", status: 502, kind: .malformedResponse),
            AWSError(name: "NotAuthorizedException", status: 400, kind: .credentials),
        ])
    func `where Cognito is away nothing was tried`(method: CountedMethod, outage: AWSError) async throws {
        let bed = try await AttemptBed(method)
        bed.fixture.cognito.fail(method.operation, outage)
        for _ in 0..<10 {
            let error = await bed.attempt()
            #expect(error.map { $0.status >= 500 || $0.status == 429 } == true)
            #expect(error?.isTooMany == false)
        }
        #expect(bed.asked == 10)
        #expect(Set(bed.counters.values) == ["0"])
    }

    @Test(arguments: CountedMethod.allCases)
    func `of fifty attempts at once as many as the limit reach Cognito`(method: CountedMethod) async throws {
        let bed = try await AttemptBed(method)
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { await bed.attempt()?.isTooMany == true } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(bed.asked == 3)
        #expect(refused == 47)
    }

    @Test(arguments: CountedMethod.allCases)
    func `without its counters nothing is tried, and it may be tried again`(method: CountedMethod) async throws {
        let bed = try await AttemptBed(method)
        bed.fixture.store.fail(.add)
        for _ in 0..<5 {
            let error = try #require(await bed.attempt())
            #expect(error.status == 503)
            #expect(error.retriable)
            #expect(error.name == "ServiceUnavailableException")
        }
        #expect(bed.asked == 0)
        bed.fixture.store.fail(.add, with: nil)
        await bed.attempt()
        #expect(bed.asked == 1)
    }

    @Test(arguments: CountedMethod.allCases)
    func `the limits can be switched off`(method: CountedMethod) async throws {
        let bed = try await AttemptBed(method, nil)
        for _ in 0..<20 { #expect(await bed.attempt()?.isTooMany != true) }
        #expect(bed.asked == 20)
        #expect(bed.counters.isEmpty)
    }

    @Test(arguments: CountedMethod.allCases)
    func `the limits are on by default`(method: CountedMethod) async throws {
        let bed = try await AttemptBed(method, AuthCognitoOptions<Pool>().attemptLimits)
        for _ in 0..<20 { await bed.attempt() }
        #expect(bed.asked == 10)
    }
}
