// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksStore
import Logging
import Synchronization

/// Counts attempts in the table of sessions, so that all processes count together.
///
/// An attempt is counted before Cognito is asked, in one step, so that of guesses made at once no more than the limit get through. What was
/// no guess is given back. Counts that are lost on the way are too high for a while, never too low.
struct Attempts: Sendable {
    /// One counter during one window.
    fileprivate struct Counter: Sendable {
        let key: String
        let end: Timestamp
        let limit: Int64
    }

    /// What an attempt was counted by.
    struct Counted: Sendable {
        fileprivate let counters: [Counter]
    }

    private let fullID: String
    private let limits: AttemptLimits
    private let counters: KVCounters
    private let clock: WallClock
    private let unknown = Unknown()

    init(_ fullID: String, _ limits: AttemptLimits, _ counters: KVCounters, clock: WallClock) {
        self.fullID = fullID
        self.limits = limits
        self.counters = counters
        self.clock = clock
    }

    /// Counts an attempt on `account` from `address`, both counters at once.
    ///
    /// Throws a 429 where one of them is over its limit; that costs the other nothing, so that whoever hammers at one account does not use
    /// up what the address has for others. Throws a retriable 503 when the store can't be reached.
    func count(_ kind: AttemptKind, _ account: String, _ address: IPAddress) async throws(ApiError) -> Counted {
        let now = clock.now()
        let pair = counter(kind.rawValue, account, address, kind.limit(limits), now)
        let whole = counter("address", "", address, limits.address, now)
        var (within, end): ([Counter], Timestamp?) = ([], nil)
        var failure: KVStoreError?
        for (counter, count) in await add(1, to: [pair, whole]) {
            switch count {
            case .success(let count) where count <= counter.limit: within.append(counter)
            case .success: end = max(end ?? counter.end, counter.end)
            case .failure(let error): failure = error
            }
        }
        if end == nil, failure == nil { return Counted(counters: within) }
        await giveBack(Counted(counters: within))
        if let end { throw kind.refusal(until: end, now: now) }
        throw .unavailable(cause: failure ?? .unavailable("no count"))
    }

    /// Takes an attempt back that was no guess, as far as the store can be reached shortly.
    func giveBack(_ counted: Counted) async {
        await Deadline.briefly(clock) { _ = await add(-1, to: counted.counters) }
    }

    /// Says once in a process that nothing can be counted, since nobody knows where the requests come from.
    func noteUnknownAddress(_ logger: Logger) {
        guard unknown.isFirst else { return }
        logger.notice(
            "Attempts are not limited: a request came without its client's address",
            metadata: ["block": "\(fullID)", "help": "behind a load balancer set trustedProxies"])
    }

    /// Adds to all of `counters` at once; what each of them is then, or why it is not known.
    private func add(_ amount: Int64, to counters: [Counter]) async -> [(Counter, Result<Int64, KVStoreError>)] {
        let store = self.counters
        return await withTaskGroup(of: (Counter, Result<Int64, KVStoreError>).self) { group in
            for counter in counters {
                group.addTask {
                    do throws(KVStoreError) {
                        return (counter, .success(try await store.add(counter.key, amount, end: counter.end)))
                    } catch {
                        return (counter, .failure(error))
                    }
                }
            }
            var counts: [(Counter, Result<Int64, KVStoreError>)] = []
            for await count in group { counts.append(count) }
            return counts
        }
    }

    /// The counter of the window that `now` is in; names and addresses are not to be read from its key.
    ///
    /// Pools take names in any case, unless they were made otherwise: then two names that differ in case share a counter, which does no harm.
    private func counter(
        _ kind: String, _ account: String, _ address: IPAddress, _ limit: AttemptLimits.Limit, _ now: Timestamp
    ) -> Counter {
        let window = max(1, limit.seconds)
        let start = now.seconds - now.seconds % window
        // The name comes last: it alone may hold the separator.
        let network = address.network.map { String($0) }.joined(separator: ".")
        let text = "blocks/attempts/v1\0\(fullID)\0\(kind)\0\(network)\0\(window)\0\(start)\0\(account.lowercased())"
        return Counter(
            key: "limit:" + Base64URL.encode(SHA256.hash(Array(text.utf8))),
            end: Timestamp(seconds: start).adding(seconds: window), limit: limit.attempts)
    }
}

/// Whether something was said already.
private final class Unknown: Sendable {
    private let said = Atomic(false)

    /// True at the first call.
    var isFirst: Bool { said.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged }
}
