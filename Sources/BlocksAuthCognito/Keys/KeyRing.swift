// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// The secrets of the setting `session-secret`, newest first: the newest signs and seals, every one of them verifies and opens.
///
/// The setting's text is a list of up to eight entries, separated by commas or white space. An entry is `ID:SECRET`, the id being 1 to 8
/// letters or digits, or a bare `SECRET`, whose id follows from it. One bare secret is what the reference keeps there (decision 0021).
struct KeyRing: Sendable {
    /// Secrets that a ring holds at most: what fails to verify is tried with each.
    static let limit = 8

    /// The secrets, newest first; never empty.
    let secrets: [SessionSecret]
    /// The secret that signs and seals.
    let newest: SessionSecret

    /// Reads the text of the setting.
    ///
    /// Throws `ConfigurationError`, which quotes nothing of the text, when it is empty or malformed or names an id twice, and
    /// `CryptoError` if OpenSSL fails.
    init(_ text: String) throws {
        let entries = text.utf8.split(whereSeparator: Self.isSeparator)
        guard entries.count <= Self.limit else { throw Self.malformed("holds more than \(Self.limit) secrets") }
        var secrets: [SessionSecret] = []
        for (index, entry) in entries.enumerated() {
            let secret = try Self.secret(Substring(entry), number: index + 1)
            guard !secrets.contains(where: { $0.id == secret.id }) else {
                throw Self.malformed("names the id of entry \(index + 1) twice")
            }
            secrets.append(secret)
        }
        guard let newest = secrets.first else { throw Self.malformed("is empty") }
        self.secrets = secrets
        self.newest = newest
    }

    private static func secret(_ entry: Substring, number: Int) throws -> SessionSecret {
        guard let colon = entry.utf8.firstIndex(of: UInt8(ascii: ":")) else { return try SessionSecret(String(entry)) }
        let id = entry[..<colon]
        let secret = entry[entry.utf8.index(after: colon)...]
        guard (1...8).contains(id.utf8.count), id.utf8.allSatisfy(isLetterOrDigit) else {
            throw malformed("has an entry, number \(number), whose id is not 1 to 8 letters or digits")
        }
        guard !secret.isEmpty else { throw malformed("has an entry, number \(number), without a secret") }
        return try SessionSecret(String(secret), id: String(id))
    }

    private static func malformed(_ what: String) -> ConfigurationError {
        ConfigurationError("The session secret \(what).", setting: "session-secret", kind: .unreadable)
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

extension KeyRing {
    /// What the first secret that yields something yields, newest first.
    func first<Value>(_ body: (SessionSecret) -> Value?) -> Value? {
        for secret in secrets { if let value = body(secret) { return value } }
        return nil
    }

    /// Whether both hold the same secrets under the same ids in the same order.
    func isSame(as other: KeyRing) -> Bool {
        secrets.count == other.secrets.count
            && zip(secrets, other.secrets).allSatisfy { $0.id == $1.id && $0.sign("") == $1.sign("") }
    }
}

/// Every secret is a credential.
extension KeyRing: Withheld {}
extension SessionSecret: Withheld {}
