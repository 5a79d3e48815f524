// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto

/// Seals what the pool has to read again but nobody who finds its files should: AES-256-GCM with a key in a file of its own.
///
/// It keeps secrets out of copies, screenshots and logs of `state.json`; who can read the key's file too can open them.
struct Sealer: Sendable {
    /// What a sealed value is; a value of one purpose never opens as one of another.
    enum Purpose: String {
        case passwordVerifier = "blocks/v1/local/password-verifier"
        case proofUnderWay = "blocks/v1/local/proof-under-way"
        case authenticatorApp = "blocks/v1/local/authenticator-app"
        case deviceVerifier = "blocks/v1/local/device-verifier"
    }

    private static let nonceCount = 12
    private static let tagCount = 16
    private let key: SymmetricKey
    private let random: SecureRandom

    init(key: SymmetricKey, random: SecureRandom) {
        self.key = key
        self.random = random
    }

    /// The sealed form of `bytes`: base64 of nonce, text and tag.
    func seal(_ bytes: [UInt8], as purpose: Purpose) throws(CryptoError) -> String {
        let box = try AESGCM.seal(bytes, key: key, additionalData: Array(purpose.rawValue.utf8), random: random)
        return Base64.encode(box.nonce + box.ciphertext + box.tag)
    }

    /// What was sealed; `nil` when the text was changed, or sealed with another key or for another purpose.
    func open(_ text: String, as purpose: Purpose) -> [UInt8]? {
        guard let bytes = Base64.decode(text), bytes.count >= Self.nonceCount + Self.tagCount else { return nil }
        let box = try? AESGCM.SealedBox(
            nonce: Array(bytes.prefix(Self.nonceCount)),
            ciphertext: Array(bytes.dropFirst(Self.nonceCount).dropLast(Self.tagCount)),
            tag: Array(bytes.suffix(Self.tagCount)))
        return box.flatMap { try? AESGCM.open($0, key: key, additionalData: Array(purpose.rawValue.utf8)) }
    }

    /// 32 bytes that always follow from `text` and that nobody without the key can tell from chance.
    func pseudorandom(_ text: String) -> [UInt8] {
        HMAC.sha256(Array("blocks/v1/local/decoy:\(text)".utf8), key: key)
    }
}

extension Sealer {
    /// The sealed form of what an SRP password is checked with.
    func seal(_ verifier: SRPVerifier, as purpose: Purpose) throws(CryptoError) -> String {
        try seal([UInt8(clamping: verifier.salt.count)] + verifier.salt + verifier.verifier, as: purpose)
    }

    /// What an SRP password is checked with; `nil` when the text does not open, or holds something else.
    func openVerifier(_ text: String, as purpose: Purpose) -> SRPVerifier? {
        guard let bytes = open(text, as: purpose), let saltCount = bytes.first.map(Int.init) else { return nil }
        let rest = bytes.dropFirst()
        return try? SRPVerifier(salt: Array(rest.prefix(saltCount)), verifier: Array(rest.dropFirst(saltCount)))
    }
}
