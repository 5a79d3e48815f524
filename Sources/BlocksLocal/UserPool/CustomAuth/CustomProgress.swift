// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// How far a custom sign-in has come, kept with the challenge that is awaited.
struct CustomProgress: Codable, Sendable {
    /// Challenges after which a sign-in has failed, whatever the application says: it has to end somewhere.
    static let limit = 20

    /// One challenge that was answered.
    private struct Step: Codable, Sendable {
        let name: String
        let isMet: Bool
        let metadata: String?
    }

    private let steps: [Step]
    /// What the application calls the challenge that is awaited; `nil` for nothing.
    let metadata: String?
    /// What the application judges the answer by; `nil` where the pool judges it.
    let parameters: SealedParameters?

    init(_ results: [ChallengeResult], metadata: String? = nil, parameters: SealedParameters? = nil) {
        steps = results.map {
            Step(name: $0.challengeName, isMet: $0.challengeResult, metadata: $0.challengeMetadata)
        }
        self.metadata = metadata
        self.parameters = parameters
    }

    /// The challenges that were answered, in order.
    var results: [ChallengeResult] {
        steps.map { ChallengeResult(challengeName: $0.name, challengeResult: $0.isMet, challengeMetadata: $0.metadata) }
    }
}

/// The private parameters of a custom challenge, as nobody but the client's session opens them.
///
/// AES-256-GCM under a key derived from the session (HKDF-SHA256, RFC 5869); the state keeps only the session's hash, so the file
/// alone doesn't give them away.
struct SealedParameters: Codable, Sendable {
    private static let purpose = Array("blocks/v1/local/custom-challenge".utf8)
    private let nonce: String
    private let text: String
    private let tag: String

    /// Seals `parameters` for whoever holds `session`.
    init(
        _ parameters: [String: Secret<String>], for session: Secret<String>, random: SecureRandom
    ) throws(CryptoError) {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in parameters {
            writer.key(name)
            writer.string(value.withExposed { $0 })
        }
        writer.endObject()
        let box = try AESGCM.seal(writer.bytes, key: Self.key(session), random: random)
        nonce = Base64.encode(box.nonce)
        text = Base64.encode(box.ciphertext)
        tag = Base64.encode(box.tag)
    }

    /// The parameters; `nil` when `session` is another or the sealed text was changed.
    func open(with session: Secret<String>) -> [String: Secret<String>]? {
        guard let nonce = Base64.decode(nonce), let text = Base64.decode(text), let tag = Base64.decode(tag),
            let box = try? AESGCM.SealedBox(nonce: nonce, ciphertext: text, tag: tag),
            let bytes = try? AESGCM.open(box, key: Self.key(session)),
            let object = try? JSONDocument(bytes).root
        else { return nil }
        var parameters: [String: Secret<String>] = [:]
        for (name, value) in object.members { parameters[name] = value.string.map { Secret($0) } }
        return parameters
    }

    private static func key(_ session: Secret<String>) throws(CryptoError) -> SymmetricKey {
        try session.withExposed { session throws(CryptoError) in
            try HKDF.sha256(secret: Array(session.utf8), salt: [], info: purpose, count: 32)
        }
    }
}
