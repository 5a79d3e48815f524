// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto

/// One secret of the key ring, and the keys that are derived from it.
struct SessionSecret: Sendable {
    /// Names the secret in what it signed and sealed: 1 to 8 characters of base64url.
    let id: String
    /// Signs session ids in the reference's format: the secret's bytes themselves (spec auth-cookies-and-sessions §2).
    let signing: SymmetricKey
    /// Encrypts the bridge from sign-up to sign-in, whose format and labels are the reference's (§7).
    let bridgeEncryption: SymmetricKey
    /// Authenticates that bridge.
    let bridgeAuthentication: SymmetricKey
    private let keys: [KeyPurpose: SymmetricKey]

    /// Derives the keys of a secret; `id` is `nil` where the secret names itself.
    ///
    /// Throws only if OpenSSL fails.
    init(_ text: String, id: String? = nil) throws(CryptoError) {
        let secret = Array(text.utf8)
        self.id = id ?? Self.derivedID(secret)
        signing = SymmetricKey(secret)
        bridgeEncryption = try Self.derive(secret, "auth-cognito.autoSignIn.enc.v1")
        bridgeAuthentication = try Self.derive(secret, "auth-cognito.autoSignIn.mac.v1")
        var keys: [KeyPurpose: SymmetricKey] = [:]
        for purpose in KeyPurpose.allCases { keys[purpose] = try Self.derive(secret, purpose.rawValue) }
        self.keys = keys
    }

    /// The key of 32 bytes for one purpose.
    func key(_ purpose: KeyPurpose) -> SymmetricKey {
        // Every purpose has its key since the initialiser; the empty key is none that AES-GCM takes.
        keys[purpose] ?? SymmetricKey([])
    }

    /// 36 bits of a hash: enough to tell a ring's secrets apart, and nothing that would help to guess one of 256 bits.
    private static func derivedID(_ secret: [UInt8]) -> String {
        String(Base64URL.encode(SHA256.hash(Array("blocks/key-id/v1\0".utf8) + secret)).prefix(6))
    }

    private static func derive(_ secret: [UInt8], _ label: String) throws(CryptoError) -> SymmetricKey {
        try HKDF.sha256(secret: secret, salt: [], info: Array(label.utf8), count: 32)
    }

    /// `text` and its MAC as `<text>.<base64url>`, in the reference's format.
    func sign(_ text: String) -> String {
        text + "." + Self.mac(text, signing)
    }

    /// The part before the last dot of `signed` if the part after it is its MAC; `nil` otherwise.
    ///
    /// MACs are compared as text in constant time, so another spelling of the same bytes is refused too.
    func verify(_ signed: String) -> String? {
        guard let dot = signed.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        let text = String(signed[..<dot])
        let mac = String(signed[signed.utf8.index(after: dot)...])
        return constantTimeEquals(mac, Self.mac(text, signing)) ? text : nil
    }

    /// The MAC of `text` under `key`, base64url without padding.
    static func mac(_ text: String, _ key: SymmetricKey) -> String {
        Base64URL.encode(HMAC.sha256(Array(text.utf8), key: key))
    }
}
