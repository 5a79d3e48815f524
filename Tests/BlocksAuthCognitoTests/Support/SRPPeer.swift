// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Synchronization
import TestSupport
import Testing

/// A user pool's side of proofs by SRP, for scripts: it poses the challenge and judges the proof as Cognito would.
struct SRPPeer: Sendable {
    let identity: SRPIdentity
    let verifier: SRPVerifier
    let server: SRPServer
    /// Opaque to the client.
    let secretBlock = Base64.encode(Array("secret block".utf8))

    init(identity: SRPIdentity, verifier: SRPVerifier) throws {
        self.identity = identity
        self.verifier = verifier
        server = try SRPServer(verifier: verifier, random: .system)
    }

    /// The pool of the tests, for a user with `password`.
    init(userID: String = "alice-id", password: String) throws {
        let identity = SRPIdentity(userPoolID: TestTokenIssuer.pool.userPoolID, userID: userID)
        try self.init(
            identity: identity, verifier: SRPVerifier(identity: identity, password: password, random: .system))
    }

    /// The challenge `name`; parameters in `changes` replace the usual ones.
    func challenge(
        _ name: ChallengeName = .passwordVerifier, session: String? = nil, changing changes: [String: String] = [:]
    ) throws -> AuthOutput {
        var parameters = [
            "SRP_B": server.publicValue, "SALT": try verifier.saltText, "SECRET_BLOCK": secretBlock,
            "USERNAME": "alice-id",
        ]
        if name == .passwordVerifier { parameters["USER_ID_FOR_SRP"] = identity.name }
        parameters.merge(changes) { $1 }
        return .challenge(AuthChallenge(name: name, session: session.map { Secret($0) }, parameters: parameters))
    }

    /// Whether the answer `fields` proves the password, for the public value that was sent earlier.
    func accepts(_ fields: [String: String], publicValue: String?) throws -> Bool {
        let proof = try #require(fields["ChallengeResponses.PASSWORD_CLAIM_SIGNATURE"].flatMap { Base64.decode($0) })
        let timestamp = try #require(fields["ChallengeResponses.TIMESTAMP"])
        let block = try #require(fields["ChallengeResponses.PASSWORD_CLAIM_SECRET_BLOCK"])
        #expect(block == secretBlock)
        return try server.accepts(
            proof, clientPublicValue: try #require(publicValue), identity: identity,
            secretBlock: try #require(Base64.decode(block)), timestamp: timestamp)
    }
}

extension ScriptedCognito {
    /// The latest call of `operation`.
    func last(_ operation: String) -> [String: String] {
        calls.last { $0.operation == operation }?.fields ?? [:]
    }

    /// The latest public value that was sent.
    var publicValue: String? {
        calls.compactMap { $0.fields["AuthParameters.SRP_A"] ?? $0.fields["ChallengeResponses.SRP_A"] }.last
    }

    /// Lets `operation` answer with `replies`, one after the other, and with the last one for ever.
    func script(_ operation: String, _ replies: [AuthOutput]) {
        let queue = ReplyQueue(replies)
        on(operation) { try queue.next() }
    }
}

/// Replies in order; the last one stays.
private final class ReplyQueue: Sendable {
    private let replies: Mutex<[AuthOutput]>

    init(_ replies: [AuthOutput]) { self.replies = Mutex(replies) }

    func next() throws -> AuthOutput {
        try replies.withLock { replies in
            let next = try #require(replies.first)
            if replies.count > 1 { replies.removeFirst() }
            return next
        }
    }
}
