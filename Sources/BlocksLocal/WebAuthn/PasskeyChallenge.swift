// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto

/// A challenge that was given to a client, kept as its SHA-256.
struct PasskeyChallenge: Codable, Sendable, Hashable {
    /// 64 hexadecimal digits.
    let digest: String

    /// Keeps the hash of `challenge`.
    init(_ challenge: [UInt8]) {
        digest = Hex.encode(SHA256.hash(challenge))
    }

    /// Whether `challenge` is the one, in constant time.
    func matches(_ challenge: [UInt8]) -> Bool {
        constantTimeEquals(digest, PasskeyChallenge(challenge).digest)
    }
}
