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
    /// The origins of its pages, for example `https://example.org`; empty for every secure page of the domain.
    let origins: [String]
    let userVerification: UserVerification
    let embedding: Embedding

    /// Whether a page of `origin` may use the site's passkeys.
    func allows(origin: String) -> Bool {
        // Byte by byte, not by canonical equivalence.
        origins.isEmpty ? isOfDomain(origin) : origins.contains { $0.utf8.elementsEqual(origin.utf8) }
    }

    /// Whether a page inside one of `topOrigin` may.
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

    /// Whether `origin` is a page of the domain or of one below it: by https, or on this machine, where http is secure enough
    /// for browsers too.
    private func isOfDomain(_ origin: String) -> Bool {
        let origin = Array(origin.utf8)
        let schemes = id == "localhost" ? ["https://", "http://"] : ["https://"]
        guard let scheme = schemes.first(where: { origin.starts(with: $0.utf8) }) else { return false }
        let host = origin.dropFirst(scheme.utf8.count).prefix { $0 != UInt8(ascii: ":") }
        let port = origin[host.endIndex...]
        guard port.isEmpty || (2...6 ~= port.count && port.dropFirst().allSatisfy { 0x30...0x39 ~= $0 }) else {
            return false
        }
        let allowed = host.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2D || $0 == 0x2E }
        return allowed && (host.elementsEqual(id.utf8) || Array(host).ends(with: Array(".\(id)".utf8)))
    }
}

extension [UInt8] {
    /// Whether something stands before `suffix` at the end.
    fileprivate func ends(with suffix: [UInt8]) -> Bool {
        count > suffix.count && self[(count - suffix.count)...] == suffix[...]
    }
}
