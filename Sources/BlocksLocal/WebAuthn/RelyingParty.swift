// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto

/// Whom passkeys are for: the web site, and what it asks of a ceremony.
struct RelyingParty: Sendable, Equatable {
    /// Whether the authenticator has to make sure who the user is.
    enum UserVerification: String, Sendable {
        case required, preferred, discouraged
    }

    /// Whether the site's pages may ask for a passkey inside a page of another origin.
    enum Embedding: Sendable, Equatable {
        case refused
        /// Inside pages of these origins, and where the browser does not tell which.
        case allowed(topOrigins: [String])
    }

    /// The domain, for example `example.org`.
    let id: String
    /// The origins of its pages; one that ends in `:*` stands for every port of that host, and for none.
    let origins: [String]
    let userVerification: UserVerification
    let embedding: Embedding

    func allows(origin: String) -> Bool { origins.contains { Self.matches(origin, $0) } }

    func allows(topOrigin: String?) -> Bool {
        switch embedding {
        case .refused: false
        case .allowed(let origins): topOrigin.map { origins.contains($0) } ?? true
        }
    }

    /// Throws unless an authenticator answered for this site, and the user was there.
    func check(_ data: AuthenticatorData) throws(WebAuthnError) {
        guard constantTimeEquals(data.relyingPartyHash, SHA256.hash(Array(id.utf8))) else {
            throw WebAuthnError(.wrongRelyingParty, "hash of the relying party's id")
        }
        guard data.flags.contains(.userPresent) else { throw WebAuthnError(.userAbsent, "flag UP") }
        guard userVerification != .required || data.flags.contains(.userVerified) else {
            throw WebAuthnError(.userNotVerified, "flag UV")
        }
    }

    private static func matches(_ origin: String, _ allowed: String) -> Bool {
        let (origin, allowed) = (Array(origin.utf8), Array(allowed.utf8))  // byte by byte, not by canonical equivalence
        guard allowed.suffix(2) == Array(":*".utf8)[...] else { return origin == allowed }
        let host = allowed.dropLast(2)
        guard origin.starts(with: host) else { return false }
        let port = origin.dropFirst(host.count)
        return port.isEmpty
            || (port.first == UInt8(ascii: ":") && 2...6 ~= port.count
                && port.dropFirst().allSatisfy { 0x30...0x39 ~= $0 })
    }
}
