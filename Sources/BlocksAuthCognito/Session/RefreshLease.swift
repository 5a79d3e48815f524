// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksStore

/// Lets one process at a time refresh a session: an entry of its own beside the session's record says who does.
///
/// It is a courtesy and no lock: it saves Cognito the calls of all but one process, and with rotating refresh tokens the others a refusal.
/// That nothing is lost when it fails is the matter of the conditional write of the record. The entry ends by itself after ten seconds.
/// A process that dies, or is frozen, holds up a refresh that long at most.
struct RefreshLease: Sendable {
    /// How long a lease lasts unless it is given back, in seconds.
    static let seconds: Int64 = 10
    /// What a waiting request leaves of its time for its answer, in milliseconds.
    static let reservedMilliseconds: Int64 = 500

    private let entries: KVStore<String>
    private let random: SecureRandom
    private let clock: WallClock
    private let pause: Pause

    /// Leases beside `rows`; `nil` where the platform has no way to wait, for then the process has its tables to itself.
    init?(_ rows: KVStore<JSONValue>, random: SecureRandom, _ platform: Platform) {
        guard let pause = try? platform.service(Pause.self) else { return nil }
        entries = rows.entries()
        self.random = random
        clock = platform.clock
        self.pause = pause
    }

    /// Runs `body` while no other process holds the lease of the session `id`.
    ///
    /// While one does, `other` is asked again and again for what that one has achieved; `nil` means that it goes on. Who waits never ends
    /// a session. Throws a retriable `ApiError` when there is no more time to wait or the store can't be reached.
    func run(
        _ id: String, other: () async throws -> SessionRefresh.Outcome?,
        _ body: () async throws -> SessionRefresh.Outcome
    ) async throws -> SessionRefresh.Outcome {
        let key = "refresh-" + Base64URL.encode(SHA256.hash(Array(id.utf8)))
        let owner = Base64URL.encode(try random.bytes(16))
        let end = endOfPatience
        var wait = Duration.milliseconds(50)
        while let holder = try await take(key, owner) {
            if let outcome = try await other() { return outcome }
            guard clock.now() < end else { throw ApiError.unavailable(cause: holder) }
            try await pause(wait)
            wait = min(wait * 2, .milliseconds(400))
        }
        let result: Result<SessionRefresh.Outcome, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        await giveBack(key, owner)
        return try result.get()
    }

    /// When a request that waits gives up: before its own time is over, and when every lease that it can have met is.
    private var endOfPatience: Timestamp {
        let last = clock.now().adding(seconds: 2 * Self.seconds)
        guard let deadline = Deadline.current else { return last }
        return min(last, deadline.expires.adding(milliseconds: -Self.reservedMilliseconds))
    }

    /// Takes the lease; returns the refusal when another process holds it.
    private func take(_ key: String, _ owner: String) async throws(ApiError) -> KVStoreError? {
        do {
            try await entries.put(key, owner, ifNotExists: true, ttlSeconds: Double(Self.seconds))
            return nil
        } catch {
            guard error.code == .conditionalCheckFailed else { throw .unavailable(cause: error) }
            return error
        }
    }

    /// Gives the lease back unless it has ended and is another's by now; one that can't be given back ends by itself.
    private func giveBack(_ key: String, _ owner: String) async {
        _ = try? await Deadline.briefly(clock) { try await entries.delete(key, ifValueEquals: owner) }
    }
}
