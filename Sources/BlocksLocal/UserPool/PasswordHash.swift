// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// A password as it is kept: salted and slowly hashed (PBKDF2 with HMAC-SHA-256, RFC 8018), never the password itself.
struct PasswordHash: Codable, Sendable {
    /// Rounds of the hash, stored with each so that the number can grow later.
    let iterations: Int
    private let salt: String  // 32 hexadecimal digits
    private let hash: String  // 64 hexadecimal digits

    /// Hashes `password` with a fresh salt.
    init(_ password: Secret<String>, iterations: Int, random: SecureRandom) throws(CryptoError) {
        let salt = try random.bytes(16)
        self.iterations = iterations
        self.salt = Hex.encode(salt)
        self.hash = Hex.encode(try Self.derive(password, salt: salt, iterations: iterations))
    }

    /// Whether `password` is the one that was hashed.
    func matches(_ password: Secret<String>) throws(CryptoError) -> Bool {
        guard let salt = Hex.decode(salt) else { return false }
        return constantTimeEquals(hash, Hex.encode(try Self.derive(password, salt: salt, iterations: iterations)))
    }

    /// Spends the time that ``matches(_:)`` takes; for users that don't exist, who must not be told apart by the clock.
    static func spend(on password: Secret<String>, iterations: Int) throws(CryptoError) {
        _ = try derive(password, salt: [UInt8](repeating: 0, count: 16), iterations: iterations)
    }

    private static func derive(_ password: Secret<String>, salt: [UInt8], iterations: Int) throws(CryptoError)
        -> [UInt8]
    {
        try password.withExposed { password throws(CryptoError) in
            try PBKDF2.sha256(password: Array(password.utf8), salt: salt, iterations: iterations, count: 32)
        }
    }
}
