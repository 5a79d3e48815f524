// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto

extension KeyRing {
    /// Encrypts `plaintext` under the newest key: `<key id>.<base64url(nonce ‖ ciphertext ‖ tag)>`, AES-256-GCM.
    ///
    /// The text opens only for the same purpose and the same `place`: the block, the row or whatever else it must not be moved from.
    func seal(
        _ plaintext: [UInt8], for purpose: KeyPurpose, at place: String, random: SecureRandom
    ) throws(CryptoError) -> String {
        let box = try AESGCM.seal(
            plaintext, key: newest.key(purpose), additionalData: Self.binding(purpose, place, newest.id),
            random: random)
        return newest.id + "." + Base64URL.encode(box.nonce + box.ciphertext + box.tag)
    }

    /// Decrypts what ``seal(_:for:at:random:)`` made; `nil` when it was tampered with, is malformed, of another purpose or place, or of a
    /// secret that the ring doesn't hold.
    func open(_ text: String, for purpose: KeyPurpose, at place: String) -> [UInt8]? {
        guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")),
            let secret = secret(String(text[..<dot])),
            let bytes = Base64URL.decode(String(text[text.utf8.index(after: dot)...])), bytes.count >= 28,
            let box = try? AESGCM.SealedBox(
                nonce: Array(bytes.prefix(12)), ciphertext: Array(bytes[12..<(bytes.count - 16)]),
                tag: Array(bytes.suffix(16)))
        else { return nil }
        return try? AESGCM.open(box, key: secret.key(purpose), additionalData: Self.binding(purpose, place, secret.id))
    }

    /// The secret of that id; `nil` when the ring doesn't hold it.
    func secret(_ id: String) -> SessionSecret? {
        secrets.first { $0.id == id }
    }

    /// The label is in the key already; it stands here too, and no part can run into the next since none holds a zero byte.
    private static func binding(_ purpose: KeyPurpose, _ place: String, _ id: String) -> [UInt8] {
        Array("\(purpose.rawValue)\0\(id)\0\(place)".utf8)
    }
}
