// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto

/// The keys that protect what this block puts into browsers, all derived from the text of the setting `session-secret`.
struct SessionSecret: Sendable {
    /// Signs session ids and challenge handles.
    ///
    /// One key for both is safe: no id is a JSON object and no handle is a stored id (known weakness S13); the format
    /// is shared with the reference.
    let signing: SymmetricKey
    /// Encrypts the bridge from sign-up to sign-in.
    let bridgeEncryption: SymmetricKey
    /// Authenticates that bridge.
    let bridgeAuthentication: SymmetricKey
    /// Encrypts remembered devices.
    let deviceEncryption: SymmetricKey
    /// Makes up where a code for an unknown user would have gone.
    let decoy: SymmetricKey

    /// Derives the keys; throws only if OpenSSL fails.
    init(_ text: String) throws(CryptoError) {
        let secret = Array(text.utf8)
        signing = SymmetricKey(secret)
        bridgeEncryption = try Self.derive(secret, "auth-cognito.autoSignIn.enc.v1")
        bridgeAuthentication = try Self.derive(secret, "auth-cognito.autoSignIn.mac.v1")
        deviceEncryption = try Self.derive(secret, "blocks/v1/device-cookie")
        decoy = try Self.derive(secret, "blocks/v1/reset-decoy")
    }

    private static func derive(_ secret: [UInt8], _ label: String) throws(CryptoError) -> SymmetricKey {
        try HKDF.sha256(secret: secret, salt: [], info: Array(label.utf8), count: 32)
    }

    /// `text` and its MAC as `<text>.<base64url>`.
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
