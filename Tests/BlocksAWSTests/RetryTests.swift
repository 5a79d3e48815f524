// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import Testing

@testable import BlocksAWS

@Suite struct RetryTests {
    private let backoff = Backoff(base: .milliseconds(50))

    @Test func `the bounds of the waits double up to twenty seconds, as in botocore's standard mode`() {
        let bounds = (0..<12).map { backoff.delay(retry: $0, throttled: false, jitter: 1, requested: nil) }
        #expect(
            bounds == [50, 100, 200, 400, 800, 1600, 3200, 6400, 12800, 20000, 20000, 20000].map { .milliseconds($0) })
    }

    @Test func `throttling waits longer, DynamoDB shorter`() {
        #expect(backoff.delay(retry: 0, throttled: true, jitter: 1, requested: nil) == .seconds(1))
        #expect(backoff.delay(retry: 1, throttled: true, jitter: 0.5, requested: nil) == .seconds(1))
        #expect(
            AWSService.dynamoDB.backoff.delay(retry: 0, throttled: false, jitter: 1, requested: nil)
                == .milliseconds(25))
        #expect(AWSService.dynamoDB.backoff.delay(retry: 0, throttled: true, jitter: 1, requested: nil) == .seconds(1))
    }

    @Test(arguments: [(0.0, 0), (0.25, 50), (1, 200), (-1, 0), (7, 200)] as [(Double, Int)])
    func `jitter is full and cannot leave its range`(_ jitter: Double, _ milliseconds: Int) {
        #expect(
            backoff.delay(retry: 2, throttled: false, jitter: jitter, requested: nil) == .milliseconds(milliseconds))
    }

    @Test(arguments: [(0, 50), (40, 50), (700, 700), (5049, 5049), (5051, 5050), (3_600_000, 5050), (-5, 50)])
    func `a wait the service asks for is honoured within five seconds of ours`(_ requested: Int, _ expected: Int) {
        let delay = backoff.delay(retry: 0, throttled: false, jitter: 1, requested: .milliseconds(requested))
        #expect(delay == .milliseconds(expected))
    }

    @Test(arguments: [-1, Int.min, 64, Int.max])
    func `an absurd retry number neither traps nor waits longer than the cap`(_ retry: Int) {
        #expect(backoff.delay(retry: retry, throttled: true, jitter: 1, requested: nil) <= .seconds(20))
    }

    @Test func `the bucket pays for thirty-five transient retries and a hundred of throttling`() {
        let transient = RetryTokenBucket()
        var count = 0
        while transient.take(throttled: false) != nil { count += 1 }
        #expect(count == 500 / 14)
        let throttled = RetryTokenBucket()
        count = 0
        while throttled.take(throttled: true) != nil { count += 1 }
        #expect(count == 100)
        #expect(throttled.take(throttled: true) == nil)
        throttled.succeeded(taken: 5)
        #expect(throttled.remaining == 5)
        throttled.succeeded(taken: 0)
        #expect(throttled.remaining == 6)
    }

    @Test func `credit never exceeds the capacity`() {
        let bucket = RetryTokenBucket()
        bucket.succeeded(taken: 14)
        #expect(bucket.remaining == RetryTokenBucket.capacity)
    }

    /// The actions of one call that meets `failures`.
    private func actions(
        _ failures: [FailureClass], isIdempotent: Bool = true, remaining: Duration? = nil, clockCorrected: Bool = true,
        bucket: RetryTokenBucket = RetryTokenBucket()
    ) -> [RetryState.Action] {
        var state = RetryState(backoff: backoff, isIdempotent: isIdempotent)
        return failures.map {
            state.failed(
                $0, jitter: 1, requested: nil, remaining: remaining, clockCorrected: clockCorrected, bucket: bucket)
        }
    }

    @Test func `a call gets three attempts`() {
        #expect(
            actions([.transient, .unsent, .transient]) == [
                .retry(after: .milliseconds(50)), .retry(after: .milliseconds(100)), .fail,
            ])
        #expect(
            actions([.throttling, .throttling, .throttling], isIdempotent: false) == [
                .retry(after: .seconds(1)), .retry(after: .seconds(2)), .fail,
            ])
    }

    @Test func `what is permanent is not repeated`() {
        #expect(actions([.permanent]) == [.fail])
    }

    @Test func `what the service may have done is not repeated unless it may be done twice`() {
        #expect(actions([.transient], isIdempotent: false) == [.fail])
        #expect(actions([.unsent, .transient], isIdempotent: false) == [.retry(after: .milliseconds(50)), .fail])
    }

    @Test func `no attempt begins at or behind the deadline`() {
        #expect(actions([.transient], remaining: .milliseconds(50)) == [.fail])
        #expect(actions([.transient], remaining: .milliseconds(51)) == [.retry(after: .milliseconds(50))])
        #expect(actions([.throttling], remaining: .zero) == [.fail])
    }

    @Test func `a corrected clock earns one immediate retry`() {
        #expect(actions([.clockSkew, .clockSkew]) == [.retry(after: .zero), .fail])
        #expect(actions([.clockSkew], clockCorrected: false) == [.fail])
    }

    @Test func `an empty bucket ends the retries`() {
        let bucket = RetryTokenBucket()
        while bucket.take(throttled: true) != nil {}
        #expect(actions([.transient], bucket: bucket) == [.fail])
    }

    @Test func `an attempt that may have taken effect is remembered`() {
        var state = RetryState(backoff: backoff, isIdempotent: true)
        let bucket = RetryTokenBucket()
        func fail(_ failure: FailureClass) {
            _ = state.failed(
                failure, jitter: 0, requested: nil, remaining: nil, clockCorrected: false, bucket: bucket)
        }
        fail(.throttling)
        #expect(!state.mayHaveTakenEffect)
        fail(.transient)
        #expect(state.mayHaveTakenEffect)
        fail(.permanent)
        #expect(state.mayHaveTakenEffect)
    }
}

