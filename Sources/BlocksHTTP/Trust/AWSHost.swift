// SPDX-License-Identifier: Apache-2.0

/// Which hosts present certificates that chain to Amazon's own roots.
enum AWSHost {
    /// The China partition (`amazonaws.com.cn`) is left out on purpose: its endpoints have used other authorities, and
    /// the system's bundle holds Amazon's roots as well.
    private static let domains = ["amazonaws.com", "api.aws"]

    /// - Parameter host: lower case, without port.
    static func usesAmazonRoots(_ host: String) -> Bool {
        domains.contains { host == $0 || host.hasSuffix(".\($0)") }
    }
}
