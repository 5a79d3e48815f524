// SPDX-License-Identifier: Apache-2.0

/// The server's side of Cognito's SRP, for one exchange: what the local user pool is made of, and what tests sign in to.
public struct SRPServer: Sendable {
    /// B in hexadecimal, for `SRP_B`.
    public let publicValue: String
    /// b, to be kept until the proof comes, and then thrown away.
    public let privateValue: SymmetricKey
    private let verifier: SRPVerifier

    /// Draws a private value of 256 bits.
    ///
    /// Throws as ``SecureRandom/bytes(_:)``, and `libraryFailure` when OpenSSL fails.
    public init(verifier: SRPVerifier, random: SecureRandom) throws(CryptoError) {
        try self.init(verifier: verifier, privateValue: SymmetricKey(random.bytes(32)))
    }

    /// Goes on with an exchange whose private value was kept.
    ///
    /// Throws `invalidKey` when B would be a multiple of the group's prime, `libraryFailure` when OpenSSL fails.
    public init(verifier: SRPVerifier, privateValue: SymmetricKey) throws(CryptoError) {
        let value = try SRPMath.serverPublicValue(
            verifier: BigNumber(verifier.verifier), exponent: Self.number(privateValue))
        try SRPMath.check(publicValue: value)
        publicValue = value.hex
        self.privateValue = privateValue
        self.verifier = verifier
    }

    /// Checks A, the client's `SRP_A`, before anything is answered to it.
    ///
    /// Throws `invalidLength` for an empty text or one of more than 768 digits, `malformedInput` for anything but
    /// hexadecimal digits, `invalidKey` for a multiple of the group's prime.
    public static func check(clientPublicValue: String) throws(CryptoError) {
        try SRPMath.check(publicValue: BigNumber(hex: clientPublicValue, maximumDigits: SRPGroup.maximumDigits))
    }

    /// Whether `proof`, the decoded `PASSWORD_CLAIM_SIGNATURE`, shows that the client of `clientPublicValue` knows the
    /// password; compared in constant time.
    ///
    /// `secretBlock` and `timestamp` are what the client signed; whether they are this exchange's is the caller's to check.
    /// Throws as ``check(clientPublicValue:)``, and `libraryFailure` when OpenSSL fails.
    public func accepts(
        _ proof: [UInt8], clientPublicValue: String, identity: SRPIdentity, secretBlock: [UInt8], timestamp: String
    ) throws(CryptoError) -> Bool {
        let key = try key(clientPublicValue: clientPublicValue)
        return constantTimeEquals(
            proof, SRPMath.proof(key: key, identity: identity, secretBlock: secretBlock, timestamp: timestamp))
    }

    /// The key that both sides share when the password is right.
    func key(clientPublicValue: String) throws(CryptoError) -> SymmetricKey {
        try Self.check(clientPublicValue: clientPublicValue)
        let client = try BigNumber(hex: clientPublicValue, maximumDigits: SRPGroup.maximumDigits)
        let scrambler = try SRPMath.scrambler(
            client: client, server: BigNumber(hex: publicValue, maximumDigits: SRPGroup.maximumDigits))
        let secret = try SRPMath.serverSecret(
            client: client, exponent: Self.number(privateValue), scrambler: scrambler,
            verifier: BigNumber(verifier.verifier))
        return try SRPMath.key(secret: secret, scrambler: scrambler)
    }

    private static func number(_ key: SymmetricKey) throws(CryptoError) -> BigNumber {
        try key.withBytes { bytes throws(CryptoError) in try BigNumber(bytes) }
    }
}
