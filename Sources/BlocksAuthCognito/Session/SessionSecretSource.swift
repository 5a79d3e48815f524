// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import BlocksStore
import Synchronization

/// Loads the session secret when it is first needed, and again when a cookie suggests that it was changed (known weakness K7).
///
/// One load at a time, failures not kept. Where there is no secret yet, the first caller of all processes makes it.
final class SessionSecretSource: Sendable {
    private struct Loaded {
        var secret: SessionSecret
        var attempted: Timestamp
    }

    static let reloadSeconds: Int64 = 60

    private let setting: SecretSetting
    private let random: SecureRandom
    private let clock: WallClock
    private let loaded = Mutex<Loaded?>(nil)
    private let flights = SingleFlight<Bool, SessionSecret>()

    init(setting: SecretSetting, random: SecureRandom, clock: WallClock) {
        self.setting = setting
        self.random = random
        self.clock = clock
    }

    /// The secret; throws a retriable 503 while the setting can't be read, `CryptoError` if the keys can't be derived.
    func secret() async throws -> SessionSecret {
        if let secret = loaded.withLock({ $0?.secret }) { return secret }
        do {
            return try await load(again: false) { try await $0.getOrCreate(random: self.random) }
        } catch let error as AppSettingError where error.code == .notFound {
            throw ApiError("Session secret not found", status: 500, cause: error)
        } catch let error as AppSettingError {
            throw ApiError.unavailable(cause: error)
        }
    }

    /// A secret newer than the one at hand, for a cookie that does not verify; `nil` when it was looked up less than a minute ago, has
    /// not changed, or can't be read.
    func newerSecret() async -> SessionSecret? {
        let now = clock.now()
        let before = loaded.withLock { loaded -> SessionSecret? in
            guard let known = loaded, known.attempted.adding(seconds: Self.reloadSeconds) <= now else { return nil }
            loaded?.attempted = now
            return known.secret
        }
        // A secret that is gone for a moment must not be replaced: that would sign everybody out.
        guard let before, let after = try? await load(again: true, { try await $0.get() }) else { return nil }
        return after.sign("") == before.sign("") ? nil : after
    }

    /// Reads the secret; unless `again`, one that another caller has loaded in the meantime will do.
    private func load(
        again: Bool, _ read: (SecretSetting) async throws -> Secret<String>
    ) async throws -> SessionSecret {
        try await flights.run(true) {
            if !again, let secret = self.loaded.withLock({ $0?.secret }) { return secret }
            let text = try await read(self.setting)
            let secret = try text.withExposed { (text) throws(CryptoError) in try SessionSecret(text) }
            let now = self.clock.now()
            self.loaded.withLock { $0 = Loaded(secret: secret, attempted: now) }
            return secret
        }
    }
}
