// SPDX-License-Identifier: Apache-2.0

/// One exchange on its way through the loop.
struct Transfer: Sendable {
    let id: UInt64
    let request: OutboundRequest
    let certificates: CertificateSource?
    let usesEnvironmentProxies: Bool
    let continuation: UnsafeContinuation<Result<InboundResponse, TransportError>, Never>
}
