// SPDX-License-Identifier: Apache-2.0

import BlocksHTTP
import Foundation
import HTTPTypes
import Testing

@Suite struct `Curl transport over TLS` {
    /// The outcome of one GET from a server that presents a certificate for `subject`.
    private func get(
        from host: String = "127.0.0.1", certificateFor subject: String = "IP:127.0.0.1", days: Int = 30,
        options: [String] = [], trust: (TestAuthority) throws -> TrustRoots
    ) async throws -> Result<InboundResponse, TransportError> {
        let authority = try TestAuthority()
        defer { authority.remove() }
        try authority.issue("server", for: subject, days: days)
        let server = try TLSServer(authority: authority, certificate: "server", options: options)
        defer { server.stop() }
        let loop = try CurlLoop.onOwnThread()
        defer { loop.stop() }
        let transport = CurlTransport(loop: loop, trust: try trust(authority), usesEnvironmentProxies: false)
        do throws(TransportError) {
            return .success(
                try await transport.send(OutboundRequest(method: .get, url: "https://\(host):\(server.port)/")))
        } catch {
            return .failure(error)
        }
    }

    private func code(_ result: Result<InboundResponse, TransportError>) -> TransportError.Code? {
        if case .failure(let error) = result { error.code } else { nil }
    }

    @Test func `a server is trusted through a CA file`() async throws {
        let result = try await get { TrustRoots(file: $0.certificate) }
        #expect(try result.get().status == 200)
    }

    @Test func `a server is trusted through CA bytes`() async throws {
        let result = try await get { authority in
            TrustRoots(pem: Array(try String(contentsOfFile: authority.certificate, encoding: .utf8).utf8))
        }
        #expect(try result.get().status == 200)
    }

    @Test func `AWS_CA_BUNDLE is trusted`() async throws {
        let result = try await get { TrustRoots(environment: ["AWS_CA_BUNDLE": $0.certificate]) }
        #expect(try result.get().status == 200)
    }

    @Test func `a server that offers HTTP/2 is spoken to in HTTP/1.1`() async throws {
        // The server takes h2 from any client that offers it, and then answers in HTTP/1.0 all the same.
        let result = try await get(options: ["-alpn", "h2,http/1.1"]) { TrustRoots(file: $0.certificate) }
        #expect(try result.get().status == 200)
    }

    @Test func `an authority nobody knows is refused`() async throws {
        #expect(code(try await get { _ in TrustRoots(environment: [:]) }) == .tls)
    }

    @Test func `a certificate for another host is refused`() async throws {
        let result = try await get(certificateFor: "DNS:example.com") { TrustRoots(file: $0.certificate) }
        #expect(code(result) == .tls)
    }

    @Test func `a certificate for the name does not do for the address`() async throws {
        let result = try await get(certificateFor: "DNS:127.0.0.1") { TrustRoots(file: $0.certificate) }
        #expect(code(result) == .tls)
    }

    @Test func `an expired certificate is refused`() async throws {
        let result = try await get(days: -1) { TrustRoots(file: $0.certificate) }
        #expect(code(result) == .tls)
    }

    @Test func `TLS 1.1 is refused`() async throws {
        let result = try await get(options: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]) {
            TrustRoots(file: $0.certificate)
        }
        #expect(code(result) == .tls)
    }

    @Test func `a CA file that is missing is an error of its own`() async throws {
        let result = try await get { _ in TrustRoots(file: "/nowhere/ca.pem") }
        #expect(code(result) == .trustRoots)
    }

    @Test func `what trusted a server before is not trusted after a change of roots`() async throws {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let stranger = try TestAuthority()
        defer { stranger.remove() }
        try authority.issue("server", for: "IP:127.0.0.1")
        let server = try TLSServer(authority: authority, certificate: "server")
        defer { server.stop() }
        let loop = try CurlLoop.onOwnThread()
        defer { loop.stop() }
        let request = OutboundRequest(method: .get, url: "https://127.0.0.1:\(server.port)/")
        let trusting = CurlTransport(
            loop: loop, trust: TrustRoots(file: authority.certificate), usesEnvironmentProxies: false)
        let wary = CurlTransport(
            loop: loop, trust: TrustRoots(file: stranger.certificate), usesEnvironmentProxies: false)
        #expect(try await trusting.send(request).status == 200)
        await #expect(throws: TransportError(.tls)) { try await wary.send(request) }
        #expect(try await trusting.send(request).status == 200)
    }
}
