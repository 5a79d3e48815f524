// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

@testable import BlocksLocal

/// A client that proves passwords of one sign-in.
struct ProvingClient {
    let client: SRPClient
    let poolID: String

    init(_ pool: LocalUserPool) throws {
        client = try SRPClient(random: .system)
        poolID = pool.pool.userPoolID
    }

    /// The parameters that a sign-in starts with.
    func start(_ username: String) -> [String: String] {
        ["USERNAME": username, "SRP_A": client.publicValue]
    }

    /// The answers to `PASSWORD_VERIFIER`.
    func answers(
        to challenge: AuthChallenge, _ password: Secret<String> = password, at now: Timestamp
    ) throws -> [String: String] {
        let userID = challenge.parameters["USER_ID_FOR_SRP"] ?? ""
        return try answers(
            to: challenge, SRPIdentity(userPoolID: poolID, userID: userID), password, at: now)
    }

    func answers(
        to challenge: AuthChallenge, _ identity: SRPIdentity, _ password: Secret<String>, at now: Timestamp
    ) throws -> [String: String] {
        let block = challenge.parameters["SECRET_BLOCK"] ?? ""
        let given = try SRPChallenge(
            publicValue: challenge.parameters["SRP_B"] ?? "", salt: challenge.parameters["SALT"] ?? "",
            secretBlock: block)
        let proof = try client.proof(
            given, identity: identity, password: password.exposed, timestamp: now.srpFormat)
        return [
            "PASSWORD_CLAIM_SIGNATURE": proof, "PASSWORD_CLAIM_SECRET_BLOCK": block, "TIMESTAMP": now.srpFormat,
        ]
    }
}

extension LocalUserPool {
    /// Starts a sign-in by SRP, which must end in a challenge.
    func provable(
        _ username: String, _ client: ProvingClient, _ flow: AuthFlow = .userSRPAuth, _ more: [String: String] = [:]
    ) async throws -> AuthChallenge {
        let parameters = client.start(username).merging(more) { $1 }.mapValues { Secret($0) }
        return try await initiateAuth(.init(flow: flow, parameters: parameters)).challenge()
    }

    /// A whole sign-in by SRP, up to what follows the proof.
    @discardableResult
    func prove(
        _ username: String, _ password: Secret<String> = password, at now: Timestamp
    ) async throws -> AuthOutput {
        let client = try ProvingClient(self)
        let challenge = try await provable(username, client)
        return try await answer(challenge, client.answers(to: challenge, password, at: now))
    }
}
