// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Glibc

/// A source of unpredictable bytes, injected so that tests can fix it.
public struct SecureRandom: Sendable {
    private let fill: @Sendable (Int) throws(CryptoError) -> [UInt8]

    /// A source that answers each request with `fill`, which returns exactly the count of bytes it is given.
    public init(_ fill: @escaping @Sendable (Int) throws(CryptoError) -> [UInt8]) {
        self.fill = fill
    }

    /// The kernel's generator, `getrandom(2)`: it waits until seeded once after boot and never weakens.
    public static let system = SecureRandom { count throws(CryptoError) in try systemBytes(count) }

    /// Returns `count` random bytes.
    ///
    /// Throws `invalidLength` for a negative count, `randomUnavailable` when the source fails or answers short.
    public func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        guard count >= 0 else { throw CryptoError(.invalidLength, "negative count of random bytes") }
        let bytes = try fill(count)
        guard bytes.count == count else { throw CryptoError(.randomUnavailable, "the source answered short") }
        return bytes
    }

    /// Returns a number from `0..<bound`, every one equally likely; `0` when `bound` is `0` or `1`.
    ///
    /// Throws as ``bytes(_:)``.
    public func uniform(below bound: UInt32) throws(CryptoError) -> UInt32 {
        guard bound > 1 else { return 0 }
        // Values below 2³² mod bound would make the low results likelier: draw again. At worst one draw in two is refused.
        let refused = (0 &- bound) % bound
        while true {
            let value = try bytes(4).reduce(0) { $0 << 8 | UInt32($1) }
            if value >= refused { return value % bound }
        }
    }

    /// Returns a version 4 UUID in lower case (RFC 9562 §5.4).
    ///
    /// Throws as ``bytes(_:)``.
    public func uuid() throws(CryptoError) -> String {
        var bytes = try bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let groups = [bytes[0..<4], bytes[4..<6], bytes[6..<8], bytes[8..<10], bytes[10..<16]]
        return groups.map { Hex.encode(Array($0)) }.joined(separator: "-")
    }

    private static func systemBytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = getrandom(buffer.baseAddress?.advanced(by: filled), count - filled, 0)
                if got > 0 {
                    filled += got
                } else if errno != EINTR {
                    failed = true
                    return
                }
            }
        }
        guard !failed else { throw CryptoError(.randomUnavailable, "getrandom(2) failed") }
        return bytes
    }
}
