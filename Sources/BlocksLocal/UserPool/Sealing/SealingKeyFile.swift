// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import Logging

/// The key of the pool's ``Sealer``, 64 hexadecimal digits in a file of its own.
struct SealingKeyFile: Sendable {
    private let file: AtomicFile
    private let clock: WallClock
    private let random: SecureRandom
    private let logger: Logger

    init(_ file: AtomicFile, clock: WallClock, random: SecureRandom, logger: Logger) {
        self.file = file
        self.clock = clock
        self.random = random
        self.logger = logger
    }

    /// The sealer of the stored key, else of a new one, stored before it is used.
    ///
    /// With a new key nothing that was sealed opens any more: users sign in with their passwords once, and set authenticator apps
    /// up anew.
    func sealer() throws -> Sealer {
        if let bytes = try file.read() {
            let text = String(decoding: bytes, as: UTF8.self)
            if let key = Hex.decode(text.last == "\n" ? String(text.dropLast()) : text), key.count == 32 {
                return Sealer(key: SymmetricKey(key), random: random)
            }
            try file.abandon(because: "is no sealing key", at: clock.now(), logger: logger)
        }
        let key = try random.bytes(32)
        try file.write(Array((Hex.encode(key) + "\n").utf8))
        return Sealer(key: SymmetricKey(key), random: random)
    }
}
