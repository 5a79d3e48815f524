// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// How opaque tokens are kept: as SHA-256, which needs no salt since the tokens are 32 random bytes.
enum TokenDigest {
    /// 64 hexadecimal digits.
    static func of(_ token: Secret<String>) -> String {
        token.withExposed { Hex.encode(SHA256.hash(Array($0.utf8))) }
    }
}
