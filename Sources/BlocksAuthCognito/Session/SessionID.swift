// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto

/// Session ids, as drawn, as sent to browsers, and as keys of rows.
enum SessionID {
    /// Characters of a sealed session's id: 256 bits in base64url.
    static let length = 43
    /// The longest cookie value that is looked at, in bytes.
    static let cookieLimit = 200

    /// A new id: 256 bits, in the reference's layout 192.
    static func draw(_ format: SessionFormat, _ random: SecureRandom) throws(CryptoError) -> String {
        Base64URL.encode(try random.bytes(format == .sealed ? 32 : 24))
    }

    /// The key of the session's row.
    ///
    /// In the sealed format a hash, so that nobody who reads the table has an id to send.
    static func rowKey(_ id: String, _ format: SessionFormat) -> String {
        switch format {
        case .sealed: Base64URL.encode(SHA256.hash(Array(id.utf8)))
        case .compatible: id
        }
    }
}

extension KeyRing {
    /// The value of the session's cookie, signed by the newest secret: `<key id>.<id>.<mac>`, in the reference's layout `<id>.<mac>`.
    func cookieValue(_ id: String, _ format: SessionFormat) -> String {
        guard format == .sealed else { return newest.sign(id) }
        let signed = newest.id + "." + id
        return signed + "." + SessionSecret.mac(signed, newest.key(.sessionCookie))
    }

    /// The id in a cookie value that a secret of the ring signed; `nil` otherwise.
    func sessionID(_ value: String, _ format: SessionFormat) -> String? {
        guard value.utf8.count <= SessionID.cookieLimit else { return nil }
        guard format == .sealed else { return first { $0.verify(value) } }
        let parts = value.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[1].utf8.count == SessionID.length, let secret = secret(parts[0]) else {
            return nil
        }
        let mac = SessionSecret.mac(parts[0] + "." + parts[1], secret.key(.sessionCookie))
        return constantTimeEquals(parts[2], mac) ? parts[1] : nil
    }
}
