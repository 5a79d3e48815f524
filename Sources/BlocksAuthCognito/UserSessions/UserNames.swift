// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksStore
import Logging

/// Whose a user name is, as the latest sign-in by it showed, so that a password that is set without a session can end sessions.
///
/// For each name there is a row of the table: its key `name-` and a keyed hash, so that nobody who reads the table can look names up, its
/// value the user's permanent id, sealed and bound to the row.
struct UserNames: Sendable {
    let fullID: String
    let store: KVStore<JSONValue>
    let secrets: SessionSecretSource
    let random: SecureRandom
    /// How long a name is kept after a sign-in, in seconds; `nil` for ever.
    let seconds: Int64?

    /// Notes that a user has signed in who goes by `typedName` and by the names in `claims`.
    ///
    /// Addresses count when they are verified: anybody can claim others. A failure is logged.
    func note(_ typedName: String, _ claims: TokenClaims, _ logger: Logger) async {
        guard let sub = claims.subject else { return }
        var names = [typedName, claims.user.username]
        for address in ["email", "phone_number"] where claims.isTrue("\(address)_verified") {
            if let name = claims.string(address) { names.append(name) }
        }
        do {
            let keys = try await secrets.keys()
            for key in Set(names.filter { !$0.isEmpty }.map { key($0, keys.newest) }) {
                let text = try keys.seal(Array(sub.utf8), for: .userName, at: key, random: random)
                try await store.put(key, .string(text), ttlSeconds: seconds.map { Double($0) })
            }
        } catch {
            logger.warning("The user's names were not noted", metadata: ["error": "\(error)"])
        }
    }

    /// The permanent id of the user who signed in by `name` last; `nil` when nobody is known to have.
    ///
    /// Throws a retriable 503 when the store can't be reached.
    func subject(of name: String) async throws -> String? {
        let keys = try await secrets.keys()
        for secret in keys.secrets {
            let key = key(name, secret)
            let value: JSONValue?
            do { value = try await store.get(key) } catch {
                guard error.code == .corrupt else { throw ApiError.unavailable(cause: error) }
                continue
            }
            guard let text = value?.string, let sub = keys.open(text, for: .userName, at: key) else { continue }
            return String(decoding: sub, as: UTF8.self)
        }
        return nil
    }

    /// Case does not count: pools don't tell names by it, and one that does ends a session too many.
    private func key(_ name: String, _ secret: SessionSecret) -> String {
        let text = Array("\(fullID)\0\(name.lowercased())".utf8)
        return "name-" + Base64URL.encode(HMAC.sha256(text, key: secret.key(.userName)))
    }
}

extension TokenClaims {
    /// Whether the claim is true, as a boolean or as text.
    fileprivate func isTrue(_ name: String) -> Bool {
        payload[name]?.bool == true || string(name) == "true"
    }
}
