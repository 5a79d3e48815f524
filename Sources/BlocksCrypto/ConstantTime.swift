// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Whether `a` and `b` are equal, in a time that depends on their lengths only; of different lengths they are not.
public func constantTimeEquals(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
}

/// Whether `a` and `b` are the same UTF-8 bytes, in a time that depends on their lengths only.
///
/// Unlike `==` it tells apart texts that are merely canonically equivalent.
public func constantTimeEquals(_ a: String, _ b: String) -> Bool {
    var (a, b) = (a, b)
    return a.withUTF8 { a in
        b.withUTF8 { b in a.count == b.count && CRYPTO_memcmp(a.baseAddress, b.baseAddress, a.count) == 0 }
    }
}
