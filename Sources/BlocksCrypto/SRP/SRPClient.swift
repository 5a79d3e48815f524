// SPDX-License-Identifier: Apache-2.0

/// The client's side of Cognito's SRP: one private value, good for the password's and the device's challenge of a sign-in.
///
/// A plain value that may be kept while Cognito answers; its private half is never printed. A proof takes two modular
/// exponentiations, about five milliseconds.
public struct SRPClient: Sendable {
    /// A in hexadecimal, for `SRP_A`.
    public let publicValue: String
    private let privateValue: SymmetricKey

    /// Draws a private value of 1,024 bits.
    ///
    /// Throws as ``SecureRandom/bytes(_:)``, and `libraryFailure` when OpenSSL fails.
    public init(random: SecureRandom) throws(CryptoError) {
        try self.init(privateValue: random.bytes(128))
    }

    /// The client whose private value is given, for known answers.
    init(privateValue: [UInt8]) throws(CryptoError) {
        publicValue = try SRPMath.generatorPower(BigNumber(privateValue)).hex
        self.privateValue = SymmetricKey(privateValue)
    }

    /// The proof that `identity` knows `password`: base64, for `PASSWORD_CLAIM_SIGNATURE`.
    ///
    /// `timestamp` is the text that goes with it as `TIMESTAMP`, such as `Tue Nov 24 08:05:35 UTC 2026`; it is signed as it is.
    /// Throws `invalidKey` for a challenge that would make the password's part vanish, `libraryFailure` when OpenSSL fails.
    public func proof(
        _ challenge: SRPChallenge, identity: SRPIdentity, password: String, timestamp: String
    ) throws(CryptoError) -> String {
        let key = try key(challenge, identity: identity, password: password)
        let proof = SRPMath.proof(
            key: key, identity: identity, secretBlock: challenge.secretBlock, timestamp: timestamp)
        return Base64.encode(proof)
    }

    /// The key that both sides share when the password is right.
    func key(_ challenge: SRPChallenge, identity: SRPIdentity, password: String) throws(CryptoError) -> SymmetricKey {
        let server = try challenge.publicNumber()
        let scrambler = try SRPMath.scrambler(
            client: BigNumber(hex: publicValue, maximumDigits: SRPGroup.maximumDigits), server: server)
        let passwordExponent = try SRPMath.passwordExponent(
            salt: challenge.saltNumber(), identity: identity, password: password)
        let exponent = try privateValue.withBytes { bytes throws(CryptoError) in try BigNumber(bytes) }
        let secret = try SRPMath.clientSecret(
            server: server, exponent: exponent, scrambler: scrambler, passwordExponent: passwordExponent)
        return try SRPMath.key(secret: secret, scrambler: scrambler)
    }
}
