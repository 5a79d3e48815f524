// SPDX-License-Identifier: Apache-2.0

/// What an authenticator says and signs (WebAuthn §6.1).
struct AuthenticatorData: Sendable, Equatable {
    /// What the authenticator did and what follows in its message; unknown bits are reserved and ignored.
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        /// Somebody touched it (UP).
        static let userPresent = Flags(rawValue: 0x01)
        /// It made sure who (UV).
        static let userVerified = Flags(rawValue: 0x04)
        /// The credential may be copied to other devices (BE).
        static let backupEligible = Flags(rawValue: 0x08)
        /// The credential has been copied (BS).
        static let backedUp = Flags(rawValue: 0x10)
        /// A new credential follows (AT).
        static let credential = Flags(rawValue: 0x40)
        /// Extension outputs follow (ED).
        static let extensions = Flags(rawValue: 0x80)
    }

    /// A credential just made (WebAuthn §6.5.1).
    struct Credential: Sendable, Equatable {
        /// Its id, 1 to 1023 bytes.
        let id: [UInt8]
        /// Its public key, not yet judged.
        let key: CBORValue
        /// The same as it was encoded.
        let encodedKey: [UInt8]
    }

    /// SHA-256 of the relying party's id.
    let relyingPartyHash: [UInt8]
    let flags: Flags
    /// The signature counter; `0` where the authenticator keeps none.
    let signatureCount: UInt32
    /// The new credential; `nil` in an assertion.
    let credential: Credential?

    /// Reads the whole of `bytes`; throws `malformed` when anything is missing, left over or contradictory.
    init(_ bytes: [UInt8]) throws(WebAuthnError) {
        guard bytes.count >= Self.headerCount else { throw .malformed("authenticator data end early") }
        relyingPartyHash = Array(bytes[0..<32])
        flags = Flags(rawValue: bytes[32])
        signatureCount = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        if flags.contains(.backedUp), !flags.contains(.backupEligible) {
            throw .malformed("a credential is backed up that cannot be")
        }
        var position = Self.headerCount
        credential = flags.contains(.credential) ? try Self.credential(in: bytes, &position) : nil
        if flags.contains(.extensions) {
            var reader = try CBORReader(bytes, at: position)
            guard try reader.value().map != nil else { throw .malformed("extension outputs are no map") }
            position = reader.position
        }
        guard position == bytes.count else { throw .malformed("bytes behind authenticator data") }
    }

    private static let headerCount = 37
    private static let aaguidCount = 16
    private static let longestID = 1023

    private static func credential(in bytes: [UInt8], _ position: inout Int) throws(WebAuthnError) -> Credential {
        // The AAGUID names the authenticator's model, which nobody asks for.
        let length = position + aaguidCount
        guard bytes.count >= length + 2 else { throw .malformed("authenticator data end early") }
        let count = Int(bytes[length]) << 8 | Int(bytes[length + 1])
        let start = length + 2
        guard 1...longestID ~= count, count <= bytes.count - start else {
            throw .malformed("the length of a credential id is out of range")
        }
        var reader = try CBORReader(bytes, at: start + count)
        let key = try reader.value()
        position = reader.position
        return Credential(
            id: Array(bytes[start..<start + count]), key: key,
            encodedKey: Array(bytes[start + count..<reader.position]))
    }
}
