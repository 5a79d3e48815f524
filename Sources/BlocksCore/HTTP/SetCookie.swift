// SPDX-License-Identifier: Apache-2.0

/// One `Set-Cookie` value of the only form this system writes: `HttpOnly`, no `Domain`, no `Expires`, `Path=/`.
///
/// Without commas and `Expires`, clients that split a folded header at commas still read it (RFC 6265 §3, RFC 6265bis §4.1).
public struct SetCookie: Sendable, Equatable {
    /// What keeps other sites and plain connections from using the cookie.
    public enum Security: String, Sendable, CaseIterable {
        /// Same site only, over TLS.
        case lax = "SameSite=Lax; Secure"
        /// Same site only, also over plain HTTP: for loopback hosts.
        case laxInsecure = "SameSite=Lax"
        /// Cross-site, over TLS, with a separate jar for each top-level site.
        case crossSitePartitioned = "SameSite=None; Secure; Partitioned"
        /// Cross-site, over TLS: for loopback hosts, where partitioning hinders development.
        case crossSite = "SameSite=None; Secure"
    }

    /// The cookie's name, an RFC 6265 token.
    public let name: String
    /// The value, of cookie octets only; empty to clear the cookie.
    public let value: String
    /// Its `SameSite`, `Secure` and `Partitioned` attributes.
    public let security: Security
    /// Seconds the client keeps it; 0 clears it.
    public let maxAge: Int64

    /// A cookie, or `nil` when `name` or `value` holds a byte that would end or split the header (RFC 6265 §4.1.1).
    public init?(name: String, value: String, security: Security, maxAge: Int64) {
        guard HTTPToken.isToken(name), value.utf8.allSatisfy(Self.isCookieOctet) else {
            return nil
        }
        self.name = name
        self.value = value
        self.security = security
        self.maxAge = maxAge
    }

    /// The text after `Set-Cookie: `.
    public var headerValue: String {
        "\(name)=\(value); HttpOnly; \(security.rawValue); Path=/; Max-Age=\(maxAge)"
    }

    private static func isCookieOctet(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21, 0x23...0x2B, 0x2D...0x3A, 0x3C...0x5B, 0x5D...0x7E: true
        default: false
        }
    }
}

/// Its value opens a session.
extension SetCookie: Withheld {}
