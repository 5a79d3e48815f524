// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Slow hashing of passwords (RFC 8018 §5.2).
public enum PBKDF2 {
    /// Derives `count` bytes, at least 1, from `password` by `iterations` rounds, at least 1, of HMAC-SHA-256.
    ///
    /// Throws `invalidLength` for a count or a number of rounds out of range, `libraryFailure` when OpenSSL fails.
    public static func sha256(
        password: [UInt8], salt: [UInt8], iterations: Int, count: Int
    ) throws(CryptoError) -> [UInt8] {
        guard let rounds = Int32(exactly: iterations), rounds > 0, let length = Int32(exactly: count), length > 0,
            let passwordLength = Int32(exactly: password.count), let saltLength = Int32(exactly: salt.count)
        else { throw CryptoError(.invalidLength, "PBKDF2 length or rounds out of range") }
        try CryptoLibrary.initialise()

        var output = [UInt8](repeating: 0, count: count)
        let status = password.withUnsafeBytes { password in
            PKCS5_PBKDF2_HMAC(
                password.baseAddress?.assumingMemoryBound(to: CChar.self), passwordLength, salt, saltLength, rounds,
                EVP_sha256(), length, &output)
        }
        guard status == 1 else { throw .openSSL("PBKDF2") }
        return output
    }
}
