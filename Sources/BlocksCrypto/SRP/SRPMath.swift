// SPDX-License-Identifier: Apache-2.0

/// The values of SRP-6a (RFC 5054 §2.5, RFC 2945) as Cognito computes them, shared by client and server.
///
/// Numbers enter a hash as ``BigNumber/paddedBytes``, H is SHA-256, and the key is HKDF's output for "Caldera Derived Key".
enum SRPMath {
    /// g to the power of a private value, modulo N: A of the client, and the server's part of B.
    static func generatorPower(_ exponent: borrowing BigNumber) throws(CryptoError) -> BigNumber {
        try generator().power(exponent, modulo: prime())
    }

    /// x = H(salt ‖ H(identity ‖ ":" ‖ password)).
    static func passwordExponent(
        salt: borrowing BigNumber, identity: SRPIdentity, password: String
    ) throws(CryptoError) -> BigNumber {
        let inner = SHA256.hash(identity.bytes + [UInt8(ascii: ":")] + Array(password.utf8))
        return try BigNumber(SHA256.hash(salt.paddedBytes + inner))
    }

    /// v = g^x, which the server keeps instead of the password.
    static func verifier(_ passwordExponent: borrowing BigNumber) throws(CryptoError) -> BigNumber {
        try generatorPower(passwordExponent)
    }

    /// B = k·v + g^b, modulo N.
    static func serverPublicValue(
        verifier: borrowing BigNumber, exponent: borrowing BigNumber
    ) throws(CryptoError) -> BigNumber {
        try (multiplier() * verifier + generatorPower(exponent)).modulo(prime())
    }

    /// u = H(A ‖ B); throws `invalidKey` when it is zero, for then the password plays no part.
    static func scrambler(
        client: borrowing BigNumber, server: borrowing BigNumber
    ) throws(CryptoError) -> BigNumber {
        try scrambler(digest: SHA256.hash(client.paddedBytes + server.paddedBytes))
    }

    /// u of a digest.
    static func scrambler(digest: [UInt8]) throws(CryptoError) -> BigNumber {
        let scrambler = try BigNumber(digest)
        guard !scrambler.isZero else { throw CryptoError(.invalidKey, "SRP scrambler is zero") }
        return scrambler
    }

    /// Throws `invalidKey` when the other side's public value is a multiple of N: it would force the shared secret.
    static func check(publicValue: borrowing BigNumber) throws(CryptoError) {
        guard try !publicValue.modulo(prime()).isZero else {
            throw CryptoError(.invalidKey, "SRP public value is a multiple of the prime")
        }
    }

    /// S = (B − k·g^x)^(a + u·x), modulo N.
    static func clientSecret(
        server: borrowing BigNumber, exponent: borrowing BigNumber, scrambler: borrowing BigNumber,
        passwordExponent: borrowing BigNumber
    ) throws(CryptoError) -> BigNumber {
        let base = try (server - multiplier() * verifier(passwordExponent)).modulo(prime())
        return try base.power(exponent + scrambler * passwordExponent, modulo: prime())
    }

    /// S = (A·v^u)^b, modulo N.
    static func serverSecret(
        client: borrowing BigNumber, exponent: borrowing BigNumber, scrambler: borrowing BigNumber,
        verifier: borrowing BigNumber
    ) throws(CryptoError) -> BigNumber {
        try (client * verifier.power(scrambler, modulo: prime())).modulo(prime()).power(exponent, modulo: prime())
    }

    /// K, 16 bytes, from S and u.
    static func key(
        secret: borrowing BigNumber, scrambler: borrowing BigNumber
    ) throws(CryptoError) -> SymmetricKey {
        try HKDF.sha256(
            secret: secret.paddedBytes, salt: scrambler.paddedBytes, info: Array("Caldera Derived Key".utf8), count: 16)
    }

    /// The proof: HMAC of identity, secret block and time by K.
    static func proof(key: SymmetricKey, identity: SRPIdentity, secretBlock: [UInt8], timestamp: String) -> [UInt8] {
        HMAC.sha256(identity.bytes + secretBlock + Array(timestamp.utf8), key: key)
    }

    private static func prime() throws(CryptoError) -> BigNumber { try BigNumber(SRPGroup.cognito.prime) }
    private static func generator() throws(CryptoError) -> BigNumber { try BigNumber(SRPGroup.cognito.generator) }
    private static func multiplier() throws(CryptoError) -> BigNumber { try BigNumber(SRPGroup.cognito.multiplier) }
}
