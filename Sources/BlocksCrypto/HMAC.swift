// SPDX-License-Identifier: Apache-2.0

/// Keyed message authentication (RFC 2104, FIPS 198-1).
public enum HMAC {
    /// HMAC-SHA-256 of `message`: 32 bytes.
    public static func sha256(_ message: [UInt8], key: SymmetricKey) -> [UInt8] {
        message.withUnsafeBytes { sha256($0, key: key) }
    }

    /// HMAC-SHA-256 of a region of memory: 32 bytes.
    public static func sha256(_ message: UnsafeRawBufferPointer, key: SymmetricKey) -> [UInt8] {
        key.withBytes { code(SHA256.self, message, key: $0) }
    }

    /// HMAC-SHA-1 of `message`: 20 bytes; for one-time codes.
    public static func sha1(_ message: [UInt8], key: SymmetricKey) -> [UInt8] {
        key.withBytes { key in message.withUnsafeBytes { code(SHA1.self, $0, key: key) } }
    }

    /// Whether `tag` is the whole HMAC-SHA-256 of `message`, compared in constant time; a shortened tag is refused.
    public static func isValidSHA256(_ tag: [UInt8], message: [UInt8], key: SymmetricKey) -> Bool {
        constantTimeEquals(tag, sha256(message, key: key))
    }

    /// H((K ⊕ opad) ‖ H((K ⊕ ipad) ‖ message)).
    private static func code<H: HashFunction>(_: H.Type, _ message: UnsafeRawBufferPointer, key: [UInt8]) -> [UInt8] {
        if key.count > H.blockCount { return code(H.self, message, key: H.digest(key)) }
        return withUnsafeTemporaryAllocation(byteCount: H.blockCount, alignment: 16) { pad in
            for index in 0..<H.blockCount { pad[index] = (index < key.count ? key[index] : 0) ^ 0x36 }
            var inner = H()
            inner.update(UnsafeRawBufferPointer(pad))
            inner.update(message)

            for index in 0..<H.blockCount { pad[index] ^= 0x36 ^ 0x5C }
            var outer = H()
            outer.update(UnsafeRawBufferPointer(pad))

            inner.finish(into: pad)
            outer.update(UnsafeRawBufferPointer(rebasing: pad[..<H.digestCount]))
            return outer.finish()
        }
    }
}
