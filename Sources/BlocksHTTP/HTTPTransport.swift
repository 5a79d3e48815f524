// SPDX-License-Identifier: Apache-2.0

/// Sends one HTTP request and returns the whole response.
///
/// ``CurlTransport`` is the real one; tests pass scripted ones. An implementation never retries and never follows a
/// redirect: both are decisions of the caller.
public protocol HTTPTransport: Sendable {
    /// Sends `request` and waits for the complete response, whatever its status.
    ///
    /// - Throws: ``TransportError`` when no complete response arrived. A 4xx or 5xx status is a response, not an error.
    func send(_ request: OutboundRequest) async throws(TransportError) -> InboundResponse
}
