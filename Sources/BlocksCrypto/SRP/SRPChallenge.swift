// SPDX-License-Identifier: Apache-2.0

/// What Cognito sends for `PASSWORD_VERIFIER` and `DEVICE_PASSWORD_VERIFIER`, checked for form and size.
public struct SRPChallenge: Sendable {
    /// B in hexadecimal.
    let publicValue: String
    /// The salt in hexadecimal; a number, so that leading zeros mean nothing.
    let salt: String
    /// The secret block's bytes, which only the server understands.
    let secretBlock: [UInt8]

    private static let maximumSaltDigits = 512
    private static let maximumSecretBlockLength = 65_536

    /// Takes the challenge parameters `SRP_B`, `SALT` and `SECRET_BLOCK` as they came.
    ///
    /// `SRP_B` has at most 768 hexadecimal digits, `SALT` at most 512, `SECRET_BLOCK` is base64 of at most 65,536 characters.
    /// Throws `invalidLength` for an empty or longer text, `malformedInput` for other characters, `invalidKey` for an
    /// `SRP_B` that is a multiple of the group's prime.
    public init(publicValue: String, salt: String, secretBlock: String) throws(CryptoError) {
        try SRPMath.check(publicValue: BigNumber(hex: publicValue, maximumDigits: SRPGroup.maximumDigits))
        _ = try BigNumber(hex: salt, maximumDigits: Self.maximumSaltDigits)
        guard (1...Self.maximumSecretBlockLength).contains(secretBlock.utf8.count) else {
            throw CryptoError(.invalidLength, "SRP secret block")
        }
        guard let block = Base64.decode(secretBlock) else { throw CryptoError(.malformedInput, "SRP secret block") }
        self.publicValue = publicValue
        self.salt = salt
        self.secretBlock = block
    }

    func publicNumber() throws(CryptoError) -> BigNumber {
        try BigNumber(hex: publicValue, maximumDigits: SRPGroup.maximumDigits)
    }

    func saltNumber() throws(CryptoError) -> BigNumber {
        try BigNumber(hex: salt, maximumDigits: Self.maximumSaltDigits)
    }
}
