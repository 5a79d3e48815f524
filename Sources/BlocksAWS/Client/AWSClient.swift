// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import HTTPTypes

/// Calls the operations of one AWS JSON service: endpoint → sign → send → retry → decode.
final class AWSClient: Sendable {
    /// Who calls, for the service's logs; a firewall before a user pool may refuse calls that don't say.
    private static let userAgent = "aws-blocks/0.1 lang/swift"

    private let service: AWSService
    private let endpoint: AWSEndpoint
    private let signature: RequestSignature?
    private let transport: any HTTPTransport
    private let sleep: @Sendable (Duration) async throws -> Void
    private let jitter: @Sendable () -> Double
    private let clock: ServiceClock
    private let bucket = RetryTokenBucket()

    /// A client of operations that anyone may call.
    convenience init(unsigned service: AWSService, endpoint: AWSEndpoint, configuration: AWSConfiguration) {
        self.init(service, endpoint: endpoint, signature: nil, configuration: configuration)
    }

    /// A client of operations that need credentials, in `region`, by default the configured one.
    ///
    /// Throws `ConfigurationError` when region or credentials are missing or the endpoint override is no URL.
    convenience init(
        signing service: AWSService, region: String? = nil, bucket: String? = nil, configuration: AWSConfiguration
    ) throws(ConfigurationError) {
        let home: String
        if let region { home = region } else { home = try AWSRegion.resolve(configuration.environment) }
        var endpoint = try AWSEndpoint(service, region: home, environment: configuration.environment)
        if let bucket { endpoint = endpoint.ofBucket(bucket) }
        let credentials = try CredentialSources(environment: configuration.environment).resolve()
        self.init(
            service, endpoint: endpoint,
            signature: RequestSignature(
                signer: SigV4Signer(service: service.hostPrefix, region: home, options: service.signing),
                credentials: credentials),
            configuration: configuration)
    }

    private init(
        _ service: AWSService, endpoint: AWSEndpoint, signature: RequestSignature?, configuration: AWSConfiguration
    ) {
        self.service = service
        self.endpoint = endpoint
        self.signature = signature
        transport = configuration.transport
        sleep = configuration.sleep
        jitter = configuration.jitter
        clock = ServiceClock(configuration.clock)
    }

    /// Calls `operation` with the members that `input` writes into the request's object, and returns the answer's object.
    func call(
        _ operation: AWSOperation, _ input: (inout JSONWriter) -> Void
    ) async throws(AWSError) -> JSONView {
        var writer = JSONWriter(reserving: 512)
        writer.beginObject()
        input(&writer)
        writer.endObject()
        let request = OutboundRequest(
            method: .post, url: endpoint.base + "/",
            headers: [
                ("Content-Type", service.contentType), ("X-Amz-Target", "\(service.targetPrefix).\(operation.name)"),
            ], body: writer.bytes, timeout: service.attemptTimeout)
        return try await send(request, isIdempotent: operation.isIdempotent, Self.document)
    }

    /// Fetches a JSON document by an unsigned GET.
    func get(_ url: String) async throws(AWSError) -> JSONView {
        try await send(
            OutboundRequest(method: .get, url: url, timeout: service.attemptTimeout, maximumResponseBytes: 1 << 20),
            isIdempotent: true, Self.document)
    }

    /// Fetches the bytes at `path`, which is percent-encoded, of at most `limit` bytes.
    func bytes(at path: String, limit: Int) async throws(AWSError) -> [UInt8] {
        try await send(
            OutboundRequest(
                method: .get, url: endpoint.base + path, timeout: service.attemptTimeout, maximumResponseBytes: limit),
            path: path, isIdempotent: true
        ) { $0.body }
    }

    private func send<Answer>(
        _ request: OutboundRequest, path: String = "/", isIdempotent: Bool,
        _ read: (InboundResponse) throws(Failure) -> Answer
    ) async throws(AWSError) -> Answer {
        var state = RetryState(backoff: service.backoff, isIdempotent: isIdempotent)
        while true {
            let failure: Failure
            do {
                let answer = try read(try await attempt(request, path, number: state.attempt))
                bucket.succeeded(taken: state.taken)
                return answer
            } catch { failure = error }
            let action = state.failed(
                failure.class, jitter: jitter(), requested: failure.retryAfter, remaining: remainingTime,
                clockCorrected: failure.class == .clockSkew && clock.correct(date: failure.date), bucket: bucket)
            guard case .retry(let delay) = action else {
                throw failure.error.afterEarlierAttempt(tookEffect: state.mayHaveTakenEffect)
            }
            if delay > .zero {
                do { try await sleep(delay) } catch { throw .cancelled }
            }
        }
    }

    private func attempt(
        _ request: OutboundRequest, _ path: String, number: Int
    ) async throws(Failure) -> InboundResponse {
        var request = request
        if let remaining = remainingTime {
            guard remaining > .zero else { throw Failure(error: .deadlineExceeded, class: .permanent) }
            request.timeout = min(request.timeout, remaining)
        }
        request.connectTimeout = min(request.connectTimeout, request.timeout)
        request.headers.append(("User-Agent", Self.userAgent))
        request.headers.append(("amz-sdk-request", "attempt=\(number); max=\(RetryState.maximumAttempts)"))
        signature?.sign(&request, to: endpoint, path: path, at: clock.now())
        // Not signed: services on the way may replace it.
        if let trace = Correlation.current?.trace { request.headers.append((TraceHeader.fieldName, trace.description)) }
        let response: InboundResponse
        do {
            response = try await transport.send(request)
        } catch {
            let outOfTime = error.code == .timeout && remainingTime == .zero
            throw Failure(error: outOfTime ? .deadlineExceeded : AWSError(error), class: FailureClass(error))
        }
        try check(response)
        return response
    }

    private func check(_ response: InboundResponse) throws(Failure) {
        if let expected = response.header("x-amz-crc32"), UInt32(expected) != CRC32.checksum(response.body) {
            throw Failure(error: .malformed(response), class: .transient)
        }
        guard (200..<300).contains(response.status) else {
            let answer = ErrorResponse(response)
            throw Failure(
                error: answer.error(response, service: service),
                class: FailureClass(name: answer.name ?? "", status: response.status, service: service),
                retryAfter: response.header("x-amz-retry-after").flatMap { Int64($0) }.map { .milliseconds($0) },
                date: response.header("date"))
        }
    }

    private static func document(_ response: InboundResponse) throws(Failure) -> JSONView {
        do {
            return try JSONDocument(response.body.isEmpty ? Array("{}".utf8) : response.body).root
        } catch {
            throw Failure(error: .malformed(response), class: .transient)
        }
    }

    /// The time until the deadline of the invocation under way; `nil` outside of one.
    private var remainingTime: Duration? {
        Deadline.current.map { .milliseconds($0.remainingMilliseconds) }
    }

    /// A failed attempt.
    private struct Failure: Error {
        let error: AWSError
        let `class`: FailureClass
        var retryAfter: Duration?
        var date: String?
    }
}
