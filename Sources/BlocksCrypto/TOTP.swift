// SPDX-License-Identifier: Apache-2.0

/// Time-based one-time codes (RFC 6238) as authenticator apps make them: HMAC-SHA-1, thirty-second steps, six digits.
public enum TOTP {
    /// Seconds that a code lasts.
    public static let stepSeconds: Int64 = 30

    /// The step that the Unix time `seconds` falls in.
    public static func step(at seconds: Int64) -> Int64 {
        let (quotient, remainder) = seconds.quotientAndRemainder(dividingBy: stepSeconds)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The code of `digits` digits, `6...8`, for the Unix time `seconds`.
    public static func code(secret: SymmetricKey, at seconds: Int64, digits: Int = 6) -> String {
        code(secret: secret, step: step(at: seconds), digits: digits)
    }

    /// The code of `digits` digits, `6...8`, for a step (RFC 4226 §5.3).
    public static func code(secret: SymmetricKey, step: Int64, digits: Int = 6) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let digest = HMAC.sha1(counter, key: secret)
        let offset = Int(digest[19] & 0x0F)  // at most 15, and the digest has 20 bytes
        let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let width = min(max(digits, 6), 8)
        let modulus: UInt32 = [1_000_000, 10_000_000, 100_000_000][width - 6]
        let text = String(number % modulus)
        return String(repeating: "0", count: width - text.utf8.count) + text
    }

    /// The step that `code` belongs to: the current one, the one before or the one after; `nil` when it is none of theirs.
    ///
    /// Steps up to `lastUsedStep` are refused, so that a code seen once is worth nothing (§5.2): store what this returns.
    public static func verify(
        _ code: String, secret: SymmetricKey, at seconds: Int64, lastUsedStep: Int64?
    ) -> Int64? {
        let now = step(at: seconds)
        var matched: Int64?
        for candidate in [now &- 1, now, now &+ 1] where candidate > lastUsedStep ?? .min {
            if constantTimeEquals(self.code(secret: secret, step: candidate), code) { matched = candidate }
        }
        return matched
    }
}
