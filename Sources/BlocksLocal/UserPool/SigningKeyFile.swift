// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import Logging

/// The pool's RSA key, in a file of its own so that damage to the state does not end every session.
struct SigningKeyFile: Sendable {
    private let file: AtomicFile
    private let clock: WallClock
    private let logger: Logger

    init(_ file: AtomicFile, clock: WallClock, logger: Logger) {
        self.file = file
        self.clock = clock
        self.logger = logger
    }

    /// The stored key, else a new one of 2048 bits, stored before it is used.
    func key() throws -> RSAPrivateKey {
        if let bytes = try file.read() {
            do {
                return try RSAPrivateKey(pem: String(decoding: bytes, as: UTF8.self))
            } catch {
                try file.abandon(because: "is no RSA key", at: clock.now(), logger: logger)
            }
        }
        let key = try RSAPrivateKey.generate()
        try file.write(Array(key.pem().utf8))
        return key
    }
}
