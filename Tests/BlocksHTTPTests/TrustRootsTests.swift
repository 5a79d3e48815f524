// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import BlocksHTTP

@Suite struct `Trust roots` {
    private static let readable = "/etc/hosts"

    @Test(arguments: [
        "dynamodb.eu-west-1.amazonaws.com", "amazonaws.com", "cognito-idp.us-east-1.amazonaws.com",
        "ssm.eu-west-1.api.aws",
    ])
    func `AWS endpoints get Amazon's roots`(host: String) throws {
        let roots = TrustRoots(environment: [:], systemBundles: [])
        #expect(try roots.certificates(forHost: host) == AmazonRoots.source)
    }

    @Test(arguments: [
        "example.com", "amazonaws.com.evil.example", "notamazonaws.com", "evil-api.aws", "amazonaws.com.",
        "dynamodb.cn-north-1.amazonaws.com.cn", "127.0.0.1", "[::1]", "",
    ])
    func `every other host gets the system's bundle`(host: String) throws {
        let roots = TrustRoots(environment: [:], systemBundles: ["/nowhere/at-all", Self.readable, "/etc/passwd"])
        #expect(try roots.certificates(forHost: host) == .file(Self.readable))
    }

    @Test(arguments: ["SSL_CERT_FILE", "CURL_CA_BUNDLE"])
    func `a bundle the environment names goes before the system's`(variable: String) throws {
        let roots = TrustRoots(environment: [variable: Self.readable], systemBundles: ["/etc/passwd"])
        #expect(try roots.certificates(forHost: "example.com") == .file(Self.readable))
        #expect(try roots.certificates(forHost: "ssm.eu-west-1.amazonaws.com") == AmazonRoots.source)
    }

    @Test(arguments: ["example.com", "ssm.eu-west-1.amazonaws.com"])
    func `AWS_CA_BUNDLE holds for every host`(host: String) throws {
        let roots = TrustRoots(environment: ["AWS_CA_BUNDLE": Self.readable], systemBundles: [])
        #expect(try roots.certificates(forHost: host) == .file(Self.readable))
    }

    @Test(arguments: ["example.com", "ssm.eu-west-1.amazonaws.com"])
    func `an unreadable AWS_CA_BUNDLE is an error and nothing takes its place`(host: String) {
        let roots = TrustRoots(environment: ["AWS_CA_BUNDLE": "/nowhere/ca.pem"], systemBundles: [Self.readable])
        #expect(throws: TransportError(.trustRoots)) { try roots.certificates(forHost: host) }
    }

    @Test func `no bundle anywhere is an error that names the places`() {
        let roots = TrustRoots(environment: [:], systemBundles: ["/nowhere/ca.pem"])
        let error = #expect(throws: TransportError.self) { try roots.certificates(forHost: "example.com") }
        #expect(error?.code == .trustRoots)
        #expect(error.map { String(reflecting: $0).contains("/nowhere/ca.pem") } == true)
        #expect(error.map { String(describing: $0) } == "TransportError.trustRoots")
    }

    @Test func `Amazon's five roots are the published ones`() throws {
        // https://www.amazontrust.com/repository/, SHA-256 of the certificate
        let published = [
            "8ECDE6884F3D87B1125BA31AC3FCB13D7016DE7F57CC904FE1CB97C6AE98196E",
            "1BA5B2AA8C65401A82960118F80BEC4F62304D83CEC4713A19C39C011EA46DB4",
            "18CE6CFE7BF14E60B2E347B8DFE868CB31D02EBB3ADA271569F50343B46DB3A4",
            "E35D28419ED02025CFA69038CD623962458DA5C695FBDEA3C22B0BFB25897092",
            "568D6905A2C88708A4B3025190EDCFEDB1974A606A13C6E5290FCB2AE63EDAB5",
        ]
        guard case .pem(let bytes) = AmazonRoots.source else { throw TransportError(.trustRoots) }
        let certificates = String(decoding: bytes, as: UTF8.self)
            .split(separator: "-----END CERTIFICATE-----").filter { $0.contains("BEGIN") }
            .map { "\($0)-----END CERTIFICATE-----\n" }
        let fingerprints = try certificates.map { certificate in
            let output = try openSSL(["x509", "-noout", "-fingerprint", "-sha256"], input: certificate)
            return output.split(separator: "=").last?.replacingOccurrences(of: ":", with: "")
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        #expect(fingerprints == published)
    }
}
