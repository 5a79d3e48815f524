// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksStore
import Synchronization

/// Loads the key ring when it is first needed, and again when a cookie suggests that it was changed (known weakness K7).
///
/// One load at a time, failures not kept. Where there is no secret yet, the first caller of all processes makes it.
final class SessionSecretSource: Sendable {
    private struct Loaded {
        var keys: KeyRing
        var attempted: Timestamp
    }

    static let reloadSeconds: Int64 = 60

    private let setting: SecretSetting
    private let random: SecureRandom
    private let clock: WallClock
    private let loaded = Mutex<Loaded?>(nil)
    private let flights = SingleFlight<Bool, KeyRing>()

    init(setting: SecretSetting, random: SecureRandom, clock: WallClock) {
        self.setting = setting
        self.random = random
        self.clock = clock
    }

    /// The key ring; throws a retriable 503 while the setting can't be read, a 500 while its text is no key ring, `CryptoError` if the keys
    /// can't be derived.
    func keys() async throws -> KeyRing {
        if let keys = loaded.withLock({ $0?.keys }) { return keys }
        do {
            return try await load(again: false) { try await $0.getOrCreate(random: self.random) }
        } catch let error as AppSettingError where error.code == .notFound {
            throw ApiError("Session secret not found", status: 500, cause: error)
        } catch let error as AppSettingError {
            throw ApiError.unavailable(cause: error)
        } catch let error as ConfigurationError {
            throw ApiError("Session secret not usable", status: 500, cause: error)
        }
    }

    /// What `open` finds with the keys at hand or, where it finds nothing, with newer ones.
    func opening<Value>(_ open: (KeyRing) -> Value?) async throws -> Value? {
        if let value = open(try await keys()) { return value }
        guard let newer = await newerKeys() else { return nil }
        return open(newer)
    }

    /// A ring newer than the one at hand, for a cookie that does not verify; `nil` when it was looked up less than a minute ago, has not
    /// changed, or can't be read.
    func newerKeys() async -> KeyRing? {
        let now = clock.now()
        let before = loaded.withLock { loaded -> KeyRing? in
            guard let known = loaded, known.attempted.adding(seconds: Self.reloadSeconds) <= now else { return nil }
            loaded?.attempted = now
            return known.keys
        }
        // A secret that is gone for a moment must not be replaced: that would sign everybody out.
        guard let before, let after = try? await load(again: true, { try await $0.get() }) else { return nil }
        return after.isSame(as: before) ? nil : after
    }

    /// Reads the ring; unless `again`, one that another caller has loaded in the meantime will do.
    private func load(
        again: Bool, _ read: (SecretSetting) async throws -> Secret<String>
    ) async throws -> KeyRing {
        try await flights.run(true) {
            if !again, let keys = self.loaded.withLock({ $0?.keys }) { return keys }
            let text = try await read(self.setting)
            let keys = try text.withExposed { try KeyRing($0) }
            let now = self.clock.now()
            self.loaded.withLock { $0 = Loaded(keys: keys, attempted: now) }
            return keys
        }
    }
}
