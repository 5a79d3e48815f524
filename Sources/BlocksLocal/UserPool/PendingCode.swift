// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// A code that was sent and not yet used: a hash bound to its user, its purpose and the address that it went to, a deadline and a count of wrong tries.
///
/// Six digits can be guessed from any hash, so what protects a code is its short life and the few tries; the hash only keeps it
/// from being read by accident.
struct PendingCode: Codable, Sendable {
    /// Seconds a code is good for.
    static let lifetime: Int64 = 600
    /// Wrong tries after which a code is dead, the right one included.
    static let attemptLimit = 5

    private let salt: String
    private let hash: String
    private let expires: Int64  // milliseconds since 1970
    private var wrongTries = 0

    init(
        _ issued: IssuedCode, to contact: Contact, at now: Timestamp, random: SecureRandom
    ) throws(CryptoError) {
        let salt = Hex.encode(try random.bytes(16))
        self.salt = salt
        self.hash = Self.digest(issued, contact, salt: salt)
        self.expires = now.adding(seconds: Self.lifetime).milliseconds
    }

    /// Whether the code's time is over.
    func isExpired(at now: Timestamp) -> Bool { now.milliseconds >= expires }

    /// How a try ended.
    enum Verdict { case accepted, mismatch, expired, tooManyTries }

    /// Tries `attempt` for the address that the user has now; a wrong one is counted, and so is a code that went elsewhere.
    mutating func check(_ attempt: IssuedCode, to contact: Contact, at now: Timestamp) -> Verdict {
        guard !isExpired(at: now) else { return .expired }
        guard wrongTries < Self.attemptLimit else { return .tooManyTries }
        guard constantTimeEquals(hash, Self.digest(attempt, contact, salt: salt)) else {
            wrongTries += 1
            return .mismatch
        }
        return .accepted
    }

    /// Whether the code has been useless for so long that nobody has to be told it expired.
    func isForgotten(at now: Timestamp) -> Bool {
        now.adding(seconds: -24 * 3600).milliseconds >= expires
    }

    private static func digest(_ code: IssuedCode, _ contact: Contact, salt: String) -> String {
        // What may hold a colon has its length before it, or comes last.
        let place = contact.place
        let sent = "\(code.code.utf8.count):\(code.code):\(place.utf8.count):\(place)"
        let message = "\(code.purpose.rawValue):\(sent):\(code.username)"
        return Hex.encode(HMAC.sha256(Array(message.utf8), key: SymmetricKey(Array(salt.utf8))))
    }
}
