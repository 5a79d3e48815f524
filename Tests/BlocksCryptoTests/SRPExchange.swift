// SPDX-License-Identifier: Apache-2.0

@testable import BlocksCrypto

/// One sign-in of our client to our server, whose parts tests replace one at a time.
struct SRPExchange {
    var identity = SRPIdentity(userPoolID: "eu-west-1_AbCdEf", userID: "alice")
    var password = "Correct-horse-9"
    var timestamp = "Tue Nov 24 08:05:35 UTC 2026"
    var secretBlock: [UInt8] = Array(0..<200)
    var client: SRPClient
    var verifier: SRPVerifier
    var server: SRPServer

    init(
        clientValue: [UInt8] = Array(1...128), serverValue: [UInt8] = Array(1...32), salt: [UInt8] = Array(1...16)
    ) throws {
        client = try SRPClient(privateValue: clientValue)
        verifier = try SRPVerifier(identity: identity, password: password, salt: salt)
        server = try SRPServer(verifier: verifier, privateValue: SymmetricKey(serverValue))
    }

    var challenge: SRPChallenge {
        get throws {
            try SRPChallenge(
                publicValue: server.publicValue, salt: verifier.saltText, secretBlock: Base64.encode(secretBlock))
        }
    }

    /// The client's proof.
    func proof() throws -> [UInt8] {
        let text = try client.proof(challenge, identity: identity, password: password, timestamp: timestamp)
        return Base64.decode(text) ?? []
    }

    /// The server's judgement.
    func accepts(_ proof: [UInt8]) throws -> Bool {
        try server.accepts(
            proof, clientPublicValue: client.publicValue, identity: identity, secretBlock: secretBlock,
            timestamp: timestamp)
    }

    /// S, as the server computes it.
    func sharedSecret() throws -> [UInt8] {
        let client = try BigNumber(hex: client.publicValue, maximumDigits: 768)
        let scrambler = try SRPMath.scrambler(
            client: client, server: BigNumber(hex: server.publicValue, maximumDigits: 768))
        let exponent = try server.privateValue.withBytes { bytes throws(CryptoError) in try BigNumber(bytes) }
        return try SRPMath.serverSecret(
            client: client, exponent: exponent, scrambler: scrambler, verifier: BigNumber(verifier.verifier)
        ).bytes
    }
}
