// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// A proof by SRP that was asked for: what both sides have said so far.
struct PendingProof: Codable, Sendable {
    /// Seconds that the client's clock may be off.
    static let clockTolerance: Int64 = 300

    /// A, checked.
    let clientValue: String
    /// b, sealed: with it and the verifier anyone could answer.
    let sealedServerValue: String
    /// SHA-256 of the secret block, which means nothing but which exchange it is.
    let secretBlock: String
}

/// What a client answers to `PASSWORD_VERIFIER` and `DEVICE_PASSWORD_VERIFIER`.
struct ProofAnswer {
    private let signature: [UInt8]
    private let secretBlock: [UInt8]
    private let timestamp: String

    /// Takes the answers; throws `InvalidParameterException` when one is missing.
    init(_ answers: [String: Secret<String>]) throws(AWSError) {
        let names = ["PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"]
        var values: [String] = []
        for name in names {
            guard let value = answers[name] else { throw .invalidParameter("Missing required parameter \(name)") }
            values.append(value.withExposed { $0 })
        }
        // What is no base64 is no proof; like any other wrong one it is counted.
        signature = Base64.decode(values[0]) ?? []
        secretBlock = Base64.decode(values[1]) ?? []
        timestamp = values[2]
    }

    /// Whether this proves, for the exchange `pending`, that `identity` knows the password behind the server's verifier.
    func proves(
        _ identity: SRPIdentity, to server: SRPServer, _ pending: PendingProof, at now: Timestamp
    ) throws(CryptoError) -> Bool {
        let isRight = try server.accepts(
            signature, clientPublicValue: pending.clientValue, identity: identity, secretBlock: secretBlock,
            timestamp: timestamp)
        return isRight && isFresh(at: now)
            && constantTimeEquals(Hex.encode(SHA256.hash(secretBlock)), pending.secretBlock)
    }

    private func isFresh(at now: Timestamp) -> Bool {
        guard let time = Timestamp(srpFormat: timestamp) else { return false }
        let distance = now.milliseconds(since: time).magnitude
        return distance <= UInt64(PendingProof.clockTolerance) * 1000
    }
}

/// It signs in.
extension ProofAnswer: Withheld {}
