// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Which certificate authorities a transport trusts, by host.
public struct TrustRoots: Sendable {
    private enum Policy {
        /// The same for every host.
        case fixed(CertificateSource)
        /// Amazon's roots for AWS, the system's bundle for others.
        case byHost(bundles: [String])
        /// The environment names a file; nothing else will do.
        case named(variable: String, path: String)
    }

    private let policy: Policy

    /// Where distributions keep their bundle: Amazon Linux and Fedora (two names), Debian and Alpine, BSD.
    static let systemBundles = [
        "/etc/pki/tls/certs/ca-bundle.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/cert.pem",
    ]

    /// The policy of a deployed program.
    ///
    /// `AWS_CA_BUNDLE`, when set and not empty, is trusted for every host and nothing else is. Otherwise AWS endpoints
    /// get Amazon's five roots, and any other host the first bundle that exists of `SSL_CERT_FILE`, `CURL_CA_BUNDLE`
    /// and the system's usual places. Files are looked for when the first request needs them.
    public init(environment: [String: String]) {
        self.init(environment: environment, systemBundles: Self.systemBundles)
    }

    init(environment: [String: String], systemBundles: [String]) {
        if let path = environment["AWS_CA_BUNDLE"], !path.isEmpty {
            policy = .named(variable: "AWS_CA_BUNDLE", path: path)
            return
        }
        let named = ["SSL_CERT_FILE", "CURL_CA_BUNDLE"].compactMap { environment[$0] }.filter { !$0.isEmpty }
        policy = .byHost(bundles: named + systemBundles)
    }

    /// Trusts exactly the certificates of a PEM file, for every host.
    public init(file path: String) {
        policy = .fixed(.file(path))
    }

    /// Trusts exactly these PEM certificates, for every host.
    public init(pem: [UInt8]) {
        policy = .fixed(.pem(pem))
    }

    /// What to trust for `host` (lower case).
    ///
    /// - Throws: code `trustRoots` when no bundle can be read.
    func certificates(forHost host: String) throws(TransportError) -> CertificateSource {
        switch policy {
        case .fixed(let source): return source
        case .named(let variable, let path):
            guard access(path, R_OK) == 0 else {
                throw TransportError(.trustRoots, detail: "\(variable) names \(path), which can't be read")
            }
            return .file(path)
        case .byHost(let bundles):
            if AWSHost.usesAmazonRoots(host) { return AmazonRoots.source }
            guard let path = bundles.first(where: { access($0, R_OK) == 0 }) else {
                throw TransportError(.trustRoots, detail: "no certificate bundle at any of \(bundles)")
            }
            return .file(path)
        }
    }
}

/// Certificates in one of the two forms libcurl takes.
///
/// libcurl keeps a parsed file between connections and parses bytes for each: bytes are for the few, files for bundles.
enum CertificateSource: Sendable, Equatable {
    case pem([UInt8])
    case file(String)
}
