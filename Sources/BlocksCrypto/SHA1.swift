// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// SHA-1 (FIPS 180-4), for one-time codes only: authenticator apps compute HMAC-SHA-1, whose security does not rest on
/// collision resistance.
public struct SHA1: Sendable, HashFunction {
    static let blockCount = 64
    static let digestCount = 20
    private var state = SHA_CTX()

    init() {
        precondition(SHA1_Init(&state) == 1)
    }

    /// The digest of `bytes`: 20 bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] { digest(bytes) }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        precondition(SHA1_Update(&state, bytes.baseAddress, bytes.count) == 1)
    }

    mutating func finish(into output: UnsafeMutableRawBufferPointer) {
        precondition(output.count >= Self.digestCount)
        precondition(SHA1_Final(output.baseAddress?.assumingMemoryBound(to: UInt8.self), &state) == 1)
    }
}
