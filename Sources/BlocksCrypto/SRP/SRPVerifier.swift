// SPDX-License-Identifier: Apache-2.0

/// What a server keeps to check a password by SRP: a salt and g^x; whoever has it can guess passwords offline, so seal it.
public struct SRPVerifier: Sendable {
    /// The salt, big-endian without leading zeros.
    public let salt: [UInt8]
    /// v, big-endian without leading zeros, at most 384 bytes.
    public let verifier: [UInt8]

    /// Makes the verifier of `password` with a new salt of 16 bytes.
    ///
    /// Throws as ``SecureRandom/bytes(_:)``, and `libraryFailure` when OpenSSL fails.
    public init(identity: SRPIdentity, password: String, random: SecureRandom) throws(CryptoError) {
        try self.init(identity: identity, password: password, salt: random.bytes(16))
    }

    /// Makes the verifier of `password` with the salt given.
    ///
    /// Throws `libraryFailure` when OpenSSL fails.
    public init(identity: SRPIdentity, password: String, salt: [UInt8]) throws(CryptoError) {
        let number = try BigNumber(salt)
        self.salt = number.bytes
        verifier = try SRPMath.verifier(
            SRPMath.passwordExponent(salt: number, identity: identity, password: password)
        ).bytes
    }

    /// Takes a verifier that was kept or, for a device, sent; leading zeros mean nothing.
    ///
    /// Throws `invalidLength` for a salt of more than 256 bytes or a verifier of more than 385, `invalidKey` for a verifier
    /// that is a multiple of the group's prime: every password would do.
    public init(salt: [UInt8], verifier: [UInt8]) throws(CryptoError) {
        guard (1...256).contains(salt.count), (1...385).contains(verifier.count) else {
            throw CryptoError(.invalidLength, "SRP verifier")
        }
        let number = try BigNumber(verifier)
        try SRPMath.check(publicValue: number)
        self.salt = try BigNumber(salt).bytes
        self.verifier = number.bytes
    }

    /// The salt in hexadecimal, for `SALT`.
    public var saltText: String {
        get throws(CryptoError) { try BigNumber(salt).hex }
    }
}

extension SRPVerifier {
    /// A new device's password: base64 of 40 random bytes.
    ///
    /// Throws as ``SecureRandom/bytes(_:)``.
    public static func devicePassword(random: SecureRandom) throws(CryptoError) -> String {
        try Base64.encode(random.bytes(40))
    }

    /// The salt as `DeviceSecretVerifierConfig.Salt` of `ConfirmDevice` wants it: base64 of the padded number.
    public var deviceSalt: String {
        get throws(CryptoError) { try Base64.encode(BigNumber(salt).paddedBytes) }
    }

    /// The verifier as `DeviceSecretVerifierConfig.PasswordVerifier` of `ConfirmDevice` wants it: base64 of the padded number.
    public var devicePasswordVerifier: String {
        get throws(CryptoError) { try Base64.encode(BigNumber(verifier).paddedBytes) }
    }
}

extension SRPVerifier: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `[redacted]`.
    public var description: String { "[redacted]" }
    /// Always `[redacted]`.
    public var debugDescription: String { "[redacted]" }
    /// No children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