@Suite struct FailureClassTests {
    @Test(arguments: [
        "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
        "RequestThrottledException",
        "SlowDown", "ThrottledException", "Throttling", "ThrottlingException", "TooManyRequestsException",
        "TransactionInProgressException",
    ])
    func `the fourteen throttling codes are known`(_ name: String) {
        #expect(FailureClass(name: name, status: 400, service: .dynamoDB) == .throttling)
    }

    @Test func `Cognito's limit on codes is the user's matter`() {
        #expect(FailureClass(name: "LimitExceededException", status: 400, service: .cognito) == .permanent)
        #expect(FailureClass(name: "TooManyRequestsException", status: 400, service: .cognito) == .throttling)
    }

    @Test(arguments: [
        ("RequestTimeout", 400), ("RequestTimeoutException", 400), ("InternalServerError", 400), ("", 500),
        ("Any", 502),
        ("", 503), ("", 504),
    ])
    func `passing faults are known by code or status`(_ name: String, _ status: Int) {
        #expect(FailureClass(name: name, status: status, service: .ssm) == .transient)
    }

    @Test(arguments: [
        "AuthFailure", "InvalidSignatureException", "RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
    ])
    func `codes of a wrong clock are known`(_ name: String) {
        #expect(FailureClass(name: name, status: 403, service: .dynamoDB) == .clockSkew)
    }

    @Test(arguments: [400, 401, 403, 404, 409, 413, 429, 501, 505, 301])
    func `no other status is repeated`(_ status: Int) {
        #expect(FailureClass(name: "ValidationException", status: status, service: .dynamoDB) == .permanent)
        #expect(FailureClass(name: "", status: status, service: .dynamoDB) == .permanent)
    }

    @Test(arguments: [
        (TransportError.Code.resolve, FailureClass.unsent), (.connect, .unsent), (.tls, .unsent),
        (.timeout, .transient),
        (.reset, .transient), (.malformedResponse, .transient), (.other, .transient), (.cancelled, .permanent),
        (.tooLarge, .permanent), (.invalidURL, .permanent), (.invalidHeader, .permanent), (.trustRoots, .permanent),
        (.initialisation, .permanent),
    ])
    func `a missing answer is unsent only before the connection stood`(
        _ code: TransportError.Code, _ class: FailureClass
    ) {
        #expect(FailureClass(TransportError(code)) == `class`)
    }
}
