// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksStore
import Logging

/// Whose a user name is, as the latest sign-in by it showed, so that a password that is set without a session can end sessions.
///
/// For each name there is a row of the table: its key `name-` and a keyed hash, so that nobody who reads the table can look names up, its
/// value the user's permanent id, sealed and bound to the row. A name with capitals has a second row, without them, for pools that don't
/// tell names by case; in one that does, the row of the name as it was typed goes first.
struct UserNames: Sendable {
    let fullID: String
    let store: KVStore<JSONValue>
    let secrets: SessionSecretSource
    let random: SecureRandom
    let clock: WallClock
    /// How long a name is kept after it was noted last, in seconds; `nil` for ever.
    let seconds: Int64?

    /// Notes that a user goes by the names in `claims`, and has signed in by `typedName`; in three seconds at most.
    ///
    /// Addresses count when they are verified: anybody can claim others. `nil` is for a refresh. A failure is logged.
    func note(_ typedName: String?, _ claims: TokenClaims, _ logger: Logger) async {
        guard let sub = claims.subject else { return }
        var names = [typedName ?? "", claims.user.username]
        for address in ["email", "phone_number"] where claims.isTrue("\(address)_verified") {
            if let name = claims.string(address) { names.append(name) }
        }
        do {
            let keys = try await secrets.keys()
            var rows: Set<String> = []
            for name in names where !name.isEmpty {
                rows.insert(key(name, .exact, keys.newest))
                if name != name.lowercased() { rows.insert(key(name, .folded, keys.newest)) }
            }
            try await Deadline.briefly(clock) { try await put(Array(sub.utf8), rows, keys) }
        } catch {
            logger.warning("The user's names were not noted", metadata: ["error": "\(error)"])
        }
    }

    private func put(_ sub: [UInt8], _ rows: Set<String>, _ keys: KeyRing) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for key in rows {
                let text = try keys.seal(sub, for: .userName, at: key, random: random)
                group.addTask { try await store.put(key, .string(text), ttlSeconds: seconds.map { Double($0) }) }
            }
            try await group.waitForAll()
        }
    }

    /// The permanent id of the user who was noted by `name` last; `nil` when nobody is known to be.
    ///
    /// Throws a retriable 503 when the store can't be reached.
    func subject(of name: String) async throws -> String? {
        if let sub = try await subject(of: name, try await secrets.keys()) { return sub }
        guard let newer = await secrets.newerKeys() else { return nil }
        return try await subject(of: name, newer)
    }

    private func subject(of name: String, _ keys: KeyRing) async throws -> String? {
        let lower = name.lowercased()
        for (name, form) in [(name, Form.exact), (lower, .folded), (lower, .exact)] {
            for secret in keys.secrets {
                let key = key(name, form, secret)
                let value: JSONValue?
                do { value = try await store.get(key) } catch {
                    guard error.code == .corrupt else { throw ApiError.unavailable(cause: error) }
                    continue
                }
                guard let text = value?.string, let sub = keys.open(text, for: .userName, at: key) else { continue }
                return String(decoding: sub, as: UTF8.self)
            }
        }
        return nil
    }

    /// Which spelling of a name a row is of.
    private enum Form: String {
        case exact, folded
    }

    private func key(_ name: String, _ form: Form, _ secret: SessionSecret) -> String {
        let text = Array("\(fullID)\0\(form.rawValue)\0\(form == .exact ? name : name.lowercased())".utf8)
        return "name-" + Base64URL.encode(HMAC.sha256(text, key: secret.key(.userName)))
    }
}

extension TokenClaims {
    /// Whether the claim is true, as a boolean or as text.
    fileprivate func isTrue(_ name: String) -> Bool {
        payload[name]?.bool == true || string(name) == "true"
    }
}
