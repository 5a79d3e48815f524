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

    /// What an attempt was counted by: by account and address, and by the address.
    struct Counted: Sendable {
        fileprivate var pair: Counter?
        fileprivate var whole: Counter?
    }

    private let fullID: String
    private let limits: AttemptLimits
    private let counters: KVCounters
    private let secrets: SessionSecretSource
    private let clock: WallClock
    private let unknown = Unknown()

    init(
        _ fullID: String, _ limits: AttemptLimits, _ counters: KVCounters, secrets: SessionSecretSource,
        clock: WallClock
    ) {
        self.fullID = fullID
        self.limits = limits
        self.counters = counters
        self.secrets = secrets
        self.clock = clock
    }

    /// Counts an attempt on `account` from `address`, both counters at once.
    ///
    /// Throws a 429 where one of them is over its limit; that costs neither anything, so that whoever hammers at one account does not use
    /// up what the address has for others. Throws a retriable 503 when the store or the secret can't be reached.
    func count(_ kind: AttemptKind, _ account: String, _ address: IPAddress) async throws -> Counted {
        let now = clock.now()
        let key = try await secrets.keys().newest.key(.attempts)
        let pair = counter(kind.rawValue, account, address, kind.limit(limits), now, key)
        let whole = counter("address", "", address, limits.address, now, key)
        async let one = add(1, to: pair)
        async let other = add(1, to: whole)
        let (first, second) = await (one, other)
        if first.isWithin, second.isWithin { return Counted(pair: pair, whole: whole) }
        // A refusal uses up nothing: right attempts at once would have to wait, and others at that address.
        await giveBack(Counted(pair: first.isCounted ? pair : nil, whole: second.isCounted ? whole : nil))
        let ends = [first.isOver ? pair.end : nil, second.isOver ? whole.end : nil].compactMap { $0 }
        if let end = ends.max() { throw kind.refusal(until: end, now: now) }
        throw ApiError.unavailable(cause: first.failure ?? second.failure ?? .unavailable("no count"))
    }

    /// Takes an attempt back that was no guess, as far as the store can be reached shortly.
    func giveBack(_ counted: Counted) async {
        await Deadline.briefly(clock) {
            async let one = takeBack(counted.pair)
            async let other = takeBack(counted.whole)
            _ = await (one, other)
        }
    }

    /// Says once in a process that nothing can be counted, since nobody knows where the requests come from.
    func noteUnknownAddress(_ logger: Logger) {
        guard unknown.isFirst else { return }
        logger.notice(
            "Attempts are not limited: a request came without its client's address",
            metadata: ["block": "\(fullID)", "help": "behind a load balancer set trustedProxies"])
    }

    private func add(_ amount: Int64, to counter: Counter) async -> Addition {
        do {
            return try await counters.add(counter.key, amount, end: counter.end) <= counter.limit ? .within : .over
        } catch {
            return .failed(error)
        }
    }

    private func takeBack(_ counter: Counter?) async {
        if let counter { _ = await add(-1, to: counter) }
    }

    /// The counter of the window that `now` is in.
    ///
    /// Its key is a keyed hash: of a plain one, whoever reads the table could find name and address by trying them all. Pools take
    /// names in any case, unless they were made otherwise: then two names that differ in case share a counter, which does no harm.
    private func counter(
        _ kind: String, _ account: String, _ address: IPAddress, _ limit: AttemptLimits.Limit, _ now: Timestamp,
        _ secret: SymmetricKey
    ) -> Counter {
        let window = max(1, limit.seconds)
        let start = now.seconds - now.seconds % window
        // The name comes last: it alone may hold the separator.
        let network = address.network.map { String($0) }.joined(separator: ".")
        let text = "\(fullID)\0\(kind)\0\(network)\0\(window)\0\(start)\0\(account.lowercased())"
        return Counter(
            key: "limit:" + Base64URL.encode(HMAC.sha256(Array(text.utf8), key: secret)),
            end: Timestamp(seconds: start).adding(seconds: window), limit: limit.attempts)
    }
}

/// What became of an addition to a counter.
private enum Addition: Sendable {
    case within
    case over
    case failed(KVStoreError)

    var isWithin: Bool { if case .within = self { true } else { false } }
    var isCounted: Bool { failure == nil }
    var isOver: Bool { if case .over = self { true } else { false } }
    var failure: KVStoreError? { if case .failed(let error) = self { error } else { nil } }
}

/// Whether something was said already.
private final class Unknown: Sendable {
    private let said = Atomic(false)

    /// True at the first call.
    var isFirst: Bool { said.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged }
}
