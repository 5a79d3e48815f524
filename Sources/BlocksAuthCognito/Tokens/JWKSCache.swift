// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Synchronization

/// The public keys of a pool's issuers.
///
/// One fetch at a time for each issuer, and at most one in ten seconds once there are keys: made-up key ids must not become a flood of
/// requests. Keys that are an hour old are fetched again, which may take three seconds, and kept however long that fails.
final class JWKSCache: Sendable {
    private struct Entry {
        var keys: [String: RSAPublicKey]
        var fetched: Timestamp
        var attempted: Timestamp
    }

    static let penaltySeconds: Int64 = 10
    static let freshSeconds: Int64 = 3600

    private let service: any CognitoService
    private let clock: WallClock
    private let entries = Mutex<[String: Entry]>([:])
    private let flights = SingleFlight<String, Void>()

    init(service: any CognitoService, clock: WallClock) {
        self.service = service
        self.clock = clock
    }

    /// Has keys of `issuer` at hand; throws `keysUnavailable` when there are none.
    func prepare(issuer: String) async throws(TokenError) {
        guard let entry = entries.withLock({ $0[issuer] }) else { return try await fetch(issuer) }
        let now = clock.now()
        guard entry.fetched.adding(seconds: Self.freshSeconds) <= now, claimAttempt(issuer, at: now) else { return }
        // What is at hand stays good enough.
        _ = try? await Deadline.briefly(clock) { () async throws in try await self.fetch(issuer) }
    }

    /// Fetches the keys of `issuer` before a request needs them; whether that works only the log of the issuer knows.
    ///
    /// No request waits for this fetch: a frozen process may have held it up for hours, and its connection may be gone.
    func preload(issuer: String) async {
        guard entries.withLock({ $0[issuer] == nil }) else { return }
        _ = try? await load(issuer, unlessPresent: true)
    }

    /// The key `id` of `issuer`; throws `unknownKey` when the issuer has none of that id that signs with RS256.
    func key(_ id: String, issuer: String) async throws(TokenError) -> RSAPublicKey {
        try await prepare(issuer: issuer)
        if let key = cached(id, issuer) { return key }
        guard claimAttempt(issuer, at: clock.now()) else { throw TokenError(.unknownKey) }
        try await fetch(issuer)
        guard let key = cached(id, issuer) else { throw TokenError(.unknownKey) }
        return key
    }

    private func cached(_ id: String, _ issuer: String) -> RSAPublicKey? {
        entries.withLock { $0[issuer]?.keys[id] }
    }

    /// Whether the caller may fetch now; of several at once only the first may.
    private func claimAttempt(_ issuer: String, at now: Timestamp) -> Bool {
        entries.withLock { entries in
            guard let entry = entries[issuer] else { return true }
            guard entry.attempted.adding(seconds: Self.penaltySeconds) <= now else { return false }
            entries[issuer]?.attempted = now
            return true
        }
    }

    private func fetch(_ issuer: String) async throws(TokenError) {
        do {
            try await flights.run(issuer) { try await self.load(issuer) }
        } catch {
            throw TokenError(.keysUnavailable, underlying: error as? AWSError)
        }
    }

    private func load(_ issuer: String, unlessPresent: Bool = false) async throws(AWSError) {
        let keys = Self.usable(try await service.jwks(issuer: issuer))
        let now = clock.now()
        entries.withLock { entries in
            if unlessPresent, entries[issuer] != nil { return }
            entries[issuer] = Entry(keys: keys, fetched: now, attempted: now)
        }
    }

    /// The RSA keys for RS256 signatures; others are of no use here and no reason to fail.
    private static func usable(_ set: JWKSet) -> [String: RSAPublicKey] {
        var keys: [String: RSAPublicKey] = [:]
        for key in set.keys where key.isForRS256 {
            guard let id = key.kid, let parsed = try? key.rsaPublicKey() else { continue }
            keys[id] = parsed
        }
        return keys
    }
}
