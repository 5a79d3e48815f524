// SPDX-License-Identifier: Apache-2.0

/// HTTP/1.1 over libcurl on a ``CurlLoop``: connections are kept and reused, TLS is 1.2 or newer and always verified.
///
/// It never follows a redirect, never asks for compression and adds no field of its own to a request. Proxies come
/// from the environment as libcurl reads it (`https_proxy`, `no_proxy`, …) unless switched off.
public final class CurlTransport: HTTPTransport {
    private let loop: CurlLoop
    private let trust: TrustRoots
    private let usesEnvironmentProxies: Bool

    /// Makes a transport on `loop`; transports on one loop share its connections where their trust is the same.
    public init(loop: CurlLoop, trust: TrustRoots, usesEnvironmentProxies: Bool = true) {
        self.loop = loop
        self.trust = trust
        self.usesEnvironmentProxies = usesEnvironmentProxies
    }

    /// Sends `request` and waits for the complete response; callable from any executor.
    ///
    /// - Throws: ``TransportError``. When the task is cancelled the connection is closed and the code is `cancelled`.
    public func send(_ request: OutboundRequest) async throws(TransportError) -> InboundResponse {
        let target = try RequestTarget(request.url)
        let certificates = target.isTLS ? try trust.certificates(forHost: target.host) : nil
        let id = loop.makeID()
        let result = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                loop.perform(
                    .transfer(
                        Transfer(
                            id: id, request: request, certificates: certificates,
                            usesEnvironmentProxies: usesEnvironmentProxies, continuation: continuation)))
                loop.cancelIfTaskIsCancelled(id)
            }
        } onCancel: {
            loop.perform(.cancel(id: id))
        }
        return try result.get()
    }
}
